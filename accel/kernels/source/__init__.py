"""What Numba compiles. Imported only when a kernel is missing from the code cache."""
