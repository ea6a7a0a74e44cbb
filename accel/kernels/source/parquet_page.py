"""Entering a data page: unpack it, read its levels, turn its codes into plain integers."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, load_u1, load_u4
from accel.kernels.source.parquet_hybrid import make_unpack_hybrid
from accel.kernels.source.parquet_layout import (
    CODES,
    CURRENT,
    DAMAGED,
    DICT_COUNT,
    ENTERED,
    MODE,
    NULLABLE,
    NULLS_DENIED,
    PAGE_ADDRESS,
    PAGE_COUNT,
    PAGE_COUNT_VALUES,
    PAGE_ENCODING,
    PAGE_FIRST,
    PAGE_LEVELS,
    PAGE_LEVELS_SIZE,
    PAGE_PACKED,
    PAGE_SIZE,
    PAGE_TARGET,
    PAGE_UNPACKED,
    PAGE_WORDS,
    PAGES,
    PLAIN_DICTIONARY,
    RLE_DICTIONARY,
    VALID,
    VALID_COUNT,
    VALUES,
    VALUES_SIZE,
)
from accel.kernels.source.parquet_snappy import unpack_snappy

as_words = POINTER["i8"]
as_codes_1, as_codes_2, as_codes_4 = POINTER["u1"], POINTER["u2"], POINTER["u4"]
as_positions = POINTER["i4"]


@register_jitable
def page_row(state, k):
    """Return the page table's row ``k``."""
    return as_words(state[PAGES] + 8 * PAGE_WORDS * k)


@register_jitable
def first_page(state, row):
    """Return the page that holds ``row``, searching from the page where the last call stopped."""
    k = state[CURRENT]
    if row < page_row(state, k)[PAGE_FIRST]:
        k = 0
    while k < state[PAGE_COUNT]:
        page = page_row(state, k)
        if row < page[PAGE_FIRST] + page[PAGE_COUNT_VALUES]:
            break
        k += 1
    return k


@register_jitable
def lower_bound(rows, low, high, row):
    """Return the first index from ``low`` whose row is at least ``row``."""
    while low < high:
        middle = (low + high) >> 1
        if rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


@register_jitable
def unpack_page(page):
    """Unpack a page to its target, once."""
    if page[PAGE_PACKED]:
        status = unpack_snappy(
            page[PAGE_ADDRESS], page[PAGE_SIZE], page[PAGE_TARGET], page[PAGE_UNPACKED]
        )
        if status < 0:
            return status
    return 0


@register_jitable
def greatest_code(codes, n):
    greatest = codes[np.uint64(0)]
    for k in range(np.uint64(n)):
        greatest = max(greatest, codes[k])
    return np.int64(greatest)


@register_jitable
def codes_are_valid(address, n, step, width, count):
    """Are all codes below ``count``? Most often their width alone says so."""
    if n == 0 or (width < 32 and np.int64(1) << width <= count):
        return True
    if step == 1:
        return greatest_code(as_codes_1(address), n) < count
    if step == 2:
        return greatest_code(as_codes_2(address), n) < count
    return greatest_code(as_codes_4(address), n) < count


@register_jitable
def spread(codes, valid, rows, n):
    """Move ``n`` codes to the rows that are valid, in place; -1 elsewhere."""
    k = n
    for row in range(rows - 1, -1, -1):
        if valid[row]:
            k -= 1
            codes[row] = codes[k]
        else:
            codes[row] = -1


@register_jitable
def number(codes, valid, rows):
    """Number the valid rows from 0; -1 elsewhere."""
    k = np.int32(0)
    for row in range(rows):
        present = np.int32(valid[row])
        codes[row] = (k + 1) * present - 1
        k += present


@register_jitable
def count_valid(valid, n):
    total = np.uint64(0)
    for k in range(np.uint64(n)):
        total += np.uint64(valid[k])
    return np.int64(total)


def make_enter_page(bmi2):
    """Make `enter_page`, with the ``pdep`` instruction or without."""
    unpack_hybrid = make_unpack_hybrid(bmi2)

    @register_jitable
    def read_levels(p, size, rows, out):
        """Read definition levels of one bit to a byte each; return how many are set."""
        status = unpack_hybrid(p, p + size, 1, rows, out, 1)
        if status < 0:
            return np.int64(status)
        return count_valid(as_codes_1(out), rows)

    @register_jitable
    def read_codes(state, p, size, n, rows):
        """Read a page's dictionary codes into CODES, spread over its rows."""
        count = state[DICT_COUNT]
        if count < 0 or (n > 0 and size < 1):
            return DAMAGED
        width = np.int64(load_u1(p)) if n > 0 else 0
        if width > 32:
            return DAMAGED
        step = 4
        if n == rows and width <= 16:
            step = 1 if width <= 8 else 2
        codes = state[CODES]
        status = unpack_hybrid(p + 1, p + size, width, n, codes, step)
        if status < 0:
            return status
        if (n > 0 and count == 0) or not codes_are_valid(codes, n, step, width, count):
            return DAMAGED
        state[MODE] = step
        if n < rows:
            spread(as_positions(codes), as_codes_1(state[VALID]), rows, n)
        return 0

    @register_jitable
    def enter_page(state, k):
        """Make page ``k`` ready for gathering: VALUES, or CODES by MODE."""
        page = page_row(state, k)
        status = unpack_page(page)
        if status < 0:
            return status
        if page[PAGE_PACKED]:
            p, size = page[PAGE_TARGET], page[PAGE_UNPACKED]
        else:
            p, size = page[PAGE_ADDRESS], page[PAGE_SIZE]
        rows = page[PAGE_COUNT_VALUES]
        valid = rows
        if state[NULLABLE]:
            levels, levels_size = page[PAGE_LEVELS], page[PAGE_LEVELS_SIZE]
            if levels == 0:
                if size < 4:
                    return DAMAGED
                levels, levels_size = p + 4, np.int64(load_u4(p))
                if levels_size > size - 4:
                    return DAMAGED
                p += 4 + levels_size
                size -= 4 + levels_size
            valid = read_levels(levels, levels_size, rows, state[VALID])
            if valid < 0:
                return valid
            if valid < rows and state[NULLABLE] == NULLS_DENIED:
                return DAMAGED
        state[VALUES] = p
        state[VALUES_SIZE] = size
        state[VALID_COUNT] = valid
        state[MODE] = 0
        state[ENTERED] = k
        encoding = page[PAGE_ENCODING]
        if encoding in (RLE_DICTIONARY, PLAIN_DICTIONARY):
            return read_codes(state, p, size, valid, rows)
        if valid < rows:
            state[MODE] = 4
            number(as_positions(state[CODES]), as_codes_1(state[VALID]), rows)
        return 0

    return enter_page
