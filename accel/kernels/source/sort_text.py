"""Order of strings by address and length, bytewise (which for UTF-8 is by code point)."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1, load_u8
from accel.kernels.source.text import order, same

ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@register_jitable
def swap_bytes(word):
    """Reverse the bytes of a word."""
    low = np.uint64(0x00FF00FF00FF00FF)
    word = ((word >> np.uint64(8)) & low) | ((word & low) << np.uint64(8))
    low = np.uint64(0x0000FFFF0000FFFF)
    word = ((word >> np.uint64(16)) & low) | ((word & low) << np.uint64(16))
    return (word >> np.uint64(32)) | (word << np.uint64(32))


@register_jitable
def eight_bytes(start, left):
    """Up to eight bytes from an address on, the first the highest, zeros past the end."""
    if left >= 8:
        return swap_bytes(load_u8(start))
    word = np.uint64(0)
    for k in range(left):
        word |= np.uint64(load_u1(start + k)) << np.uint64(56 - 8 * k)
    return word


def make_prefixes(descending, last):
    """Make the words of first bytes: ascending with the strings, though strings may share one."""

    def prefixes(starts, lengths, words, n):
        for i in range(n):
            word = eight_bytes(starts[i], np.int64(lengths[i]))
            if descending:
                word = ~word
            if lengths[i] < 0:
                word = ALL if last else np.uint64(0)
            words[i] = np.int64(word)

    return prefixes


def present(lengths, n, rows):
    """List the strings that are not missing; return how many."""
    k = np.uint64(0)
    for i in range(n):
        rows[k] = np.int32(i)
        k += np.uint64(lengths[i] >= 0)
    return np.int64(k)


def words_at(starts, lengths, rows, n, depth, words):
    """Eight bytes of each of some strings, from ``depth`` on."""
    for k in range(n):
        row = np.uint64(rows[k])
        words[k] = np.int64(eight_bytes(starts[row] + depth, np.int64(lengths[row]) - depth))


def shared_depth(starts, lengths, rows, n, depth):
    """Return 1 more than how far some strings are equal, at least ``depth``; 0 if all end there."""
    first = np.uint64(rows[0])
    shortest = np.int64(lengths[first])
    longest = shortest
    for k in range(1, n):
        length = np.int64(lengths[np.uint64(rows[k])])
        shortest = min(shortest, length)
        longest = max(longest, length)
    if longest <= depth:
        return np.int64(0)
    shared = shortest
    for k in range(1, n):
        start = starts[np.uint64(rows[k])]
        at = depth
        while at + 8 <= shared and load_u8(starts[first] + at) == load_u8(start + at):
            at += 8
        while at < shared and load_u1(starts[first] + at) == load_u1(start + at):
            at += 1
        shared = at
        if shared <= depth:
            return np.int64(depth) + 1
    return shared + 1


@register_jitable
def follows(starts, lengths, a, b, depth):
    """Whether string a is greater than b; before ``depth`` they differ by zeros at an end alone."""
    p, q = np.uint64(a), np.uint64(b)
    m, n = np.int64(lengths[p]), np.int64(lengths[q])
    if min(m, n) <= depth:
        return m > n
    return order(starts[p] + depth, m - depth, starts[q] + depth, n - depth) > 0


@register_jitable
def merge_sort(starts, lengths, rows, first, last, depth, spare):
    """Sort a range of rows by their strings: insertion into runs of 8, then merges of runs."""
    for a in range(first, last, 8):
        for i in range(a + 1, min(a + 8, last)):
            row = rows[i]
            j = i
            while j > a and follows(starts, lengths, rows[j - 1], row, depth):
                rows[j] = rows[j - 1]
                j -= 1
            rows[j] = row
    width = 8
    while width < last - first:
        for a in range(first, last, 2 * width):
            middle = min(a + width, last)
            b = min(a + 2 * width, last)
            i, j = a, middle
            for k in range(a, b):
                if j >= b or (i < middle and not follows(starts, lengths, rows[i], rows[j], depth)):
                    spare[k - first] = rows[i]
                    i += 1
                else:
                    spare[k - first] = rows[j]
                    j += 1
        for k in range(first, last):
            rows[k] = spare[k - first]
        width *= 2


def settle_ties(starts, lengths, rows, words, n, depth, small, spare, large):
    """Sort every run of equal words that is at most ``small`` long; list where the others lie.

    Words end at ``depth``; ``spare`` has room for ``small`` rows. ``large`` receives pairs of a
    run's first position and its last + 1; returns how many pairs.
    """
    found = np.int64(0)
    a = np.int64(0)
    while a < n:
        b = a + 1
        while b < n and words[b] == words[a]:
            b += 1
        if b - a > small:
            large[2 * found] = a
            large[2 * found + 1] = b
            found += 1
        elif b - a > 1:
            merge_sort(starts, lengths, rows, a, b, depth, spare)
        a = b
    return found


def ranks(starts, lengths, rows, n, out):
    """Number sorted rows from 0 on, equal strings alike; return how many numbers there are."""
    rank = np.int64(-1)
    for k in range(n):
        row = np.uint64(rows[k])
        length = np.int64(lengths[row])
        before = np.uint64(rows[max(k - 1, 0)])
        other = np.int64(lengths[before])
        if k == 0 or other != length or not same(starts[before], starts[row], length):
            rank += 1
        out[row] = np.int32(rank)
    return rank + 1
