"""Keys as 64-bit words that are equal exactly where pandas.merge matches the keys."""

import numpy as np

from accel.kernels.intrinsics import address_of, load_i8


def float_words(values, words, n):
    """The bits of floats, with one zero and one NaN."""
    base = address_of(values)
    for i in range(n):
        value = values[i]
        bits = load_i8(base + 8 * i)
        if value == 0.0:
            bits = np.int64(0)
        words[i] = np.int64(0x7FF8000000000000) if value != value else bits


def scale(values, factor, words, n):
    """Datetimes in a finer unit; NaT stays. Returns -1 if one does not fit."""
    limit = np.int64(0x7FFFFFFFFFFFFFFF) // factor
    missing = np.int64(-0x8000000000000000)
    for i in range(n):
        value = values[i]
        if value == missing:
            words[i] = value
        else:
            if value > limit or value < -limit:
                return np.int64(-1)
            words[i] = value * factor
    return np.int64(0)


def pack_first(words, n, low, size, stride, nowhere, out):
    """Start a packed key with its first part; a part out of range makes it ``nowhere``."""
    for i in range(n):
        j = np.uint64(words[i] - low)
        out[i] = np.int64(j) * stride if j < np.uint64(size) else nowhere


def pack_next(words, n, low, size, stride, nowhere, out):
    """Add a part to a packed key; a part out of range makes it ``nowhere``."""
    for i in range(n):
        j = np.uint64(words[i] - low)
        inside = (j < np.uint64(size)) & (out[i] != nowhere)
        out[i] = out[i] + np.int64(j) * stride if inside else nowhere
