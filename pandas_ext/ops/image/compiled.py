"""Resampling of colours of 8 bits: Pillow's arithmetic, a pixel at a time in a vector register.

Imported where it is worth it: numba takes its time.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from pandas_ext.ops.image.weights import BITS, Weights

_HALF: Final = 1 << (BITS - 1)


@intrinsic
def _pixel(
    typing_context: Any, line: Any, start: Any, taps: Any, place: Any, count: Any
) -> tuple[Any, Any]:
    """Return ``count`` pixels of three bytes each, weighted and summed, as a word of four bytes.

    Each pixel is read as four bytes, the last of which does not count: one byte after the last
    pixel must be there. Left to itself, the compiler sums three channels in turn, at a third of
    the speed.
    """
    signature = types.uint32(line, types.intp, taps, types.intp, types.intp)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        pixels = context.make_array(signature.args[0])(context, builder, args[0]).data
        weights = context.make_array(signature.args[2])(context, builder, args[2]).data
        first, weight = builder.gep(pixels, [args[1]]), builder.gep(weights, [args[3]])
        number, index = ir.IntType(32), args[4].type
        levels = ir.VectorType(number, 4)

        def all_four(value: int) -> Any:
            return ir.Constant(levels, [value] * 4)

        before = builder.block
        head, body, after = (builder.append_basic_block(n) for n in ("head", "body", "after"))
        builder.branch(head)

        builder.position_at_end(head)
        k, total = builder.phi(index), builder.phi(levels)
        k.add_incoming(ir.Constant(index, 0), before)
        total.add_incoming(all_four(_HALF), before)
        builder.cbranch(builder.icmp_signed("<", k, args[4]), body, after)

        builder.position_at_end(body)
        here = builder.gep(first, [builder.mul(k, ir.Constant(index, 3))])
        word = builder.load(builder.bitcast(here, number.as_pointer()), align=1)
        four = builder.zext(builder.bitcast(word, ir.VectorType(ir.IntType(8), 4)), levels)
        empty = ir.Constant(levels, ir.Undefined)
        one = builder.insert_element(
            empty, builder.load(builder.gep(weight, [k])), ir.Constant(number, 0)
        )
        product = builder.mul(four, builder.shuffle_vector(one, empty, all_four(0)))
        total.add_incoming(builder.add(total, product), body)
        k.add_incoming(builder.add(k, ir.Constant(index, 1)), body)
        builder.branch(head)

        builder.position_at_end(after)
        rounded = builder.ashr(total, all_four(BITS))
        for limit, beyond in ((0, "<"), (255, ">")):
            outside = builder.icmp_signed(beyond, rounded, all_four(limit))
            rounded = builder.select(outside, all_four(limit), rounded)
        return builder.bitcast(builder.trunc(rounded, ir.VectorType(ir.IntType(8), 4)), number)

    return signature, generate


@njit(nogil=True, cache=True)
def _across(
    lines: Any, begin: int, end: int, starts: Any, counts: Any, taps: Any
) -> NDArray[np.uint8]:
    """Return the lines from ``begin`` to ``end``, resampled."""
    length = lines.shape[1]
    size, most = taps.shape
    result = np.empty((end - begin, size * 3), np.uint8)
    flat, weights = lines.reshape(-1), taps.reshape(-1)
    last = np.zeros(length + 1, np.uint8)  # where reading a byte more is allowed
    last[:length] = lines[-1]
    for line in range(begin, end):
        at_end = line == len(lines) - 1
        source = last if at_end else flat
        base = 0 if at_end else line * length
        row = result[line - begin]
        for x in range(size):
            at = base + starts[x] * 3
            word = _pixel(source, at, weights, x * most, counts[x])
            row[3 * x] = word & 255
            row[3 * x + 1] = (word >> 8) & 255
            row[3 * x + 2] = (word >> 16) & 255
    return result


@njit(nogil=True, cache=True)
def _down(lines: Any, begin: int, starts: Any, counts: Any, taps: Any) -> NDArray[np.uint8]:
    """Return sums of lines, the first of which is the line ``begin`` of the picture."""
    length = lines.shape[1]
    result = np.empty((len(starts), length), np.uint8)
    total = np.empty(length, np.int32)
    for y in range(len(starts)):
        total[:] = _HALF
        for k in range(counts[y]):
            weight = taps[y, k]
            line = lines[starts[y] - begin + k]
            for x in range(length):
                total[x] += weight * np.int32(line[x])
        row = result[y]
        for x in range(length):
            row[x] = min(max(total[x] >> BITS, 0), 255)
    return result


def resample(array: NDArray[np.uint8], across: Weights, down: Weights) -> NDArray[np.uint8]:
    """Return a picture of three channels at another size.

    Parameters
    ----------
    array : ndarray of uint8, shape (height, width, 3)
        The picture.
    across, down : Weights
        For its lines, and for its columns.

    Returns
    -------
    ndarray of uint8
        What Pillow's ``resize`` gives.
    """
    lines = np.ascontiguousarray(array).reshape(len(array), -1)
    begin = int(down.starts[0])
    end = int(down.starts[-1] + down.counts[-1])
    narrow = _across(lines, begin, end, *across)
    return _down(narrow, begin, *down).reshape(len(down.starts), len(across.starts), 3)
