"""Aggregates of whole columns: independent partial results keep the processor's lanes busy."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.source.aggregate import two_sum


def sum_integer(masked):
    """Make the sum of integers, or of those that are valid."""

    def kernel(values, valid, n, out):
        total = np.int64(0)
        for i in range(n):
            value = np.int64(values[i])
            total += (value if valid[i] else np.int64(0)) if masked else value
        out[0] = total

    return kernel


def sum_float(masked, squared):
    """Make the sum of floats, or of their squared distances from ``shift``; a (sum, error) pair.

    Sixty-four values at a time are added up plainly in eight lanes, and those sums exactly.
    """

    @register_jitable
    def term(values, valid, k, shift):
        value = np.float64(values[k])
        if squared:
            value = (value - shift) * (value - shift)
        if masked and not valid[k]:
            value = 0.0
        return value

    def kernel(values, valid, n, shift, out):
        total = error = 0.0
        i = 0
        while i + 64 <= n:
            a = b = c = d = e = f = g = h = 0.0
            for k in range(i, i + 64, 8):
                a += term(values, valid, k, shift)
                b += term(values, valid, k + 1, shift)
                c += term(values, valid, k + 2, shift)
                d += term(values, valid, k + 3, shift)
                e += term(values, valid, k + 4, shift)
                f += term(values, valid, k + 5, shift)
                g += term(values, valid, k + 6, shift)
                h += term(values, valid, k + 7, shift)
            total, lost = two_sum(total, ((a + b) + (c + d)) + ((e + f) + (g + h)))
            error += lost
            i += 64
        while i < n:
            total, lost = two_sum(total, term(values, valid, i, shift))
            error += lost
            i += 1
        out[0] = total
        out[1] = error

    return kernel


def extreme(greatest, masked):
    """Make the minimum or maximum; ``out`` starts with a valid value."""

    def kernel(values, valid, n, out):
        start = out[0]
        a = b = c = d = start
        for i in range(0, n - 3, 4):
            w, x, y, z = values[i], values[i + 1], values[i + 2], values[i + 3]
            if masked:
                w = w if valid[i] else start
                x = x if valid[i + 1] else start
                y = y if valid[i + 2] else start
                z = z if valid[i + 3] else start
            a = w if (w > a if greatest else w < a) else a
            b = x if (x > b if greatest else x < b) else b
            c = y if (y > c if greatest else y < c) else c
            d = z if (z > d if greatest else z < d) else d
        for i in range(n - n % 4, n):
            if not masked or valid[i]:
                w = values[i]
                a = w if (w > a if greatest else w < a) else a
        a = b if (b > a if greatest else b < a) else a
        c = d if (d > c if greatest else d < c) else c
        out[0] = c if (c > a if greatest else c < a) else a

    return kernel
