"""Kernels on the characters of strings: how many there are, slices of them."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1, load_u4, load_u8
from accel.kernels.source.text import HIGH, MISSING, bytes_at, run_stop


@register_jitable
def is_ascii(start, count):
    """Whether all bytes are below 128."""
    if count >= 8:
        k = np.int64(0)
        while k + 32 <= count:
            p = start + k
            if ((load_u8(p) | load_u8(p + 8)) | (load_u8(p + 16) | load_u8(p + 24))) & HIGH:
                return False
            k += 32
        while k + 8 <= count:
            if load_u8(start + k) & HIGH:
                return False
            k += 8
        return (load_u8(start + count - 8) & HIGH) == 0
    high = np.uint64(0)
    if count >= 4:
        high = np.uint64(load_u4(start)) | np.uint64(load_u4(start + count - 4))
    else:
        for k in range(count):
            high |= np.uint64(load_u1(start + k))
    return (high & HIGH) == 0


@register_jitable
def characters(start, count):
    """Return how many characters the bytes hold."""
    source = bytes_at(start)
    result = 0
    for k in range(count):
        result += (source[k] & 0xC0) != 0x80
    return result


@register_jitable
def offset_of(start, count, character):
    """Return where a character begins, or ``count`` if there are not as many."""
    k = 0
    while k < count:
        if (load_u1(start + k) & 0xC0) != 0x80:
            if character == 0:
                return k
            character -= 1
        k += 1
    return np.int64(count)


@register_jitable
def run_is_ascii(starts, lengths, first, stop):
    """Whether all bytes of a run, and of its gaps, are below 128."""
    start = starts[first]
    return is_ascii(start, starts[stop - 1] + lengths[stop - 1] - start)


@register_jitable
def _slice_one(p, count, first, stop, ascii_only):
    """Return where a slice begins and ends, in bytes."""
    size = count if ascii_only else characters(p, count)
    a = first + size if first < 0 else first
    b = stop + size if stop < 0 else stop
    a = max(0, min(a, size))
    b = max(a, min(b, size))
    if ascii_only:
        return a, b
    return offset_of(p, count, a), offset_of(p, count, b)


def slice_characters(out_starts, out_lengths, starts, lengths, first, stop, n):
    """Take characters from ``first`` to ``stop``; negative ones count from the end."""
    i = 0
    while i < n:
        if lengths[i] < 0:
            out_starts[i] = 0
            out_lengths[i] = -1
            i += 1
            continue
        end = run_stop(starts, lengths, i, n)
        ascii_run = run_is_ascii(starts, lengths, i, end)
        while i < end:
            p = starts[i]
            count = np.int64(lengths[i])
            a, b = _slice_one(p, count, first, stop, ascii_run or is_ascii(p, count))
            out_starts[i] = p + a
            out_lengths[i] = b - a
            i += 1


def length(out, lengths, starts, n):
    """Count the characters of each string; a missing one is a failure."""
    i = 0
    while i < n:
        if lengths[i] < 0:
            return MISSING
        end = run_stop(starts, lengths, i, n)
        if run_is_ascii(starts, lengths, i, end):
            for k in range(i, end):
                out[k] = lengths[k]
        else:
            for k in range(i, end):
                out[k] = characters(starts[k], np.int64(lengths[k]))
        i = end
    return 0
