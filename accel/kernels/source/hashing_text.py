"""Strings as bytes: hashed and compared without reading past their end."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1, load_u4, load_u8

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@register_jitable
def mix(hashed, word):
    hashed = (hashed ^ word) * _FACTOR
    return hashed ^ (hashed >> np.uint64(32))


@register_jitable
def hash_bytes(p, n):
    """Hash ``n`` bytes; none past them is read."""
    hashed = np.uint64(n)
    if n >= 8:
        last = p + n - 8
        while p < last:
            hashed = mix(hashed, load_u8(p))
            p += 8
        return mix(hashed, load_u8(last))
    if n >= 4:
        return mix(hashed, np.uint64(load_u4(p)) | np.uint64(load_u4(p + n - 4)) << np.uint64(32))
    word = np.uint64(0)
    for k in range(n):
        word |= np.uint64(load_u1(p + k)) << np.uint64(8 * k)
    return mix(hashed, word)


@register_jitable
def same_bytes(p, q, n):
    """Compare ``n`` bytes; none past them is read."""
    if n >= 8:
        last = n - 8
        k = 0
        while k < last:
            if load_u8(p + k) != load_u8(q + k):
                return False
            k += 8
        return load_u8(p + last) == load_u8(q + last)
    for k in range(n):  # noqa: SIM110 - no generators in a kernel
        if load_u1(p + k) != load_u1(q + k):
            return False
    return True
