"""Thrift's compact protocol, every read checked against the end of the input.

Functions return the position after what they read; one beyond ``end`` says that the input is
damaged.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1
from accel.kernels.source.parquet_layout import SKIP_DEPTH

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


@register_jitable
def read_varint(p, end):
    """Return (value, position)."""
    value = np.int64(0)
    shift = np.int64(0)
    while p < end and shift < 64:
        byte = np.int64(load_u1(p))
        p += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, p
        shift += 7
    return value, end + 1


@register_jitable
def read_integer(p, end, kind):
    """Return (value, position) of a number or a truth value within a struct."""
    if kind == TRUE or kind == FALSE:  # noqa: SIM109 - kinds are not constants here
        return np.int64(FALSE - kind), p
    if kind == BYTE:
        return np.int64(0), p + 1
    if kind < I16 or kind > I64:
        return np.int64(0), end + 1
    value, p = read_varint(p, end)
    return (value >> 1) ^ -(value & 1), p


@register_jitable
def read_bytes(p, end):
    """Return (size, position of the first byte)."""
    size, p = read_varint(p, end)
    if size < 0 or size > end - p:
        return np.int64(0), end + 1
    return size, p


@register_jitable
def read_field(p, end, last):
    """Return (field number, kind, position) of a struct's next field; its end has kind 0."""
    if p >= end:
        return last, np.int64(0), end + 1
    byte = np.int64(load_u1(p))
    p += 1
    kind = byte & 15
    if kind == 0:
        return last, kind, p
    if byte >> 4:
        return last + (byte >> 4), kind, p
    value, p = read_varint(p, end)
    return (value >> 1) ^ -(value & 1), kind, p


@register_jitable
def read_list(p, end):
    """Return (count, kind of the elements, position of the first)."""
    if p >= end:
        return np.int64(0), np.int64(0), end + 1
    byte = np.int64(load_u1(p))
    p += 1
    count = byte >> 4
    if count == 15:
        count, p = read_varint(p, end)
    # No element takes less than a byte.
    if count < 0 or count > end - p:
        return np.int64(0), np.int64(0), end + 1
    return count, byte & 15, p


@register_jitable
def skip_value(stack, p, end, kind):
    """Skip one value of any kind; ``stack`` has room for ``SKIP_DEPTH`` pairs of words."""
    depth = 0  # levels of lists (count left, kind of elements) and structs (-1, last field)
    in_list = False
    while p <= end:
        if kind == LIST or kind == SET:  # noqa: SIM109
            count, inner, p = read_list(p, end)
            if depth == SKIP_DEPTH:
                return end + 1
            stack[2 * depth] = count
            stack[2 * depth + 1] = inner
            depth += 1
        elif kind == STRUCT:
            if depth == SKIP_DEPTH:
                return end + 1
            stack[2 * depth] = -1
            stack[2 * depth + 1] = 0
            depth += 1
        elif kind == BINARY:
            size, p = read_bytes(p, end)
            p += size
        elif kind == DOUBLE:
            p += 8
        elif in_list and (kind == TRUE or kind == FALSE):  # noqa: SIM109
            p += 1
        else:
            _, p = read_integer(p, end, kind)
        # On to the next value: of the innermost level that has one.
        found = False
        while depth > 0 and not found and p <= end:
            top = 2 * (depth - 1)
            if stack[top] < 0:
                field, kind, p = read_field(p, end, stack[top + 1])
                stack[top + 1] = field
                found = kind != 0
                in_list = False
            else:
                found = stack[top] > 0
                stack[top] -= 1
                kind = stack[top + 1]
                in_list = True
            if not found:
                depth -= 1
        if not found:
            return p
    return end + 1
