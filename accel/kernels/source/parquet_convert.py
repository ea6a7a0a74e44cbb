"""Stored values to output values where the two differ."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, load_u1
from accel.kernels.source.parquet_layout import (
    BITS_TO_BOOL,
    INT32_TO_8,
    INT32_TO_16,
    INT32_TO_FLOAT,
    INT64_TO_FLOAT,
    UINT32_TO_FLOAT,
)

as_bytes = POINTER["u1"]


def make_copy(source_code, target_code):
    """Make a loop that converts values from one type to another."""
    as_source, as_target = POINTER[source_code], POINTER[target_code]

    @register_jitable
    def copy(source, target, n):
        values, out = as_source(source), as_target(target)
        for k in range(np.uint64(n)):
            out[k] = values[k]

    return copy


int32_to_8, int32_to_16 = make_copy("i4", "i1"), make_copy("i4", "i2")
int32_to_float, uint32_to_float = make_copy("i4", "f8"), make_copy("u4", "f8")
int64_to_float, uint64_to_float = make_copy("i8", "f8"), make_copy("u8", "f8")


@register_jitable
def bits_to_bool(source, target, n):
    """Spread bits, the lowest first, to bytes."""
    out = as_bytes(target)
    for k in range(n):
        out[k] = (load_u1(source + (k >> 3)) >> np.uint8(k & 7)) & 1


def convert(conversion, source, target, n):
    """Convert ``n`` values."""
    if conversion == INT32_TO_8:
        int32_to_8(source, target, n)
    elif conversion == BITS_TO_BOOL:
        bits_to_bool(source, target, n)
    elif conversion == INT32_TO_16:
        int32_to_16(source, target, n)
    elif conversion == INT32_TO_FLOAT:
        int32_to_float(source, target, n)
    elif conversion == UINT32_TO_FLOAT:
        uint32_to_float(source, target, n)
    elif conversion == INT64_TO_FLOAT:
        int64_to_float(source, target, n)
    else:
        uint64_to_float(source, target, n)
