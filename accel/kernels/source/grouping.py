"""Which group a row is of: equal words to numbers counted from 0, by first appearance."""

import numpy as np

from accel.kernels.intrinsics import address_of, prefetch
from accel.kernels.source.hashing import mix


def ascend(words, n):
    """Whether no word is smaller than the one before; 1 or 0."""
    for start in range(1, n, 1024):
        falls = np.int64(0)
        for i in range(start, min(start + 1024, n)):
            falls += np.int64(words[i] < words[i - 1])
        if falls:
            return 0
    return 1


def by_runs(words, n, ids, firsts):
    """Give each run of equal words a number of its own; return how many there are.

    ``firsts`` has room for one more.
    """
    group = np.int64(0)
    firsts[0] = 0
    ids[0] = 0
    for i in range(1, n):
        # Written on trial, and kept where a run begins: cheaper than a branch.
        firsts[group + 1] = np.int32(i)
        group += np.int64(words[i] != words[i - 1])
        ids[i] = np.int32(group)
    return group + 1


def by_address(words, n, low, table, ids, firsts):
    """Number groups through a zeroed table with an entry for each word from ``low`` on."""
    groups = np.int32(0)
    for i in range(n):
        at = np.uint64(np.int64(words[i]) - low)
        entry = table[at]
        if entry == 0:
            firsts[groups] = np.int32(i)
            groups += np.int32(1)
            entry = groups
            table[at] = entry
        ids[i] = entry - np.int32(1)
    return np.int64(groups)


def in_table_order(table, size, order):
    """List the groups in the order of their words, from the table that ``by_address`` filled."""
    count = np.uint64(0)
    for at in range(size):
        entry = table[at]
        order[count] = entry - np.int32(1)
        count += np.uint64(entry != 0)


def by_hash(words, n, slots, mask, keys, ids, firsts):
    """Number groups through zeroed slots (``mask + 1``, more than groups); ``keys`` is scratch."""
    m = np.uint64(mask)
    groups = np.int32(0)
    for i in range(n):
        word = np.int64(words[i])
        at = mix(word) & m
        while True:
            entry = slots[at]
            if entry == 0:
                keys[groups] = word
                firsts[groups] = np.int32(i)
                groups += np.int32(1)
                slots[at] = groups
                entry = groups
                break
            if keys[np.uint64(entry - 1)] == word:
                break
            at = (at + np.uint64(1)) & m
        ids[i] = entry - np.int32(1)
    return np.int64(groups)


def sizes(ids, n, out):
    """Count the rows of each group."""
    for i in range(n):
        out[np.uint64(ids[i])] += 1


def last_rows(ids, n, lasts):
    """Note the last row of each group."""
    for i in range(n):
        lasts[np.uint64(ids[i])] = np.int32(i)


def distinct_in_runs(masked):
    """Make the kernel that counts the different values of groups whose rows lie together.

    Every value is compared with those before it in its group; ``masked`` leaves ``missing`` out.
    """

    def kernel(values, missing, firsts, groups, n, counts):
        for g in range(groups):
            start = np.uint64(firsts[g])
            stop = np.uint64(firsts[g + 1]) if g + 1 < groups else np.uint64(n)
            count = np.int64(0)
            for i in range(start, stop):
                value = values[i]
                known = np.int64(masked and value == missing)
                for k in range(start, i):
                    known |= np.int64(values[k] == value)
                count += 1 - known
            counts[g] = count

    return kernel


def agree(values, ids, firsts, rows, n):
    """Whether every row's value is that of its group's first row; 1 or 0."""
    different = np.int64(0)
    for i in range(n):
        first = rows[np.uint64(firsts[np.uint64(ids[i])])]
        different += np.int64(values[np.uint64(rows[i])] != values[np.uint64(first)])
    return np.int64(different == 0)


def histogram(hashed):
    """Make the kernel that counts the rows of each partition.

    A partition is named by the high bits of the word's hash, or by the word's distance from
    ``low``, shifted right.
    """

    def kernel(words, n, low, shift, counts):
        s = np.uint64(shift)
        for i in range(n):
            word = np.int64(words[i])
            part = (mix(word) if hashed else np.uint64(word - low)) >> s
            counts[part] += 1

    return kernel


def destinations(hashed):
    """Make the kernel that gives each row its place, from its partition's cursor on."""

    def kernel(words, n, low, shift, cursors, out):
        s = np.uint64(shift)
        for i in range(n):
            word = np.int64(words[i])
            part = (mix(word) if hashed else np.uint64(word - low)) >> s
            out[i] = np.int32(cursors[part])
            cursors[part] += 1

    return kernel


def scatter(width):
    """Make the kernel that moves values of ``width`` bytes to their places.

    Each partition's next cache line is asked for ahead of time: the processor foresees up to some
    thirty streams of writes, and there are more partitions than that.
    """

    def kernel(source, places, n, out):
        ahead = address_of(out) + 64
        for i in range(n):
            place = np.uint64(places[i])
            prefetch(ahead + np.int64(place) * width)
            out[place] = source[i]

    return kernel


def scatter_rows(places, n, first, out):
    """Move row numbers, counted from ``first``, to their places."""
    ahead = address_of(out) + 64
    for i in range(n):
        place = np.uint64(places[i])
        prefetch(ahead + np.int64(place) * 4)
        out[place] = np.int32(first + i)
