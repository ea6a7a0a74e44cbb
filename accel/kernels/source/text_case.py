"""Kernels that copy strings in the other case, or leave out the white space around them."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import load_u1
from accel.kernels.source.text import bytes_at, run_stop
from accel.kernels.source.text_characters import is_ascii, run_is_ascii


def change_case(out_starts, out_lengths, starts, lengths, low, destination, state, n):
    """Copy strings with ASCII letters from ``low`` to ``low + 25`` in the other case.

    Writes them one after the other at ``destination``. Strings with other than ASCII get length
    -2: they are somebody else's. ``state[0]`` is how many.
    """
    foreign = 0
    p = destination
    i = 0
    while i < n:
        out_starts[i] = 0
        out_lengths[i] = -1
        if lengths[i] < 0:
            i += 1
            continue
        end = run_stop(starts, lengths, i, n)
        ascii_run = run_is_ascii(starts, lengths, i, end)
        while i < end:
            count = np.int64(lengths[i])
            out_starts[i] = p
            out_lengths[i] = count
            if ascii_run or is_ascii(starts[i], count):
                source = bytes_at(starts[i])
                target = bytes_at(p)
                for k in range(count):
                    c = source[k]
                    target[k] = c ^ np.uint8(32) if np.uint8(c - low) < np.uint8(26) else c
                p += count
            else:
                out_lengths[i] = -2
                foreign += 1
            i += 1
    state[0] = foreign


@register_jitable
def _is_space(c):
    return ((c >= 9) & (c <= 13)) | (c == 32) | ((c >= 28) & (c <= 31))


def strip(out_starts, out_lengths, starts, lengths, state, n):
    """Drop ASCII white space at both ends; strings that then end in other than ASCII get -2."""
    foreign = 0
    for i in range(n):
        p = starts[i]
        count = np.int64(lengths[i])
        if count < 0:
            out_starts[i] = 0
            out_lengths[i] = -1
            continue
        while count > 0 and _is_space(load_u1(p)):
            p += 1
            count -= 1
        while count > 0 and _is_space(load_u1(p + count - 1)):
            count -= 1
        out_starts[i] = p
        out_lengths[i] = count
        if count > 0 and ((load_u1(p) >= 128) | (load_u1(p + count - 1) >= 128)):
            out_lengths[i] = -2
            foreign += 1
    state[0] = foreign
