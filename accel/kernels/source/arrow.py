"""Strings between Arrow's layout (offsets into one buffer) and addresses with lengths."""

import numpy as np

from accel.kernels.intrinsics import memcpy


def addresses(offsets, base, validity, first_bit, starts, lengths, n):
    """Turn offsets into addresses and lengths; ``validity`` may be null (nothing is missing)."""
    for i in range(n):
        starts[i] = base + offsets[i]
        lengths[i] = offsets[i + 1] - offsets[i]
    if first_bit >= 0:
        for i in range(n):
            bit = np.uint64(first_bit + i)
            if (validity[bit >> np.uint64(3)] >> (bit & np.uint64(7))) & np.uint64(1) == 0:
                starts[i] = 0
                lengths[i] = -1
    return 0


def offsets_of(lengths, offsets, n):
    """Write the running sum of the lengths (missing counts 0); return how many are missing."""
    total = 0
    missing = 0
    for i in range(n):
        offsets[i] = total
        length = lengths[i]
        if length > 0:
            total += length
        elif length < 0:
            missing += 1
    offsets[n] = total
    return missing


def gather_bytes(starts, lengths, offsets, out, first, last):
    """Copy the strings from ``first`` to ``last`` to their offsets from address ``out``."""
    for i in range(first, last):
        length = lengths[i]
        if length > 0:
            memcpy(out + offsets[i], starts[i], np.int64(length))
    return 0
