"""Functions on tensor columns: numpy's meaning, row by row."""
