"""Strings as bytes: hashed and compared without reading past their end.

Up to sixteen bytes are read as two words that may overlap, at places found without a branch:
strings of mixed lengths would make the processor guess wrong at each.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1, load_u8

_A = np.uint64(0x9E3779B97F4A7C15)
_B = np.uint64(0xD6E8FEB86659FD93)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@register_jitable
def ends(p, n):
    """Return the first and the last eight bytes; zeros follow those of a shorter string.

    The address of an empty string may be any.
    """
    # A word may reach past the end of a short string if it stays in the string's page.
    if (n > 0) & ((n >= 8) | (p & 4095 <= 4088)):
        mask = _ALL >> np.uint64(64 - 8 * min(n, 8))
        return load_u8(p) & mask, load_u8(p + max(n - 8, 0)) & mask
    word = np.uint64(0)
    for k in range(n):
        word |= np.uint64(load_u1(p + k)) << np.uint64(8 * k)
    return word, word


@register_jitable
def hash_ends(first, last, p, n):
    """Hash ``n`` bytes, given the ends; never to 0 if there are none."""
    hashed = ((first * _A) ^ (last + np.uint64(n) + _A)) * _B
    hashed ^= hashed >> np.uint64(32)
    if n > 16:
        for at in range(p + 8, p + n - 8, 8):
            hashed = (hashed ^ load_u8(at)) * _A
            hashed ^= hashed >> np.uint64(32)
    hashed *= _A
    return hashed ^ (hashed >> np.uint64(32))


@register_jitable
def same_middle(p, q, n):
    """Compare what lies between the first and the last eight of ``n`` bytes."""
    for k in range(8, n - 8, 8):  # noqa: SIM110 - no generators in a kernel
        if load_u8(p + k) != load_u8(q + k):
            return False
    return True


@register_jitable
def same_bytes(p, q, n):
    """Compare ``n`` bytes."""
    first, last = ends(p, n)
    other_first, other_last = ends(q, n)
    if (first ^ other_first) | (last ^ other_last):
        return False
    return same_middle(p, q, n)
