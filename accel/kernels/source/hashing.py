"""Key values as integers in key order, their ranges, and several of them packed to one word."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import FROM_BITS, TYPES, address_of, load_i8

NAN = np.int64(0x7FF8000000000000)
_SIGN_KEPT = np.int64(0x7FFFFFFFFFFFFFFF)
_from_bits = FROM_BITS["f8"]


@register_jitable(inline="always")
def mix(word):
    """Spread a word over all 64 bits."""
    x = np.uint64(word) * np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(32)
    return x * np.uint64(0xD6E8FEB86659FD93)


def float_ordinals(values, out, n):
    """Integers in the order of the floats, one for zero and the largest for NaN.

    Returns how many are NaN.
    """
    base = address_of(values)
    missing = np.int64(0)
    for i in range(n):
        value = values[i]
        bits = load_i8(base + 8 * i)
        if value == 0.0:
            bits = np.int64(0)
        bits ^= (bits >> 63) & _SIGN_KEPT
        absent = value != value
        missing += np.int64(absent)
        out[i] = NAN if absent else bits
    return missing


def measure(code, masked):
    """Make the kernel that finds the range of values: ``out`` gets four words.

    They are: the least, the greatest, the bits that vary, how many are ``missing`` (which count
    for nothing else). There must be at least one row.
    """
    kind = TYPES[code]

    def plain(values, n, missing, out):
        first = values[0]
        low, high, varying = first, first, kind(0)
        for i in range(n):
            value = values[i]
            low = min(low, value)
            high = max(high, value)
            varying |= value ^ first
        out[0] = low
        out[1] = high
        out[2] = varying
        out[3] = 0

    def skipping(values, n, missing, out):
        absent = kind(missing)
        first = values[0]
        start = 0
        while start < n and values[start] == absent:
            start += 1
        if start < n:
            first = values[start]
        low, high, varying, count = first, first, kind(0), np.int64(0)
        for i in range(n):
            value = values[i]
            lost = value == absent
            count += np.int64(lost)
            value = first if lost else value
            low = min(low, value)
            high = max(high, value)
            varying |= value ^ first
        out[0] = low
        out[1] = high
        out[2] = varying
        out[3] = count

    return skipping if masked else plain


def pack(first, masked):
    """Make the kernel that adds one key's digits to words: ``(value - low) >> shift << left``.

    ``masked`` gives the digit ``lost`` to missing values; ``first`` overwrites the words.
    """

    def kernel(values, n, low, shift, left, missing, lost, words):
        right = np.uint64(shift)
        up = np.uint64(left)
        for i in range(n):
            value = np.int64(values[i])
            digit = np.uint64(value - low) >> right
            if masked and value == missing:
                digit = np.uint64(lost)
            digit <<= up
            words[i] = np.int64(digit) if first else words[i] | np.int64(digit)

    return kernel


def unpack(words, n, low, shift, left, bits, missing, lost, out):
    """Take one key's values out of words again; the digit ``lost`` (-1 for none) is ``missing``."""
    up = np.uint64(left)
    right = np.uint64(shift)
    mask = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    for i in range(n):
        digit = (np.uint64(words[i]) >> up) & mask
        value = np.int64(digit << right) + low
        out[i] = missing if np.int64(digit) == lost else value
