"""Sort keys as unsigned 64-bit words: ascending words are the order wanted, equal ones ties."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import address_of, load_i8

TOP = np.uint64(0x8000000000000000)


def _integer_word(descending, nat, last):
    @register_jitable
    def word_of(value, flip):
        word = np.uint64(value) ^ np.uint64(flip)
        if descending:
            word = ~word
        # A missing value is at one end already; where that is the wrong end, all words move by
        # one, and its own wraps around.
        if nat and last and not descending:
            word -= np.uint64(1)
        if nat and descending and not last:
            word += np.uint64(1)
        return word

    return word_of


def make_integers(descending, nat, last):
    """Make the words of integers.

    ``flip`` is the sign bit for signed ones, else 0. With ``nat`` the least integer is missing, and
    goes first or last whatever the direction.
    """
    word_of = _integer_word(descending, nat, last)

    def integers(values, flip, words, n):
        for i in range(n):
            words[i] = np.int64(word_of(values[i], flip))

    return integers


def make_integers_within(descending, nat, last):
    """Make the list of the integers whose words are at most ``bound``; few are expected."""
    word_of = _integer_word(descending, nat, last)

    def within(values, flip, bound, rows, n):
        limit = np.uint64(bound)
        count = np.uint64(0)
        for start in range(0, n, 64):
            stop = min(start + 64, n)
            near = np.int64(0)
            for i in range(start, stop):
                near |= np.int64(word_of(values[i], flip) <= limit)
            if near:
                for i in range(start, stop):
                    rows[count] = np.int32(i)
                    count += np.uint64(word_of(values[i], flip) <= limit)
        return np.int64(count)

    return within


def _float_word(descending, missing):
    @register_jitable
    def word_of(value, bits):
        word = np.uint64(bits) ^ (np.uint64(bits >> 63) | TOP)
        if value == 0.0:
            word = TOP
        if descending:
            word = ~word
        if value != value:
            word = np.uint64(missing)
        return word

    return word_of


def make_floats(descending, missing):
    """Make the words of floats: one zero, and the word ``missing`` for NaN."""
    word_of = _float_word(descending, missing)

    def floats(values, words, n):
        base = address_of(values)
        for i in range(n):
            words[i] = np.int64(word_of(values[i], load_i8(base + 8 * i)))

    return floats


def make_floats_within(descending, missing):
    """Make the list of the floats whose words are at most ``bound``; few are expected."""
    word_of = _float_word(descending, missing)

    def within(values, bound, rows, n):
        base = address_of(values)
        limit = np.uint64(bound)
        count = np.uint64(0)
        for start in range(0, n, 64):
            stop = min(start + 64, n)
            near = np.int64(0)
            for i in range(start, stop):
                near |= np.int64(word_of(values[i], load_i8(base + 8 * i)) <= limit)
            if near:
                for i in range(start, stop):
                    rows[count] = np.int32(i)
                    count += np.uint64(word_of(values[i], load_i8(base + 8 * i)) <= limit)
        return np.int64(count)

    return within


def make_codes(descending, last):
    """Make the words of codes or ranks, of which -1 is missing."""

    def codes(values, top, words, n):
        """``top`` is at least the greatest code."""
        for i in range(n):
            code = np.int64(values[i])
            word = top - code if descending else code
            if not last:
                word += 1
            if code < 0:
                word = top + 1 if last else 0
            words[i] = word

    return codes


def summarize(words, n, summary):
    """Write the least word, the greatest, and whether none is smaller than the one before."""
    low = np.uint64(words[0])
    high = low
    falls = np.int64(0)
    for i in range(n):
        word = np.uint64(words[i])
        low = min(low, word)
        high = max(high, word)
    for i in range(1, n):
        falls |= np.int64(np.uint64(words[i]) < np.uint64(words[i - 1]))
    summary[0] = np.int64(low)
    summary[1] = np.int64(high)
    summary[2] = 0 if falls else 1


def append(words, n, low, bits, packed):
    """Shift packed keys up and add a further key, less its least word, in the low ``bits``."""
    shift = np.uint64(bits)
    for i in range(n):
        word = np.uint64(words[i]) - np.uint64(low)
        packed[i] = np.int64((np.uint64(packed[i]) << shift) | word)


def within(words, bound, rows, n):
    """List the words that are at most ``bound``; return how many."""
    k = np.uint64(0)
    limit = np.uint64(bound)
    for i in range(n):
        rows[k] = np.int32(i)
        k += np.uint64(np.uint64(words[i]) <= limit)
    return np.int64(k)
