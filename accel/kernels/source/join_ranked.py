"""Ranked bitmaps: one bit for every possible key, and how many bits are set before each word.

Blocks are pairs of 64-bit words: the bits, then the count of bits set in all earlier blocks. A
key's rank is its position among the distinct keys in ascending order.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.source.join_bits import popcount


@register_jitable(inline="always")
def locate(word, low, size, blocks):
    """Return whether ``word`` is a key, and its rank if it is."""
    j = np.uint64(word - low)
    inside = j < np.uint64(size)
    block = (j >> np.uint64(6)) * np.uint64(2) if inside else np.uint64(0)
    bits = np.uint64(blocks[block])
    shift = j & np.uint64(63)
    below = bits & ((np.uint64(1) << shift) - np.uint64(1))
    rank = np.uint64(blocks[block + np.uint64(1)]) + popcount(below)
    found = inside & (((bits >> shift) & np.uint64(1)) != np.uint64(0))
    return found, rank


# The next kernels each do a range of keys, counted from the lowest: threads share the work by keys,
# each going over all rows, so that no two write the same word and each key's rows stay in order.


def set_bits(words, n, low, start, size, blocks):
    """Set the bits of the ``size`` keys from ``start`` on, multiples of 64 both."""
    first = low + start
    base = np.uint64(start >> 6)
    for i in range(n):
        j = np.uint64(words[i] - first)
        if j < np.uint64(size):
            block = (base + (j >> np.uint64(6))) * np.uint64(2)
            bit = np.uint64(1) << (j & np.uint64(63))
            blocks[block] = np.int64(np.uint64(blocks[block]) | bit)


def count_bits(blocks, count):
    """Fill in the running counts; return how many bits are set."""
    total = np.int64(0)
    for k in range(count):
        b = np.uint64(2 * k)
        blocks[b + np.uint64(1)] = total
        total += np.int64(popcount(np.uint64(blocks[b])))
    return total


def count_rows(words, n, low, start, size, blocks, counts):
    """Count each key's rows in ``counts[rank + 1]``, zeroed before."""
    first = low + start
    for i in range(n):
        if np.uint64(words[i] - first) < np.uint64(size):
            _, rank = locate(words[i], low, start + size, blocks)
            counts[rank + np.uint64(1)] += np.int32(1)


def list_rows(words, n, low, start, size, blocks, cursors, rows):
    """List each key's rows, ascending, from ``cursors[rank]`` on, which is moved."""
    first = low + start
    for i in range(n):
        if np.uint64(words[i] - first) < np.uint64(size):
            _, rank = locate(words[i], low, start + size, blocks)
            at = cursors[rank]
            cursors[rank] = at + np.int32(1)
            rows[np.uint64(at)] = np.int32(i)


def place_rows(words, n, first_row, low, size, blocks, rows):
    """For distinct keys: write each row's number at its key's rank."""
    for i in range(n):
        _, rank = locate(words[i], low, size, blocks)
        rows[rank] = np.int32(first_row + i)


def make_match_one(permuted):
    """Make the lookup among distinct keys; ``permuted`` if the rows are not in key order."""

    def match_one(words, n, low, size, blocks, rows, first):
        matched = np.int64(0)
        for i in range(n):
            found, rank = locate(words[i], low, size, blocks)
            row = rows[rank] if permuted else np.int32(rank)
            first[i] = row if found else np.int32(-1)
            matched += np.int64(found)
        return matched

    return match_one


def match_many(words, n, low, size, blocks, offsets, first, count):
    """Look up keys that may have several rows: where they start, and how many; return the total."""
    total = np.int64(0)
    for i in range(n):
        found, rank = locate(words[i], low, size, blocks)
        start = offsets[rank]
        rows = offsets[rank + np.uint64(1)] - start if found else np.int32(0)
        first[i] = start if found else np.int32(-1)
        count[i] = rows
        total += np.int64(rows)
    return total


def contains(words, n, low, size, blocks, mask):
    """Mark which words are keys; return how many."""
    matched = np.int64(0)
    for i in range(n):
        j = np.uint64(words[i] - low)
        inside = j < np.uint64(size)
        block = (j >> np.uint64(6)) * np.uint64(2) if inside else np.uint64(0)
        bit = (np.uint64(blocks[block]) >> (j & np.uint64(63))) & np.uint64(inside)
        mask[i] = np.uint8(bit)
        matched += np.int64(bit)
    return matched


def make_split_groups(permuted):
    """Make the list of low bits by group; ``permuted`` if rows are not in group order already."""

    def split_groups(words, groups, split, offsets, rows, low_words):
        """Return whether some word occurs twice."""
        mask = (np.int64(1) << split) - 1
        repeats = np.int64(0)
        for g in range(groups):
            for k in range(offsets[g], offsets[g + 1]):
                row = np.int64(rows[k]) if permuted else np.int64(k)
                low = np.int32(words[row] & mask)
                low_words[k] = low
                for other in range(offsets[g], k):
                    repeats |= np.int64(low_words[other] == low)
        return repeats

    return split_groups


def make_match_grouped(permuted):
    """Make the lookup by high bits, then among the few low bits of their group."""

    def match_grouped(words, n, split, low, size, blocks, offsets, low_words, rows, first):
        mask = (np.int64(1) << split) - 1
        matched = np.int64(0)
        for i in range(n):
            word = words[i]
            found, rank = locate(word >> split, low, size, blocks)
            row = np.int32(-1)
            if found:
                wanted = np.int32(word & mask)
                for k in range(offsets[rank], offsets[rank + np.uint64(1)]):
                    if low_words[np.uint64(k)] == wanted:
                        row = rows[np.uint64(k)] if permuted else np.int32(k)
                        break
            first[i] = row
            matched += np.int64(row >= 0)
        return matched

    return match_grouped
