"""Strings as bytes: hashed and compared without reading past their end.

The first and last sixteen bytes are read as four words that may overlap, at places found without
a branch, so that strings of up to 32 bytes of whatever lengths cost the same few instructions.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1, load_u8

_A = np.uint64(0x9E3779B97F4A7C15)
_B = np.uint64(0xD6E8FEB86659FD93)
_C = np.uint64(0xFF51AFD7ED558CCD)
_D = np.uint64(0xC4CEB9FE1A85EC53)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


@register_jitable
def _short(p, n):
    """Return the bytes of a string of less than eight, zeros behind them.

    The address of an empty string may be any.
    """
    if n == 0:
        return np.uint64(0)
    if p & 4095 <= 4088:
        # What follows lies in the same page, so reading it does no harm.
        return load_u8(p) & ~(_ALL << np.uint64(8 * n))
    word = np.uint64(0)
    for k in range(n):
        word |= np.uint64(load_u1(p + k)) << np.uint64(8 * k)
    return word


@register_jitable
def four_words(p, n):
    """Return four words that hold all bytes of a string of up to 32."""
    if n < 8:
        word = _short(p, n)
        return word, word, word, word
    second = min(n - 8, 8)
    third = max(n - 16, 0)
    return load_u8(p), load_u8(p + second), load_u8(p + third), load_u8(p + n - 8)


@register_jitable
def hash_bytes(p, n):
    """Hash ``n`` bytes."""
    a, b, c, d = four_words(p, n)
    hashed = ((a * _A) ^ (b * _B)) + ((c * _C) ^ (d * _D)) + np.uint64(n)
    if n > 32:
        for at in range(p + 16, p + n - 16, 8):
            hashed = (hashed ^ (hashed >> np.uint64(32)) ^ load_u8(at)) * _A
    hashed ^= hashed >> np.uint64(32)
    hashed *= _B
    return hashed ^ (hashed >> np.uint64(29))


@register_jitable
def same_bytes(p, q, n):
    """Compare ``n`` bytes."""
    a, b, c, d = four_words(p, n)
    w, x, y, z = four_words(q, n)
    if ((a ^ w) | (b ^ x)) | ((c ^ y) | (d ^ z)):
        return False
    if n > 32:
        for k in range(16, n - 16, 8):
            if load_u8(p + k) != load_u8(q + k):
                return False
    return True
