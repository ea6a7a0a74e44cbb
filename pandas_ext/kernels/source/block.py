"""A block of a JPEG's scan (ITU-T T.81, F.2.2): few of its coefficients, and over all others."""

import numpy as np
from numba.extending import register_jitable

from pandas_ext.kernels.source.bits import BITS, COUNT, ENOUGH, LONGEST, PLACE, apart, filled, moved
from pandas_ext.kernels.source.huffman import SHORT, SKIPS, VALUES, WHOLE, value_of

_DAMAGED = -1
_TOP = np.uint64(64 - SHORT)


@register_jitable
def read_blocks(data, size, reader, mean, dc, table, limit, places, block, number):
    """Read blocks of a component: means, and coefficients up to number ``limit``; -1 if damaged.

    ``places`` names 16 for those that do not count: the next block's mean is written after that.
    """
    apart()
    place, bits, count = reader[PLACE], np.uint64(reader[BITS]), reader[COUNT]
    for _ in range(number):
        if count < ENOUGH:
            place, bits, count = filled(data, size, reader, place, bits, count)
        entry = np.int64(dc[VALUES + np.int64(bits >> _TOP)])
        used, extra = entry & 63, (entry >> 12) & 15
        if entry == 0:
            found = np.int64(dc[WHOLE + np.int64(bits >> np.uint64(48))])
            if found == 0:
                return _DAMAGED
            extra = found & 15
            used = (found >> 8) + extra
        mean[0] += value_of(bits << np.uint64(used - extra), extra)
        bits <<= np.uint64(used)
        count -= used
        block[0] = mean[0]
        k = 1
        while k <= limit:
            if count < ENOUGH:
                place, bits, count = filled(data, size, reader, place, bits, count)
            for _ in range(2):  # unrolled by the compiler: more bits are asked for half as often
                entry = np.int64(table[VALUES + np.int64(bits >> _TOP)])
                used, extra, run = entry & 63, (entry >> 12) & 15, (entry >> 8) & 15
                ends = entry & 64
                if entry == 0:
                    if count < LONGEST:
                        break
                    found = np.int64(table[WHOLE + np.int64(bits >> np.uint64(48))])
                    if found == 0:
                        return _DAMAGED
                    run, extra = (found >> 4) & 15, found & 15
                    used = (found >> 8) + extra
                    ends = extra == 0 and run < 15
                value = value_of(bits << np.uint64(used - extra), extra)
                bits <<= np.uint64(used)
                count -= used
                k += run
                if ends:
                    k = 64
                    break
                if k > 63:
                    return _DAMAGED
                block[places[k]] = value
                k += 1
                if k > limit or entry == 0:
                    break
        while k < 64:
            if count < ENOUGH:
                place, bits, count = filled(data, size, reader, place, bits, count)
            for _ in range(2):
                entry = np.int64(table[SKIPS + np.int64(bits >> _TOP)])
                after = k + (entry >> 8)
                if after > 64:  # a long code, or one of several is another block's
                    if count < LONGEST:
                        break
                    found = np.int64(table[WHOLE + np.int64(bits >> np.uint64(48))])
                    if found == 0:
                        return _DAMAGED
                    length, run, extra = found >> 8, (found >> 4) & 15, found & 15
                    bits <<= np.uint64(length + extra)
                    count -= length + extra
                    k += run + 1
                    if extra == 0 and run < 15:
                        k = 64
                    if k > 64:
                        return _DAMAGED
                    break
                bits <<= np.uint64(entry & 63)
                count -= entry & 63
                k = after
                if entry & 64:
                    k = 64
                if k == 64:
                    break
        block = moved(block, 16)
    reader[PLACE], reader[BITS], reader[COUNT] = place, np.int64(bits), count
    return 0
