"""Hash tables for joins: linear probing over 16-byte slots.

A slot is two 64-bit words: the key, then ``count << 32 | start``; a count of 0 is an empty slot.
Keys go to the slot named by the high bits of their hash, so that the keys of one radix partition
fill one range of slots, which threads fill side by side.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import address_of, prefetch
from accel.kernels.source.join_bits import mix


def histogram(words, n, shift, counts):
    """Count the rows of each partition."""
    s = np.uint64(shift)
    for i in range(n):
        counts[mix(words[i]) >> s] += 1


def scatter(words, n, first_row, shift, cursors, out_words, out_rows):
    """Move rows to their partitions, in order, from ``cursors[partition]`` on, which is moved."""
    s = np.uint64(shift)
    for i in range(n):
        p = mix(words[i]) >> s
        at = np.uint64(cursors[p])
        cursors[p] += 1
        out_words[at] = words[i]
        out_rows[at] = np.int32(first_row + i)


def group(words, rows, n, base, slots, mask, ids, keys, starts, counts, grouped):
    """Group one partition's rows by key.

    ``slots`` are ``mask + 1`` zeroed int32; ``ids`` is scratch. Writes the distinct keys, where
    each one's rows start (counted from ``base``, where this partition lies) and how many they are,
    and the rows by key, ascending. Returns the number of distinct keys.
    """
    m = np.uint64(mask)
    distinct = np.int64(0)
    for i in range(n):
        word = words[i]
        s = mix(word) & m
        while True:
            taken = slots[s]
            if taken == 0:
                slots[s] = np.int32(distinct + 1)
                keys[distinct] = word
                counts[distinct] = 1
                ids[i] = np.int32(distinct)
                distinct += 1
                break
            if keys[np.uint64(taken - 1)] == word:
                counts[np.uint64(taken - 1)] += 1
                ids[i] = np.int32(taken - 1)
                break
            s = (s + np.uint64(1)) & m
    at = np.int64(0)
    for k in range(distinct):
        starts[k] = np.int32(at)
        at += counts[k]
    for i in range(n):
        k = np.uint64(ids[i])
        grouped[np.uint64(starts[k])] = rows[i]
        starts[k] += 1
    for k in range(distinct):
        starts[k] += np.int32(base) - counts[k]
    return distinct


def make_insert(single):
    """Make the insertion of distinct keys; ``single`` if each has one row, stored in its slot."""

    def insert(keys, starts, counts, n, rows, slots, shift, stop, left):
        """Insert keys whose slot lies below ``stop``; list the others in ``left``; count those."""
        s = np.uint64(shift)
        end = np.uint64(stop)
        over = np.int64(0)
        for i in range(n):
            slot = mix(keys[i]) >> s
            while slot < end and slots[np.uint64(2) * slot + np.uint64(1)] != 0:
                slot += np.uint64(1)
            if slot == end:
                left[over] = np.int32(i)
                over += 1
                continue
            start = rows[np.uint64(starts[i])] if single else starts[i]
            slots[np.uint64(2) * slot] = keys[i]
            packed = (np.uint64(counts[i]) << np.uint64(32)) | np.uint64(start)
            slots[np.uint64(2) * slot + np.uint64(1)] = np.int64(packed)
        return over

    return insert


def make_insert_left(single):
    """Make the insertion of what ``insert`` left over, anywhere, wrapping at the table's end."""

    def insert_left(keys, starts, counts, left, n, rows, slots, shift, mask):
        s = np.uint64(shift)
        m = np.uint64(mask)
        for k in range(n):
            i = np.uint64(left[k])
            slot = mix(keys[i]) >> s
            while slots[np.uint64(2) * slot + np.uint64(1)] != 0:
                slot = (slot + np.uint64(1)) & m
            start = rows[np.uint64(starts[i])] if single else starts[i]
            slots[np.uint64(2) * slot] = keys[i]
            packed = (np.uint64(counts[i]) << np.uint64(32)) | np.uint64(start)
            slots[np.uint64(2) * slot + np.uint64(1)] = np.int64(packed)

    return insert_left


@register_jitable(inline="always")
def announce(words, start, stop, slots, shift, first):
    """Note the home slots of some words in ``first`` and ask for their cache lines."""
    base = address_of(slots)
    for i in range(start, stop):
        slot = mix(words[i]) >> shift
        first[i] = np.int32(slot)
        prefetch(base + np.int64(slot) * 16)


@register_jitable(inline="always")
def find(word, slot, slots, mask):
    """Return the packed (count, start) of ``word``, 0 if it is no key."""
    s = slot
    while True:
        packed = slots[np.uint64(2) * s + np.uint64(1)]
        if packed == 0 or slots[np.uint64(2) * s] == word:
            return packed
        s = (s + np.uint64(1)) & mask


def match_one(words, n, slots, shift, mask, first):
    """Look up distinct keys: each word's row, -1 if there is none; return how many there are."""
    m = np.uint64(mask)
    s = np.uint64(shift)
    matched = np.int64(0)
    for start in range(0, n, 64):
        stop = min(start + 64, n)
        announce(words, start, stop, slots, s, first)
        for i in range(start, stop):
            packed = find(words[i], np.uint64(np.uint32(first[i])), slots, m)
            first[i] = np.int32(packed & 0x7FFFFFFF) if packed != 0 else np.int32(-1)
            matched += np.int64(packed != 0)
    return matched


def match_many(words, n, slots, shift, mask, first, count):
    """Look up keys that may have several rows: where they start, and how many; return the total."""
    m = np.uint64(mask)
    s = np.uint64(shift)
    total = np.int64(0)
    for start in range(0, n, 64):
        stop = min(start + 64, n)
        announce(words, start, stop, slots, s, first)
        for i in range(start, stop):
            packed = find(words[i], np.uint64(np.uint32(first[i])), slots, m)
            first[i] = np.int32(packed & 0x7FFFFFFF) if packed != 0 else np.int32(-1)
            count[i] = np.int32(packed >> 32)
            total += packed >> 32
    return total
