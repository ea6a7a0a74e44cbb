"""Aggregates of rows by group number. ``ids`` names each row's group.

Float sums are kept as an unevaluated pair (sum, error) by Knuth's two-sum, so that they are good to
the last bit or two whatever the order, and partial sums lose nothing.
"""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import TYPES


@register_jitable(inline="always")
def two_sum(a, b):
    """Return the rounded sum and what the rounding lost."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def sum_integer(masked):
    """Make the sum of integers, or of those that are valid."""

    def kernel(ids, values, valid, n, out):
        for i in range(n):
            if not masked or valid[i]:
                out[np.uint64(ids[i])] += np.int64(values[i])

    return kernel


def product_integer(ids, values, n, out):
    """Multiply integers, wrapping around."""
    for i in range(n):
        out[np.uint64(ids[i])] *= np.int64(values[i])


def product_float(ids, values, valid, n, out):
    """Multiply the floats that are valid."""
    for i in range(n):
        if valid[i]:
            out[np.uint64(ids[i])] *= np.float64(values[i])


def sum_float(masked):
    """Make the sum of floats, in (sum, error) pairs."""

    def kernel(ids, values, valid, n, sums, errors):
        for i in range(n):
            if not masked or valid[i]:
                g = np.uint64(ids[i])
                total, error = two_sum(sums[g], np.float64(values[i]))
                sums[g] = total
                errors[g] += error

    return kernel


def rounded_sums(sums, errors, n, out):
    """Make (sum, error) pairs one number; past infinity the error is NaN and the sum right."""
    for i in range(n):
        total = sums[i]
        out[i] = total + errors[i] if np.isfinite(total) else total


def merge_sums(ids, values, lost, n, sums, errors):
    """Add up (sum, error) pairs."""
    for i in range(n):
        g = np.uint64(ids[i])
        total, error = two_sum(sums[g], values[i])
        sums[g] = total
        errors[g] += error + lost[i]


def extreme(greatest, masked):
    """Make the minimum or maximum; ``out`` starts with a valid value where a group has one."""

    def kernel(ids, values, valid, n, out):
        for i in range(n):
            if not masked or valid[i]:
                g = np.uint64(ids[i])
                value = values[i]
                best = out[g]
                out[g] = value if (value > best if greatest else value < best) else best

    return kernel


def first_valid(ids, valid, n, rows):
    """Note the first valid row of each group (``rows`` starts as -1)."""
    for i in range(n):
        g = np.uint64(ids[i])
        if valid[i] and rows[g] < 0:
            rows[g] = np.int32(i)


def last_valid(ids, valid, n, rows):
    """Note the last valid row of each group (``rows`` starts as -1)."""
    for i in range(n):
        if valid[i]:
            rows[np.uint64(ids[i])] = np.int32(i)


def moments(masked):
    """Make the count, mean and sum of squared deviations by Welford's method."""

    def kernel(ids, values, valid, n, counts, means, squares):
        for i in range(n):
            if not masked or valid[i]:
                g = np.uint64(ids[i])
                value = np.float64(values[i])
                counts[g] += 1.0
                delta = value - means[g]
                mean = means[g] + delta / counts[g]
                means[g] = mean
                squares[g] += delta * (value - mean)

    return kernel


def merge_moments(ids, more, their_means, their_squares, n, counts, means, squares):
    """Join partial moments by Chan's formula."""
    for i in range(n):
        g = np.uint64(ids[i])
        a, b = counts[g], more[i]
        if a == 0:  # deltas to no mean may be beyond the floats, and times 0 NaN
            counts[g], means[g], squares[g] = b, their_means[i], their_squares[i]
        elif b > 0:
            total = a + b
            delta = their_means[i] - means[g]
            counts[g] = total
            means[g] += delta * (b / total)
            squares[g] += their_squares[i] + delta * delta * (a * (b / total))


def count_nan(values, n):
    """Count NaN."""
    count = np.int64(0)
    for i in range(n):
        count += np.int64(values[i] != values[i])
    return count


def mark_valid(values, out, n):
    """Mark what is not NaN."""
    for i in range(n):
        out[i] = values[i] == values[i]


def count_equal(code):
    """Make the kernel that counts a value of integers."""
    kind = TYPES[code]

    def kernel(values, value, n):
        wanted = kind(value)
        count = np.int64(0)
        for i in range(n):
            count += np.int64(values[i] == wanted)
        return count

    return kernel


def mark_different(code):
    """Make the kernel that marks integers other than a value."""
    kind = TYPES[code]

    def kernel(values, value, out, n):
        wanted = kind(value)
        for i in range(n):
            out[i] = values[i] != wanted

    return kernel
