"""Resampling of colours of 8 bits in Pillow's arithmetic: sums of 32 bits, rounded after each pass.

Weights are in parts of ``2 ** BITS``. Every sum is the same to the last bit in whatever order.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.types import CPointer
from numba.extending import intrinsic

BITS = 22
_HALF = 1 << (BITS - 1)
_AT_ONCE = 4  # taps; they come in such groups, the last one filled up with zeros

_BYTE, _NUMBER, _INDEX = ir.IntType(8), ir.IntType(32), ir.IntType(64)


@intrinsic
def _write_pixel(typing_context, pixels, weights, groups, to):
    """Weight and sum pixels of three bytes, and write the result and a byte that does not count.

    ``groups`` of four pixels are read: the compiler, left to itself, sums channels in turn, at a
    sixth of the speed.
    """
    bytes_, levels = ir.VectorType(_BYTE, 16), ir.VectorType(_NUMBER, 16)

    def numbers(values):
        return ir.Constant(ir.VectorType(_NUMBER, len(values)), list(values))

    # four of red, of green, of blue, and of nothing
    order = numbers([3 * k + channel for channel in range(3) for k in range(4)] + [0] * 4)

    def generate(context, builder, signature, args):
        pixels, weights, groups, to = args
        before = builder.block
        head, body, after = (builder.append_basic_block(n) for n in ("head", "body", "after"))
        builder.branch(head)

        builder.position_at_end(head)
        k, total = builder.phi(_INDEX), builder.phi(levels)
        k.add_incoming(_INDEX(0), before)
        total.add_incoming(numbers([0] * 16), before)
        builder.cbranch(builder.icmp_signed("<", k, groups), body, after)

        builder.position_at_end(body)
        place = builder.add(pixels, builder.mul(k, _INDEX(3 * _AT_ONCE)))
        read = builder.load(builder.inttoptr(place, bytes_.as_pointer()), align=1, typ=bytes_)
        four = builder.zext(builder.shuffle_vector(read, read, order), levels)
        place = builder.gep(weights, [builder.mul(k, _INDEX(4))], source_etype=_NUMBER)
        taps = ir.VectorType(_NUMBER, 4)
        taps = builder.load(place, align=4, typ=taps)
        product = builder.mul(four, builder.shuffle_vector(taps, taps, numbers([0, 1, 2, 3] * 4)))
        total.add_incoming(builder.add(total, product), body)
        k.add_incoming(builder.add(k, _INDEX(1)), body)
        builder.branch(head)

        builder.position_at_end(after)
        parts = [
            builder.shuffle_vector(total, total, numbers(range(k, 16, 4))) for k in range(_AT_ONCE)
        ]
        whole = builder.add(builder.add(*parts[:2]), builder.add(*parts[2:]))
        whole = builder.ashr(builder.add(whole, numbers([_HALF] * 4)), numbers([BITS] * 4))
        for limit, beyond in ((0, "<"), (255, ">")):
            limits = numbers([limit] * 4)
            whole = builder.select(builder.icmp_signed(beyond, whole, limits), limits, whole)
        pixel = ir.VectorType(_BYTE, 4)
        place = builder.inttoptr(to, pixel.as_pointer())
        builder.store(builder.trunc(whole, pixel), place, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, CPointer(types.int32), types.int64, types.int64), generate


@intrinsic
def _moved(typing_context, pointer, by):
    """Return a pointer to a later element."""

    def generate(context, builder, signature, args):
        return builder.gep(args[0], [args[1]], source_etype=_NUMBER)

    return pointer(pointer, types.int64), generate


@intrinsic
def _address(typing_context, pointer):
    """Return the address that a pointer holds."""

    def generate(context, builder, signature, args):
        return builder.ptrtoint(args[0], _INDEX)

    return types.int64(pointer), generate


def resample(
    pixels, length, lines, across, across_starts, across_counts, across_taps, across_most,
    down, down_starts, down_counts, down_taps, down_most, spare, narrow, total, result,
):  # fmt: skip
    """Resample the lines of a picture of three channels, then its columns.

    ``length`` and ``lines`` are those of the picture; ``across`` and ``down``, the size of the
    result, come with their weights. ``spare`` has room for a line, ``across_most`` pixels and four
    bytes, ``total`` for sums of a line of the result, and ``narrow`` for the lines that count, of
    the result's length, and a byte.
    """
    begin = down_starts[0]
    end = down_starts[down - 1] + down_counts[down - 1]
    size, groups = 3 * across, across_most // _AT_ONCE
    beyond = 3 * across_most + 4  # bytes after a line that may be read, which do not count
    for line in range(begin, end):
        source = _address(pixels) + line * length
        if (line + 1) * length + beyond > lines * length:
            for x in range(length):
                spare[x] = pixels[line * length + x]
            source = _address(spare)
        to = _address(narrow) + (line - begin) * size
        for x in range(across):
            _write_pixel(
                source + 3 * across_starts[x],
                _moved(across_taps, x * across_most),
                groups,
                to + 3 * x,
            )
    for y in range(down):
        for x in range(size):
            total[x] = _HALF
        for k in range(down_counts[y]):
            weight = down_taps[y * down_most + k]
            first = (down_starts[y] - begin + k) * size
            for x in range(size):
                total[x] += weight * np.int32(narrow[first + x])
        for x in range(size):
            level = total[x] >> BITS
            result[y * size + x] = min(max(level, 0), 255)
    return 0
