"""From lookups to pairs of rows: which probe rows go on, and with which build rows."""

import numpy as np


def inspect(words, n, summary):
    """Write the least and the greatest word, and whether they rise (2 strictly, 1 never fall)."""
    low = words[0]
    high = words[0]
    falls = np.int64(0)
    repeats = np.int64(0)
    for i in range(n):
        low = min(low, words[i])
        high = max(high, words[i])
    for i in range(1, n):
        falls |= np.int64(words[i] < words[i - 1])
        repeats |= np.int64(words[i] == words[i - 1])
    summary[0] = low
    summary[1] = high
    summary[2] = 0 if falls else 2 - repeats


def matched_pairs(first, n, probe, build):
    """List the rows that found one, and what they found; return how many."""
    k = np.uint64(0)
    for i in range(n):
        row = first[i]
        probe[k] = np.int32(i)
        build[k] = row
        k += np.uint64(row >= 0)
    return np.int64(k)


def unmatched(mask, n, out):
    """List the rows whose flag is not set; return how many."""
    k = np.uint64(0)
    for i in range(n):
        out[k] = np.int32(i)
        k += np.uint64(mask[i] == 0)
    return np.int64(k)


def make_expand(keep, listed):
    """Make the list of all pairs, by probe row and then build row.

    ``keep`` gives a probe row without a match one pair with build row -1. ``listed`` says that
    matches are positions in ``rows``; else they are the rows themselves.
    """

    def expand(first, count, n, rows, probe, build):
        k = np.uint64(0)
        for i in range(n):
            many = count[i]
            if keep and many == 0:
                probe[k] = np.int32(i)
                build[k] = np.int32(-1)
                k += np.uint64(1)
            start = first[i]
            for j in range(many):
                probe[k] = np.int32(i)
                build[k] = rows[np.uint64(start + j)] if listed else np.int32(start + j)
                k += np.uint64(1)
        return np.int64(k)

    return expand


def mark(rows, n, flags):
    """Set the flag of every row that is not negative."""
    for i in range(n):
        if rows[i] >= 0:
            flags[np.uint64(rows[i])] = 1


def blank(rows, n, out):
    """Make the values of negative rows NaN."""
    for i in range(n):
        if rows[i] < 0:
            out[i] = np.nan
