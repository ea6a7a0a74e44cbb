"""A growing table of distinct strings, read by many threads while one adds to it.

The one that adds writes a string's entry before the slot that leads to it. A reader that still sees
only half of that takes the string for unknown, and asks again under the lock.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import address_of, memcpy, prefetch
from accel.kernels.source.hashing_text import hash_bytes, same_bytes

MISSING = np.int32(-1)
UNKNOWN = np.int32(-2)
_BATCH = 32


@register_jitable
def _find(p, length, hashed, slots, mask, all_starts, all_lengths, hashes):
    """Return the code of a string, or ``-2 - slot`` of the free slot where it would go."""
    at = np.int64(hashed) & mask
    while True:
        code = np.int64(slots[at])
        if code < 0:
            return -2 - at
        if (
            np.uint64(hashes[code]) == hashed
            and np.int64(all_lengths[code]) == length
            and same_bytes(p, all_starts[code], length)
        ):
            return code
        at = (at + 1) & mask


def lookup(starts, lengths, n, slots, mask, all_starts, all_lengths, hashes, count, scratch, codes):
    """Look ``n`` strings up; return how many are unknown, or not among the first ``count``.

    ``scratch`` holds 32 words.
    """
    slots_at = address_of(slots)
    unknown = np.int64(0)
    for first in range(0, n, _BATCH):
        here = min(n - first, _BATCH)
        for k in range(here):
            length = np.int64(lengths[first + k])
            if length >= 0:
                hashed = hash_bytes(starts[first + k], length)
                scratch[k] = np.int64(hashed)
                prefetch(slots_at + 4 * (np.int64(hashed) & mask))
        for k in range(here):
            length = np.int64(lengths[first + k])
            if length < 0:
                codes[first + k] = MISSING
                continue
            hashed = np.uint64(scratch[k])
            p = starts[first + k]
            code = _find(p, length, hashed, slots, mask, all_starts, all_lengths, hashes)
            if code < 0 or code >= count:
                unknown += 1
                codes[first + k] = UNKNOWN
            else:
                codes[first + k] = np.int32(code)
    return unknown


def insert(starts, lengths, n, state, slots, mask, all_starts, all_lengths, hashes, codes):
    """Add the strings whose code is ``UNKNOWN``, from row ``state[0]`` on.

    ``state`` is: row, strings in the table, strings there is room for, address of the free bytes,
    how many there are. Returns 1 if it stopped for want of room, else 0.
    """
    row, count, limit, room, left = state[0], state[1], state[2], state[3], state[4]
    full = np.int64(0)
    while row < n:
        if codes[row] == UNKNOWN:
            p, length = starts[row], np.int64(lengths[row])
            hashed = hash_bytes(p, length)
            code = _find(p, length, hashed, slots, mask, all_starts, all_lengths, hashes)
            if code < 0:
                if count == limit or length > left:
                    full = 1
                    break
                memcpy(room, p, length)
                all_starts[count] = room
                all_lengths[count] = np.int32(length)
                hashes[count] = np.int64(hashed)
                slots[-2 - code] = np.int32(count)
                code = count
                room += length
                left -= length
                count += 1
            codes[row] = np.int32(code)
        row += 1
    state[0], state[1], state[3], state[4] = row, count, room, left
    return full


def rehash(hashes, count, slots, mask):
    """Fill an empty table (slots of -1) with the strings 0 to ``count``."""
    for k in range(count):
        at = hashes[k] & mask
        while slots[at] >= 0:
            at = (at + 1) & mask
        slots[at] = np.int32(k)


def agree(starts, lengths, ids, firsts, rows, n):
    """Whether every row's string is that of its group's first row; 1 or 0."""
    for i in range(n):
        row = np.uint64(rows[i])
        first = np.uint64(rows[np.uint64(firsts[np.uint64(ids[i])])])
        length = lengths[row]
        if length != lengths[first]:
            return 0
        if length > 0 and not same_bytes(starts[row], starts[first], np.int64(length)):
            return 0
    return 1
