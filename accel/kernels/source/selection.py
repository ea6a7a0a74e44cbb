"""Selections: masks to row numbers, gathers by row number, sequences."""

import numpy as np


def iota(out, start, n):
    """Write start, start + 1, ..."""
    for i in range(n):
        out[i] = start + i


def take(source, rows, out, n):
    """Gather valid rows."""
    for i in range(n):
        out[i] = source[np.uint64(rows[i])]


def take_or(source, rows, missing, out, n):
    """Gather rows; a negative row gives ``missing``."""
    for i in range(n):
        row = rows[i]
        out[i] = source[row] if row >= 0 else missing


def select(mask, out, n):
    """Write the row numbers where ``mask`` is set; return how many."""
    count = np.uint64(0)
    for i in range(n):
        out[count] = i
        count += np.uint64(mask[i] != 0)
    return np.int64(count)
