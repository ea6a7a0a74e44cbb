"""A growing table of distinct strings, read by many threads while one adds to it.

The one that adds writes a string's entry before the slot that leads to it. A reader that still sees
only half of that takes the string for unknown, and asks again under the lock.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import address_of, memcpy, prefetch
from accel.kernels.source.hashing_text import ends, hash_ends, same_bytes, same_middle

MISSING = np.int32(-1)
UNKNOWN = np.int32(-2)
NEAR = 1 << 14  # a table of fewer slots lies in the nearest caches
ENTRY = 4  # words of an entry: the first and the last eight bytes, the hash, the length
_BATCH = 32


@register_jitable
def _find(p, length, first, last, hashed, slots, mask, all_starts, entries):
    """Return the code of a string, or ``-2 - slot`` of the free slot where it would go."""
    at = np.int64(hashed) & mask
    while True:
        code = np.int64(slots[at])
        if code < 0:
            return -2 - at
        entry = ENTRY * code
        if (
            (np.uint64(entries[entry]) ^ first)
            | (np.uint64(entries[entry + 1]) ^ last)
            | (np.uint64(entries[entry + 2]) ^ hashed)
            | np.uint64(entries[entry + 3] ^ length)
        ) == 0 and (length <= 16 or same_middle(p, all_starts[code], length)):
            return code
        at = (at + 1) & mask


def lookup(starts, lengths, n, slots, mask, all_starts, entries, count, scratch, codes):
    """Look ``n`` strings up; return how many are unknown, or not among the first ``count``.

    ``scratch`` holds 96 words.
    """
    slots_at = address_of(slots)
    near = mask < NEAR
    unknown = np.int64(0)
    for start in range(0, n, _BATCH):
        here = min(n - start, _BATCH)
        for k in range(here):
            p, length = starts[start + k], np.int64(lengths[start + k])
            first, last = ends(p, max(length, 0))
            hashed = hash_ends(first, last, p, length)
            if near:
                code = _find(p, length, first, last, hashed, slots, mask, all_starts, entries)
                known = (code >= 0) & (code < count)
                lost = length < 0
                unknown += np.int64(not (known | lost))
                codes[start + k] = MISSING if lost else np.int32(code) if known else UNKNOWN
            else:
                scratch[3 * k] = np.int64(first)
                scratch[3 * k + 1] = np.int64(last)
                scratch[3 * k + 2] = np.int64(hashed)
                prefetch(slots_at + 4 * (np.int64(hashed) & mask))
        if near:
            continue
        for k in range(here):
            p, length = starts[start + k], np.int64(lengths[start + k])
            first, last = np.uint64(scratch[3 * k]), np.uint64(scratch[3 * k + 1])
            hashed = np.uint64(scratch[3 * k + 2])
            code = np.int64(MISSING)
            if length >= 0:
                code = _find(p, length, first, last, hashed, slots, mask, all_starts, entries)
                if code < 0 or code >= count:
                    code = np.int64(UNKNOWN)
                    unknown += 1
            codes[start + k] = np.int32(code)
    return unknown


def insert(starts, lengths, n, state, slots, mask, all_starts, all_lengths, entries, codes):
    """Add the strings whose code is ``UNKNOWN``, from row ``state[0]`` on.

    ``state`` is: row, strings in the table, strings there is room for, address of the free bytes,
    how many there are. Returns 1 if it stopped for want of room, else 0.
    """
    row, count, limit, room, left = state[0], state[1], state[2], state[3], state[4]
    full = np.int64(0)
    while row < n:
        if codes[row] == UNKNOWN:
            p, length = starts[row], np.int64(lengths[row])
            first, last = ends(p, length)
            hashed = hash_ends(first, last, p, length)
            code = _find(p, length, first, last, hashed, slots, mask, all_starts, entries)
            if code < 0:
                if count == limit or length > left:
                    full = 1
                    break
                memcpy(room, p, length)
                all_starts[count] = room
                all_lengths[count] = np.int32(length)
                entries[ENTRY * count] = np.int64(first)
                entries[ENTRY * count + 1] = np.int64(last)
                entries[ENTRY * count + 2] = np.int64(hashed)
                entries[ENTRY * count + 3] = length
                slots[-2 - code] = np.int32(count)
                code = count
                room += length
                left -= length
                count += 1
            codes[row] = np.int32(code)
        row += 1
    state[0], state[1], state[3], state[4] = row, count, room, left
    return full


def rehash(entries, count, slots, mask):
    """Fill an empty table (slots of -1) with the strings 0 to ``count``."""
    for k in range(count):
        at = entries[ENTRY * k + 2] & mask
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
        # Rows that a join repeats point at the same bytes.
        if starts[row] != starts[first] and not same_bytes(
            starts[row], starts[first], np.int64(max(length, 0))
        ):
            return 0
    return 1
