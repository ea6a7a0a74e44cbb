"""Sets of keys: built from a column, asked row by row.

Numbers are kept as int64 words (floats by their bits, with one zero and one NaN) in an open
addressing table; ``EMPTY`` marks a free slot, so that word itself is remembered apart.
"""

import numpy as np
from numba import types
from numba.extending import intrinsic, register_jitable

from accel.kernels.intrinsics import load_u1, load_u4, load_u8
from accel.kernels.source.text import same

EMPTY = -(2**63) + 1


@intrinsic
def _bits_of(typingctx, value):
    def codegen(context, builder, signature, args):
        return builder.bitcast(args[0], context.get_value_type(types.int64))

    return types.int64(types.float64), codegen


@register_jitable
def _float_word(value):
    wide = np.float64(value)
    if wide != wide:
        return np.int64(0x7FF8000000000000)
    return _bits_of(wide + 0.0)  # -0.0 + 0.0 is 0.0


@register_jitable
def _int_word(value):
    return np.int64(value)


def _word_of(kind):
    return _float_word if kind == "float" else _int_word


@register_jitable
def _slot(word, shift):
    return (np.uint64(word) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(shift)


def words(kind):
    """Make the kernel that turns numbers into words."""
    word_of = _word_of(kind)

    def kernel(out, source, n):
        for i in range(n):
            out[i] = word_of(source[i])

    return kernel


def extent(out, source, n):
    """Write the smallest and the largest word; ``n`` is positive."""
    low = source[0]
    high = low
    for i in range(n):
        low = min(low, source[i])
        high = max(high, source[i])
    out[0] = low
    out[1] = high


def mark(table, low, source, n):
    """Set the bit of each word."""
    for i in range(n):
        place = np.uint64(source[i] - low)
        table[place >> np.uint64(3)] |= np.uint8(1) << (place & np.uint64(7))


def insert(table, shift, source, n):
    """Enter words in a table that is at most half full; return whether EMPTY is one of them."""
    mask = (np.uint64(1) << np.uint64(64 - shift)) - np.uint64(1)
    has_empty = 0
    for i in range(n):
        word = source[i]
        if word == EMPTY:
            has_empty = 1
            continue
        slot = _slot(word, shift)
        while table[slot] != EMPTY and table[slot] != word:
            slot = (slot + np.uint64(1)) & mask
        table[slot] = word
    return has_empty


def in_table(kind):
    """Make the test whether numbers are in a hash table."""
    word_of = _word_of(kind)

    def kernel(out, source, table, shift, has_empty, n):
        mask = (np.uint64(1) << np.uint64(64 - shift)) - np.uint64(1)
        for i in range(n):
            word = word_of(source[i])
            slot = _slot(word, shift)
            while table[slot] != EMPTY and table[slot] != word:
                slot = (slot + np.uint64(1)) & mask
            out[i] = (table[slot] == word) if word != EMPTY else has_empty

    return kernel


def in_bits(out, source, table, low, span, n):
    """Whether the bits of integers are set in a table that begins at ``low``."""
    limit = np.uint64(span)
    for i in range(n):
        place = np.uint64(np.int64(source[i]) - low)
        inside = place < limit
        if not inside:
            place = np.uint64(0)
        out[i] = (table[place >> np.uint64(3)] >> (place & np.uint64(7))) & inside


def any_of(out, source, values, count, n):
    """Whether numbers equal one of a few."""
    value = values[0]
    for i in range(n):
        out[i] = source[i] == value
    for k in range(1, count):
        value = values[k]
        for i in range(n):
            out[i] |= source[i] == value


def any_of_texts(out, starts, lengths, texts, counts, choices, missing_result, n):
    """Whether strings equal one of a few."""
    for i in range(n):
        length = lengths[i]
        found = (length < 0) & (missing_result != 0)
        for k in range(choices):
            if counts[k] == length and same(starts[i], texts[k], np.int64(length)):
                found = True
        out[i] = found


@register_jitable
def hash_text(start, count):
    """Hash bytes without reading past them."""
    factor = np.uint64(0x9E3779B97F4A7C15)
    result = np.uint64(count) * factor
    k = np.int64(0)
    while k + 8 <= count:
        result = (result ^ load_u8(start + k)) * factor
        result ^= result >> np.uint64(29)
        k += 8
    if count >= 8:
        rest = load_u8(start + count - 8)
    elif count >= 4:
        rest = np.uint64(load_u4(start)) | (np.uint64(load_u4(start + count - 4)) << np.uint64(32))
    else:
        rest = np.uint64(0)
        for j in range(count):
            rest |= np.uint64(load_u1(start + j)) << np.uint64(8 * j)
    result = (result ^ rest) * factor
    return result ^ (result >> np.uint64(32))


def insert_texts(table, mask, hashes, starts, lengths, first, codes, distinct, n):
    """Enter strings in a table of numbers of distinct strings (from 1; 0 is free).

    Parameters
    ----------
    table
        Slots; ``mask`` is their number less 1. At most half may ever be used.
    hashes
        The hash of each string numbered so far; must have room for ``n`` more.
    starts, lengths
        All strings, of which the last ``n``, from ``first`` on, are to be entered; a string's
        number leads to the place of its first occurrence through ``distinct``.
    codes
        Written from ``first`` on: the number of each string less 1, -1 for a missing one.
    distinct
        Places of first occurrences; ``distinct[-1]`` (the word before it) is how many.

    Returns the number of distinct strings.
    """
    count = distinct[-1]
    for i in range(first, first + n):
        length = lengths[i]
        if length < 0:
            codes[i] = -1
            continue
        digest = hash_text(starts[i], np.int64(length))
        slot = digest & np.uint64(mask)
        while True:
            number = table[slot]
            if number == 0:
                distinct[count] = i
                hashes[count] = digest
                count += 1
                table[slot] = count
                codes[i] = count - 1
                break
            place = distinct[number - 1]
            if (
                hashes[number - 1] == digest
                and lengths[place] == length
                and same(starts[place], starts[i], np.int64(length))
            ):
                codes[i] = number - 1
                break
            slot = (slot + np.uint64(1)) & np.uint64(mask)
    distinct[-1] = count
    return count


def rebuild(table, mask, hashes, n):
    """Enter the numbers 1 to ``n`` of distinct strings in an empty table, by hash."""
    for i in range(n):
        slot = hashes[i] & np.uint64(mask)
        while table[slot] != 0:
            slot = (slot + np.uint64(1)) & np.uint64(mask)
        table[slot] = i + 1


def in_texts(out, starts, lengths, table, mask, hashes, key_starts, key_lengths, missing_result, n):
    """Whether strings are among the distinct keys of a table that ``insert_texts`` filled."""
    for i in range(n):
        length = lengths[i]
        if length < 0:
            out[i] = missing_result
            continue
        digest = hash_text(starts[i], np.int64(length))
        slot = digest & np.uint64(mask)
        found = False
        while table[slot] != 0 and not found:
            number = table[slot] - 1
            found = (
                hashes[number] == digest
                and key_lengths[number] == length
                and same(key_starts[number], starts[i], np.int64(length))
            )
            slot = (slot + np.uint64(1)) & np.uint64(mask)
        out[i] = found
