"""From a block's first coefficients to its pixels, 1 to 4 to a side (ITU-T T.81, A.3.3)."""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.types import CPointer
from numba.extending import intrinsic, register_jitable

_COS, _SIN = float(np.cos(np.pi / 8)), float(np.sin(np.pi / 8))
_GREY = 128.5  # the middle, and a half for rounding

_BYTE, _INDEX, _WORD, _FLOAT = ir.IntType(8), ir.IntType(32), ir.IntType(64), ir.FloatType()
_BYTES = ir.VectorType(_BYTE, 16)


def _all(kind, value):
    return ir.Constant(kind, [value] * kind.count)


def _order(places):
    places = list(places)
    return ir.Constant(ir.VectorType(_INDEX, len(places)), places)


def _four(builder, lines):
    """Return four lines of pixels from four of frequencies."""
    first, second, third, fourth = lines
    four = ir.VectorType(_FLOAT, 4)
    cos, sin = _all(four, _COS), _all(four, _SIN)
    even, odd = builder.fadd(first, third), builder.fsub(first, third)
    near = builder.fadd(builder.fmul(second, cos), builder.fmul(fourth, sin))
    far = builder.fsub(builder.fmul(second, sin), builder.fmul(fourth, cos))
    return [
        builder.fadd(even, near), builder.fadd(odd, far),
        builder.fsub(odd, far), builder.fsub(even, near),
    ]  # fmt: skip


def _three(builder, lines):
    """Return three lines of pixels, and one that does not count, from three of frequencies."""
    first, second, third, _ = lines
    outer = builder.fadd(first, third)
    inner = builder.fsub(first, builder.fadd(third, third))
    return [builder.fadd(outer, second), inner, builder.fsub(outer, second), first]


def _joined(builder, lines):
    halves = [builder.shuffle_vector(*lines[k : k + 2], _order(range(8))) for k in (0, 2)]
    return builder.shuffle_vector(*halves, _order(range(16)))


def _make_transform(summed):
    floats, numbers = ir.VectorType(_FLOAT, 16), ir.VectorType(_INDEX, 16)

    @intrinsic
    def transform(typing_context, block, factors):
        """Put the levels that 16 coefficients stand for in their place, as bytes; return these."""

        def generate(context, builder, signature, args):
            def every(start, step):
                places = _order(range(start, start + 4 * step, step))
                return builder.shuffle_vector(whole, whole, places)

            whole = builder.sitofp(builder.load(args[0], align=4, typ=numbers), floats)
            whole = builder.fmul(whole, builder.load(args[1], align=4, typ=floats))
            whole = _joined(builder, summed(builder, [every(4 * k, 1) for k in range(4)]))
            whole = _joined(builder, summed(builder, [every(k, 4) for k in range(4)]))
            upright = _order(4 * (k % 4) + k // 4 for k in range(16))
            whole = builder.shuffle_vector(whole, whole, upright)
            whole = builder.fadd(whole, _all(floats, _GREY))
            for limit, beyond in ((0.0, "<"), (255.0, ">")):
                limits = _all(floats, limit)
                whole = builder.select(builder.fcmp_ordered(beyond, whole, limits), limits, whole)
            levels = builder.trunc(builder.fptosi(whole, numbers), _BYTES)
            here = builder.bitcast(args[0], _BYTES.as_pointer())
            builder.store(levels, here, align=4)
            return builder.bitcast(here, _BYTE.as_pointer())

        return CPointer(types.uint8)(block, factors), generate

    return transform


_transform_three, _transform_four = _make_transform(_three), _make_transform(_four)


@intrinsic
def _line(typing_context, levels, place):
    """Return four bytes as a number."""

    def generate(context, builder, signature, args):
        here = builder.gep(args[0], [args[1]], source_etype=_BYTE)
        return builder.zext(builder.load(here, align=4, typ=_INDEX), _WORD)

    return types.uint64(levels, types.int64), generate


def _make_write(kind):
    @intrinsic
    def write(typing_context, plane, place, word):
        def generate(context, builder, signature, args):
            here = builder.gep(args[0], [args[1]], source_etype=_BYTE)
            word = args[2] if kind is _WORD else builder.trunc(args[2], kind)
            builder.store(word, builder.bitcast(here, kind.as_pointer()), align=1)
            return context.get_dummy_value()

        return types.void(plane, types.int64, types.uint64), generate

    return write


_write_four, _write_eight = _make_write(_INDEX), _make_write(_WORD)


@register_jitable
def _doubled(word):
    """Return four bytes, each twice."""
    word = (word | word << np.uint64(16)) & np.uint64(0x0000FFFF0000FFFF)
    word = (word | word << np.uint64(8)) & np.uint64(0x00FF00FF00FF00FF)
    return word | word << np.uint64(8)


@register_jitable
def _write(value, plane, place, stride, wider, higher):
    level = np.uint8(min(max(np.float32(value), np.float32(0)), np.float32(255)))
    for y in range(higher):
        for x in range(wider):
            plane[place + y * stride + x] = level


@register_jitable
def draw_block(block, factors, side, plane, place, stride, wider, higher):
    """Write the pixels of a block to its plane, each ``wider`` (1 or 2) and ``higher`` than one.

    Three are written with a fourth that does not count: what lies to the right is drawn later.
    """
    if side >= 3:
        if side == 3:
            levels = _transform_three(block, factors)
        else:
            levels = _transform_four(block, factors)
        for y in range(side):
            word = _line(levels, 4 * y)
            for k in range(higher):
                to = place + (y * higher + k) * stride
                if wider == 1:
                    _write_four(plane, to, word)
                else:
                    _write_eight(plane, to, _doubled(word))
    elif side == 2:
        base = block[0] * factors[0] + np.float32(_GREY)
        across, down, both = block[1] * factors[1], block[4] * factors[4], block[5] * factors[5]
        _write(base + down + across + both, plane, place, stride, wider, higher)
        _write(base + down - across - both, plane, place + wider, stride, wider, higher)
        place += higher * stride
        _write(base - down + across - both, plane, place, stride, wider, higher)
        _write(base - down - across + both, plane, place + wider, stride, wider, higher)
    else:
        level = block[0] * factors[0] + np.float32(_GREY)
        _write(level, plane, place, stride, wider, higher)
