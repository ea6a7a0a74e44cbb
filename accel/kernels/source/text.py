"""Kernels on strings by address and length (-1 missing): comparison and search.

No byte outside a string is read, except between two strings less than 16 bytes apart (``contains``
searches runs of strings that lie one after the other as one text): such a gap cannot leave the
pages that hold its two ends.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, register_jitable

from accel.kernels.intrinsics import (
    POINTER,
    load_u1,
    load_u2,
    load_u4,
    load_u8,
    memcpy,
)

MISSING = -1

_LOW = np.uint64(0x0101010101010101)
HIGH = np.uint64(0x8080808080808080)

bytes_at = POINTER["u1"]  # loops over a pointer are vectorised, over addresses they are not


@register_jitable
def same(p, q, count):
    """Whether ``count`` bytes at two addresses are equal."""
    if count >= 8:
        last = count - 8
        k = 0
        while k < last:
            if load_u8(p + k) != load_u8(q + k):
                return False
            k += 8
        return load_u8(p + last) == load_u8(q + last)
    if count >= 4:
        return (load_u4(p) == load_u4(q)) & (load_u4(p + count - 4) == load_u4(q + count - 4))
    if count >= 2:
        return (load_u2(p) == load_u2(q)) & (load_u2(p + count - 2) == load_u2(q + count - 2))
    return count == 0 or load_u1(p) == load_u1(q)


@register_jitable
def order(p, p_count, q, q_count):
    """Compare bytes (for UTF-8 that is the order of code points): negative, 0 or positive."""
    count = min(p_count, q_count)
    k = 0
    while k + 8 <= count and load_u8(p + k) == load_u8(q + k):
        k += 8
    while k < count:
        x = np.int64(load_u1(p + k))
        y = np.int64(load_u1(q + k))
        if x != y:
            return x - y
        k += 1
    return np.int64(p_count) - np.int64(q_count)


@intrinsic
def _trailing_zeros(typingctx, word):
    def codegen(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), codegen


@register_jitable
def _places(p, first, last, count):
    """Mark where a text may start among 8 places, by its first and its last byte.

    ``first`` and ``last`` are the bytes, repeated. The lowest mark is at bit 7 of a place that
    does have them; marks above it may be false.
    """
    off = (load_u8(p) ^ first) | (load_u8(p + count - 1) ^ last)
    return (off - _LOW) & ~off & HIGH


@register_jitable
def find(start, end, text, count):
    """Return the address of the first ``text`` in [start, end), or 0; ``count`` is positive."""
    first = np.uint64(load_u1(text)) * _LOW
    last = np.uint64(load_u1(text + count - 1)) * _LOW
    stop = end - count
    last_block = stop - 7  # the last 8 places overlap others if there are enough
    p = start
    if last_block < start:
        while p <= stop:
            if same(p, text, count):
                return p
            p += 1
        return np.int64(0)
    while p <= stop:
        p = min(p, last_block)
        marks = _places(p, first, last, count)
        while marks != 0:
            q = p + np.int64(_trailing_zeros(marks) >> np.uint64(3))
            if same(q, text, count):
                return q
            marks &= marks - np.uint64(1)
        p += 8
    return np.int64(0)


_COMPARE = {
    "eq": lambda p, m, q, n: m == n and same(p, q, np.int64(m)),
    "ne": lambda p, m, q, n: not (m == n and same(p, q, np.int64(m))),
    "lt": lambda p, m, q, n: order(p, m, q, n) < 0,
    "le": lambda p, m, q, n: order(p, m, q, n) <= 0,
}


def compare(operation):
    """Make the comparison of strings; a missing one is unequal to all and in no order."""
    holds = register_jitable(_COMPARE[operation])
    missing_result = operation == "ne"

    def kernel(out, starts, lengths, other_starts, other_lengths, mode, n):
        step = np.int64(mode != 2)
        other_step = np.int64(mode != 1)
        for i in range(n):
            m = lengths[i * step]
            k = other_lengths[i * other_step]
            if (m < 0) | (k < 0):
                out[i] = missing_result
            else:
                out[i] = holds(starts[i * step], m, other_starts[i * other_step], k)

    return kernel


def contains(out, starts, lengths, text, count, n):
    """Whether each string contains ``text`` (``count`` > 0 bytes at an address)."""
    first = load_u1(text)
    last = load_u1(text + count - 1)
    middle = load_u1(text + count // 2)
    half = count // 2
    for i in range(n):
        out[i] = 0
    i = 0
    while i < n:
        if lengths[i] < 0:
            i += 1
            continue
        # a run of strings one after the other, searched as one text
        row = i
        i = run_stop(starts, lengths, i, n)
        p = starts[row]
        stop = starts[i - 1] + lengths[i - 1] - count
        while p <= stop:
            if p + 64 <= stop:
                heads = bytes_at(p)
                tails = bytes_at(p + count - 1)
                middles = bytes_at(p + half)
                closest = np.uint8(255)
                for k in range(64):
                    off = (heads[k] ^ first) | (tails[k] ^ last) | (middles[k] ^ middle)
                    closest = min(closest, np.uint8(off))
                if closest != 0:
                    p += 64
                    continue
            # Something may start here: look closer, up to the end of the block or of a string
            # that has it. A text is found in the run; it must not cross a string's end.
            block = min(p + 64, stop + 1)
            while p < block:
                q = find(p, block + count - 1, text, count)
                if q == 0:
                    p = block
                    break
                while starts[row] + lengths[row] <= q:
                    row += 1
                p = q + 1
                if (q >= starts[row]) & (q + count <= starts[row] + lengths[row]):
                    out[row] = 1
                    p = starts[row] + lengths[row]


@register_jitable
def _in_order(start, end, texts, counts, parts):
    """Return the address past the last of the texts found one after the other, or 0."""
    p = start
    for k in range(parts):
        p = find(p, end, texts[k], counts[k])
        if p == 0:
            return p
        p += counts[k]
    return p


def contains_sequence(out, starts, lengths, mask, texts, counts, parts, n):
    """Whether the texts follow each other within one line; looks where ``mask`` is set."""
    for i in range(n):
        out[i] = 0
        if mask[i] == 0:
            continue
        start = starts[i]
        end = start + lengths[i]
        if _in_order(start, end, texts, counts, parts) == 0:
            continue
        # found; but what lies between must not hold a line end, so look line by line
        while start < end:
            line = start
            while line < end and load_u1(line) != 10:
                line += 1
            if _in_order(start, line, texts, counts, parts) != 0:
                out[i] = 1
                break
            start = line + 1


def affix(at_end):
    """Make the test for a prefix or suffix, one of several."""

    def kernel(out, starts, lengths, texts, counts, choices, n):
        for i in range(n):
            length = lengths[i]
            found = False
            for k in range(choices):
                count = counts[k]
                if count <= length:
                    p = starts[i] + length - count if at_end else starts[i]
                    found |= same(p, texts[k], count)
            out[i] = found

    return kernel


@register_jitable
def run_stop(starts, lengths, first, n):
    """Return where the run of strings that lie one after the other from ``first`` on stops."""
    i = first + 1
    end = starts[first] + lengths[first]
    while i < n:
        gap = starts[i] - end
        if (lengths[i] < 0) | (gap < 0) | (gap >= 16):
            break
        end = starts[i] + lengths[i]
        i += 1
    return i


def missing(out, lengths, n):
    """Whether each string is missing."""
    for i in range(n):
        out[i] = lengths[i] < 0


def fill(out_starts, out_lengths, start, length, n):
    """Repeat one string."""
    for i in range(n):
        out_starts[i] = start
        out_lengths[i] = length


def copy_bytes(destination, starts, lengths, n):
    """Copy strings one after the other; return the bytes written."""
    p = destination
    for i in range(n):
        if lengths[i] > 0:
            memcpy(p, starts[i], np.int64(lengths[i]))
            p += lengths[i]
    return p - destination
