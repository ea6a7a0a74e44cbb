"""Sort keys as unsigned 64-bit words: ascending words are the order wanted, equal ones ties."""

import numpy as np

from accel.kernels.intrinsics import address_of, load_i8

TOP = np.uint64(0x8000000000000000)


def make_integers(descending, nat, last):
    """Make the words of integers.

    ``flip`` is the sign bit for signed ones, else 0. With ``nat`` the least integer is missing, and
    goes first or last whatever the direction.
    """

    def integers(values, flip, words, n):
        for i in range(n):
            word = np.uint64(values[i]) ^ np.uint64(flip)
            if descending:
                word = ~word
            # A missing value is at one end already; where that is the wrong end, all words move by
            # one, and its own wraps around.
            if nat and last and not descending:
                word -= np.uint64(1)
            if nat and descending and not last:
                word += np.uint64(1)
            words[i] = np.int64(word)

    return integers


def make_floats(descending, missing):
    """Make the words of floats: one zero, and the word ``missing`` for NaN."""

    def floats(values, words, n):
        base = address_of(values)
        for i in range(n):
            value = values[i]
            bits = load_i8(base + 8 * i)
            word = np.uint64(bits) ^ (np.uint64(bits >> 63) | TOP)
            if value == 0.0:
                word = TOP
            if descending:
                word = ~word
            if value != value:
                word = np.uint64(missing)
            words[i] = np.int64(word)

    return floats


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


def make_select(ties):
    """Make the list of rows whose word lies below a limit, or also at it."""

    def select(words, n, limit, rows):
        k = np.uint64(0)
        stop = np.uint64(limit)
        for i in range(n):
            rows[k] = np.int32(i)
            word = np.uint64(words[i])
            k += np.uint64(word <= stop) if ties else np.uint64(word < stop)
        return np.int64(k)

    return select
