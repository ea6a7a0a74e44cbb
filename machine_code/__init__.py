"""Machine code from Numba's Python: compiled once, kept in a file, loaded without Numba."""
