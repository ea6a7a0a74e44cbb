"""Stable radix sort of (word, row) pairs by word: a split by the leading bits, then each part."""

import numpy as np
from numba.extending import register_jitable


def histogram(words, n, low, shift, counts):
    """Count the words of each part."""
    s = np.uint64(shift)
    base = np.uint64(low)
    for i in range(n):
        counts[(np.uint64(words[i]) - base) >> s] += 1


def scatter(words, n, first_row, low, shift, cursors, out_words, out_rows):
    """Move words with their row numbers to their parts, from ``cursors[part]`` on."""
    s = np.uint64(shift)
    base = np.uint64(low)
    for i in range(n):
        part = (np.uint64(words[i]) - base) >> s
        at = np.uint64(cursors[part])
        cursors[part] += 1
        out_words[at] = words[i]
        out_rows[at] = np.int32(first_row + i)


def iota(rows, n):
    """Write 0, 1, 2, ..."""
    for i in range(n):
        rows[i] = np.int32(i)


@register_jitable
def insertion(words, rows, a, b):
    """Sort a few pairs in place."""
    for i in range(a + 1, b):
        word = np.uint64(words[i])
        row = rows[i]
        j = i
        while j > a and np.uint64(words[j - 1]) > word:
            words[j] = words[j - 1]
            rows[j] = rows[j - 1]
            j -= 1
        words[j] = np.int64(word)
        rows[j] = row


@register_jitable
def distribute(words, rows, a, n, shift, cursors, out_words, out_rows, out):
    """Move ``n`` pairs from ``a`` to ``out`` by one byte of their word; equal ones keep order."""
    s = np.uint64(shift)
    for value in range(256):
        cursors[value] = 0
    for i in range(a, a + n):
        cursors[(np.uint64(words[i]) >> s) & np.uint64(255)] += 1
    at = np.int64(out)
    for value in range(256):
        count = cursors[value]
        cursors[value] = at
        at += count
    for i in range(a, a + n):
        value = (np.uint64(words[i]) >> s) & np.uint64(255)
        to = np.uint64(cursors[value])
        cursors[value] += 1
        out_words[to] = words[i]
        out_rows[to] = rows[i]


@register_jitable
def sort_part(words, rows, a, b, spare_words, spare_rows, cursors):
    """Sort the pairs from ``a`` to ``b`` in place, by every byte in which their words differ."""
    n = b - a
    if n <= 48:
        insertion(words, rows, a, b)
        return
    differ = np.uint64(0)
    for i in range(a, b):
        differ |= np.uint64(words[i] ^ words[a])
    moved = False
    for byte in range(8):
        if (differ >> np.uint64(8 * byte)) & np.uint64(255) != np.uint64(0):
            if moved:
                distribute(spare_words, spare_rows, 0, n, 8 * byte, cursors, words, rows, a)
            else:
                distribute(words, rows, a, n, 8 * byte, cursors, spare_words, spare_rows, 0)
            moved = not moved
    if moved:
        for i in range(n):
            words[a + i] = spare_words[i]
            rows[a + i] = spare_rows[i]


def sort_parts(words, rows, bounds, parts, spare_words, spare_rows, cursors):
    """Sort parts in place, the k-th from ``bounds[k]`` to ``bounds[k + 1]``.

    The spare buffers have room for the largest part, ``cursors`` for 256 words.
    """
    for k in range(parts):
        if bounds[k + 1] - bounds[k] > 1:
            sort_part(words, rows, bounds[k], bounds[k + 1], spare_words, spare_rows, cursors)
