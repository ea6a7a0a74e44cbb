"""The TPC-H benchmark: unchanged pandas code on pandas, on accel, and its peers beside it."""
