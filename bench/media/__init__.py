"""Benchmarks of media columns, with their peers beside them."""
