"""Parquet's run-length / bit-packed hybrid: dictionary codes, levels and booleans."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import (
    load_u1,
    load_u8,
    pdep,
    store_u1,
    store_u2,
    store_u4,
    store_u8,
)
from accel.kernels.source.parquet_layout import DAMAGED
from accel.kernels.source.parquet_thrift import read_varint


@register_jitable
def store_code(address, value, step):
    if step == 1:
        store_u1(address, np.uint8(value))
    elif step == 2:
        store_u2(address, np.uint16(value))
    else:
        store_u4(address, np.uint32(value))


@register_jitable
def unpack_by_shifts(p, width, groups, out, step):
    """Unpack groups of eight values of any width up to 32."""
    mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
    for _ in range(groups):
        bit = np.int64(0)
        for _ in range(8):
            word = load_u8(p + (bit >> 3)) >> np.uint64(bit & 7)
            store_code(out, word & mask, step)
            bit += width
            out += step
        p += width


@register_jitable
def unpack_by_pdep(p, width, groups, out, step):
    """Unpack groups of eight values, up to eight (``step`` 1) or four (2) in one instruction.

    Runs are often a few groups long; to unpack some too many is cheaper than to count exactly.
    """
    if step == 1:
        lanes = ((np.uint64(1) << np.uint64(width)) - np.uint64(1)) * np.uint64(0x0101010101010101)
        while groups > 0:
            store_u8(out, pdep(load_u8(p), lanes))
            store_u8(out + 8, pdep(load_u8(p + width), lanes))
            store_u8(out + 16, pdep(load_u8(p + 2 * width), lanes))
            store_u8(out + 24, pdep(load_u8(p + 3 * width), lanes))
            out += 32
            p += 4 * width
            groups -= 4
    elif step == 2:
        lanes = ((np.uint64(1) << np.uint64(width)) - np.uint64(1)) * np.uint64(0x0001000100010001)
        half, shift = width >> 1, np.uint64((width & 1) * 4)
        for _ in range(groups):
            store_u8(out, pdep(load_u8(p), lanes))
            store_u8(out + 8, pdep(load_u8(p + half) >> shift, lanes))
            out += 16
            p += width
    else:
        unpack_by_shifts(p, width, groups, out, step)


@register_jitable
def fill(out, count, value, step):
    """Write ``count`` equal codes, or up to 32 bytes more."""
    if step == 1:
        lanes = value * np.uint64(0x0101010101010101)
    elif step == 2:
        lanes = value * np.uint64(0x0001000100010001)
    else:
        lanes = value * np.uint64(0x0000000100000001)
    end = out + count * step
    while out < end:
        store_u8(out, lanes)
        store_u8(out + 8, lanes)
        store_u8(out + 16, lanes)
        store_u8(out + 24, lanes)
        out += 32


def make_unpack(bmi2):
    """Make the decoder, with the ``pdep`` instruction or without."""
    unpack_groups = unpack_by_pdep if bmi2 else unpack_by_shifts

    def unpack(p, end, width, n, out, step):
        """Decode ``n`` codes of ``width`` bits to ``step`` bytes each; return 0 or a status.

        ``step`` must hold ``width`` bits. Up to 32 bytes past ``n`` codes are written and as many
        past ``end`` read.
        """
        if width == 0:
            fill(out, n, np.uint64(0), step)
            return 0
        value_bytes = (width + 7) >> 3
        mask = (np.uint64(1) << np.uint64(width)) - np.uint64(1)
        done = np.int64(0)
        while done < n:
            header, p = read_varint(p, end)
            if p > end or header < 0:
                return DAMAGED
            left = n - done
            count = header >> 1
            if header & 1:
                groups = min(count, (left + 7) >> 3)
                # The last group may be cut off behind its last wanted value.
                if min(groups * width, (left * width + 7) >> 3) > end - p:
                    return DAMAGED
                unpack_groups(p, width, groups, out + done * step, step)
                p += groups * width
                done += groups * 8
            else:
                if value_bytes > end - p:
                    return DAMAGED
                value = np.uint64(0)
                for k in range(value_bytes):
                    value |= np.uint64(load_u1(p + k)) << np.uint64(8 * k)
                p += value_bytes
                count = min(count, left)
                fill(out + done * step, count, value & mask, step)
                done += count
        return 0

    return unpack
