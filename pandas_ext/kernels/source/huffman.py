"""Tables for reading Huffman codes of JPEG (ITU-T T.81, C and F.2.2), several in one look-up.

A table is three parts, of 32-bit words:

``values``
    By the next 12 bits: a symbol whose code they hold. Bits 0-5: how many bits it and its value
    take; 6: the block ends; 8-11: zeros before the value; 12-15: bits of the value. 0 of longer
    codes.
``skips``
    By the next 12 bits: as many symbols as they hold. Bits 0-5: the bits that these and their
    values take; 6: the block ends; 8-15: coefficients that are passed, an end counting as one, and
    more than there are where the first code is longer.
``whole``
    By the next 16 bits, which hold every code: ``bits of the code << 8 | symbol``; 0 of no code.
"""

import numpy as np
from numba.extending import register_jitable

SHORT = 12
VALUES, SKIPS, WHOLE = 0, 1 << SHORT, 2 << SHORT
SIZE = WHOLE + (1 << 16)
_NONE = 255
_LONGEST_DC = 11  # bits of a difference of 8-bit samples


@register_jitable
def value_of(bits, extra):
    """Return the value that the next ``extra`` bits stand for, 0 for none (T.81, figure F.12)."""
    raw = np.int64((bits >> np.uint64(1)) >> np.uint64(63 - extra))
    return raw - (((1 << extra) - 1) & (np.int64(bits >> np.uint64(63)) - 1))


def make_table(counts, symbols, is_dc, table):
    """Fill a table from codes of each length and their symbols; -1 if they are no code."""
    code, at = 0, 0
    for length in range(1, 17):
        for _ in range(counts[length - 1]):
            end = code + (1 << (16 - length))
            symbol = symbols[at]
            if end > 1 << 16 or (is_dc and symbol > _LONGEST_DC):
                return -1
            for k in range(code, end):
                table[WHOLE + k] = length << 8 | symbol
            code = end
            at += 1
    for k in range(code, 1 << 16):
        table[WHOLE + k] = 0

    for short in range(1 << SHORT):
        found = table[WHOLE + (short << (16 - SHORT))]
        length, run, size = found >> 8, (found >> 4) & 15, found & 15
        ends = not is_dc and size == 0 and run < 15
        entry = size << 12 | run << 8 | ends << 6 | (length + size)
        table[VALUES + short] = entry if 0 < length <= SHORT else 0

        used, passed, ends = 0, 0, 0
        while used < SHORT and not ends:
            found = table[WHOLE + (((short << used) & ((1 << SHORT) - 1)) << (16 - SHORT))]
            length, run, size = found >> 8, (found >> 4) & 15, found & 15
            if found == 0 or used + length > SHORT:
                break
            ends = size == 0 and run < 15
            used += length + size
            passed += 1 if ends else run + 1
        table[SKIPS + short] = passed << 8 | ends << 6 | used if used > 0 else _NONE << 8
    return 0
