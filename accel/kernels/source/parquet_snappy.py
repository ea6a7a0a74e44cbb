"""Snappy, unpacked with wide copies, every length and offset checked."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import (
    load_u1,
    load_u2,
    load_u4,
    load_u8,
    memcpy,
    store_u8,
)
from accel.kernels.source.parquet_layout import DAMAGED
from accel.kernels.source.parquet_thrift import read_varint


@register_jitable
def copy_16(source, target):
    low = load_u8(source)
    high = load_u8(source + 8)
    store_u8(target, low)
    store_u8(target + 8, high)


@register_jitable
def copy_literal(source, target, count):
    """Copy ``count`` bytes, or up to 63 more: both sides have room behind them."""
    if count <= 16:
        copy_16(source, target)
    elif count <= 64:
        copy_16(source, target)
        copy_16(source + 16, target + 16)
        if count > 32:
            copy_16(source + 32, target + 32)
            copy_16(source + 48, target + 48)
    else:
        memcpy(target, source, count)


@register_jitable
def store_64(target, word):
    for k in range(8):
        store_u8(target + 8 * k, word)


@register_jitable
def copy_back(target, offset, count):
    """Repeat the ``count`` (up to 64) bytes that lie ``offset`` before ``target``; up to 63 more.

    Repeated values of one, two, four or eight bytes are the common case of an overlap.
    """
    source = target - offset
    end = target + count
    if offset == 8:
        store_64(target, load_u8(source))
        return
    if offset == 4:
        store_64(target, np.uint64(load_u4(source)) * np.uint64(0x0000000100000001))
        return
    if offset == 2:
        store_64(target, np.uint64(load_u2(source)) * np.uint64(0x0001000100010001))
        return
    if offset == 1:
        store_64(target, np.uint64(load_u1(source)) * np.uint64(0x0101010101010101))
        return
    if offset >= 16:
        copy_16(source, target)
        if count > 16:
            copy_16(source + 16, target + 16)
            if count > 32:
                copy_16(source + 32, target + 32)
                copy_16(source + 48, target + 48)
        return
    # Each step copies as many bytes as lie between source and target, which doubles them.
    while target - source < 8:
        store_u8(target, load_u8(source))
        target += target - source
        if target >= end:
            return
    while target < end:
        store_u8(target, load_u8(source))
        source += 8
        target += 8


def _make_tables():
    """Tabulate each tag byte that has no length bytes behind it.

    Returns how far the tag moves on in the input (0 where it needs the slow way), and its length
    (7 bits), the upper bits of its offset (3, in place) and how many bytes of offset follow.
    """
    steps, entries = np.zeros(256, np.uint8), np.zeros(256, np.uint16)
    for tag in range(256):
        kind, upper = tag & 3, tag >> 2
        if kind == 0 and upper < 60:
            steps[tag], entries[tag] = upper + 2, upper + 1
        elif kind == 1:
            steps[tag], entries[tag] = 2, (4 + (upper & 7)) | (upper >> 3) << 8 | 1 << 11
        elif kind == 2:
            steps[tag], entries[tag] = 3, (upper + 1) | 2 << 11
    return steps, entries


_STEPS, _ENTRIES = _make_tables()


@register_jitable
def unpack_most(p, limit, o, stop, target):
    """Unpack short literals and copies that do not overlap, up to the first other tag.

    Which kind comes next is not predictable, so there is no branch on it: a mispredicted one takes
    longer than all the rest. Returns the positions reached.
    """
    while p <= limit and o <= stop:
        tag = load_u1(p)
        step = np.int64(_STEPS[tag])
        entry = np.int64(_ENTRIES[tag])
        count = entry & 127
        literal = ((np.int64(tag) & 3) - 1) >> 63  # all bits set, or none
        mask = (np.int64(1) << ((entry >> 11) * 8)) - 1
        offset = (entry & 0x700) + (np.int64(load_u2(p + 1)) & mask)
        back = o - offset
        # Negative: a slow tag, a copy from nowhere or from before the beginning.
        if (step - 1) | ((offset | (literal & 1)) - 1) | (back - target) < 0:
            break
        if (offset | (literal & 127)) < count:
            copy_back(o, offset, count)
            p += step
            o += count
            continue
        source = back ^ ((back ^ (p + 1)) & literal)
        copy_16(source, o)
        if count > 16:
            copy_16(source + 16, o + 16)
            if count > 32:
                copy_16(source + 32, o + 32)
                copy_16(source + 48, o + 48)
        p += step
        o += count
    return p, o


def unpack(source, size, target, unpacked):
    """Unpack to exactly ``unpacked`` bytes; return 0 or a status.

    Up to 64 bytes past both ends are touched, never more, whatever the input.
    """
    end = source + size
    length, p = read_varint(source, end)
    if p > end or length != unpacked:
        return DAMAGED
    o = target
    stop = target + unpacked
    while p < end:
        # There, no tag reaches beyond the end of either side.
        p, o = unpack_most(p, end - 64, o, stop - 64, target)
        if p >= end:
            break
        tag = np.int64(load_u1(p))
        kind = tag & 3
        if kind == 0:
            count = (tag >> 2) + 1
            p += 1
            if count > 60:
                extra = count - 60
                count = (np.int64(load_u4(p)) & ((np.int64(1) << (8 * extra)) - 1)) + 1
                p += extra
            if count > end - p or count > stop - o:
                return DAMAGED
            copy_literal(p, o, count)
            p += count
        else:
            if kind == 1:
                count = 4 + ((tag >> 2) & 7)
                offset = ((tag >> 5) << 8) | np.int64(load_u1(p + 1))
                p += 2
            elif kind == 2:
                count = 1 + (tag >> 2)
                offset = np.int64(load_u2(p + 1))
                p += 3
            else:
                count = 1 + (tag >> 2)
                offset = np.int64(load_u4(p + 1))
                p += 5
            if p > end or offset == 0 or offset > o - target or count > stop - o:
                return DAMAGED
            copy_back(o, offset, count)
        o += count
    return 0 if o == stop else DAMAGED
