"""The bits of a JPEG's scan (ITU-T T.81, F.2.2.5), and what Numba's Python does not spell.

A reader is four numbers in memory: the place of the next byte, the bits at hand with the next one
on top, how many they are, and how many of them lie beyond a marker or the end: these are zeros.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, register_jitable

PLACE, BITS, COUNT, BEYOND = range(4)
LONGEST = 31  # bits of a code and its value
ENOUGH = 54  # bits to have at hand: two codes of 12 bits with their values

_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)


@intrinsic
def apart(typing_context):
    """Keep the calling function out of its callers, so that its loops have all registers."""

    def generate(context, builder, signature, args):
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def moved(typing_context, pointer, by):
    """Return a pointer to a later element."""

    def generate(context, builder, signature, args):
        kind = context.get_value_type(pointer.dtype)
        return builder.gep(args[0], [args[1]], source_etype=kind)

    return pointer(pointer, types.int64), generate


@intrinsic
def _word_at(typing_context, data, place):
    """Return eight bytes as a number, the first of which weighs most."""

    def generate(context, builder, signature, args):
        here = builder.gep(args[0], [args[1]], source_etype=ir.IntType(8))
        return builder.bswap(builder.load(here, align=1, typ=ir.IntType(64)))

    return types.uint64(data, types.int64), generate


@register_jitable
def _fill_slowly(data, size, reader):
    """Read a byte at a time, as next to a stuffed byte, a marker, or the end."""
    apart()
    place, bits, count = reader[PLACE], np.uint64(reader[BITS]), reader[COUNT]
    while count <= 56:
        if place + 1 < size and (data[place] != 0xFF or data[place + 1] == 0):
            bits |= np.uint64(data[place]) << np.uint64(56 - count)
            place += 2 if data[place] == 0xFF else 1
        else:
            reader[BEYOND] += 8
        count += 8
    reader[PLACE], reader[BITS], reader[COUNT] = place, np.int64(bits), count


@register_jitable
def filled(data, size, reader, place, bits, count):
    """Return place, bits and their count after reading more."""
    if place + 8 <= size:
        word = _word_at(data, place)
        if ((~word - _ONES) & word & _HIGHS) == 0:  # no byte is 0xFF
            more = (63 - count) >> 3
            return place + more, bits | word >> np.uint64(count), count + 8 * more
    reader[PLACE], reader[BITS], reader[COUNT] = place, np.int64(bits), count
    _fill_slowly(data, size, reader)
    return reader[PLACE], np.uint64(reader[BITS]), reader[COUNT]


@register_jitable
def at_marker(data, size, reader, marker):
    """Tell whether all is read up to a marker, but for bits that fill up the last byte."""
    left = reader[COUNT] - reader[BEYOND]
    place = reader[PLACE]
    if left < 0 or left > 7 or place + 1 >= size:
        return False
    return data[place] == 0xFF and data[place + 1] == marker


@register_jitable
def begin(reader, place):
    """Begin to read at a place."""
    reader[PLACE], reader[BITS], reader[COUNT], reader[BEYOND] = place, 0, 0, 0
