"""Entering a data page: unpack it, read its levels, turn its codes into plain integers."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, address_of, call_entry, load_u1, load_u4
from accel.kernels.source.parquet_layout import (
    ARGUMENTS,
    BITS_TO_BOOL,
    CHUNK,
    CODES,
    CONVERSION,
    CONVERTED,
    CURRENT,
    DAMAGED,
    DICT_COUNT,
    ENTER_ENTRY,
    ENTERED,
    FIRST,
    GATHER_COUNT,
    GATHER_FIRST,
    GATHER_ROWS,
    HYBRID_ENTRY,
    MODE,
    NULLABLE,
    NULLS_DENIED,
    PAGE_ADDRESS,
    PAGE_BUFFER,
    PAGE_COUNT,
    PAGE_COUNT_VALUES,
    PAGE_ENCODING,
    PAGE_FIRST,
    PAGE_LEVELS,
    PAGE_LEVELS_SIZE,
    PAGE_MOVED,
    PAGE_PACKED,
    PAGE_SIZE,
    PAGE_TARGET,
    PAGE_UNPACKED,
    PAGE_WORDS,
    PAGES,
    PLAIN,
    PLAIN_DICTIONARY,
    RLE,
    RLE_DICTIONARY,
    SLOTS,
    STOP,
    UNKNOWN,
    UNPACK_ENTRY,
    VALID,
    VALID_COUNT,
    VALUES,
    VALUES_SIZE,
    WANTED,
)

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
def choose_rows(state, k, rows, taken, wanted):
    """Set what is to be gathered from page ``k``; return how many wanted rows lie before its end.

    ``taken`` is how many lie before it. Without chosen rows (``wanted`` is negative) both are 0.
    """
    page = page_row(state, k)
    first, begin = state[FIRST], page[PAGE_FIRST]
    end = begin + page[PAGE_COUNT_VALUES]
    if wanted < 0:
        state[GATHER_ROWS] = 0
        state[GATHER_FIRST] = max(first, begin) - begin
        state[GATHER_COUNT] = min(state[STOP], end) - max(first, begin)
        return taken
    upto = lower_bound(rows, taken, wanted, end - first)
    state[GATHER_ROWS] = state[WANTED] + 4 * taken
    state[GATHER_FIRST] = first - begin
    state[GATHER_COUNT] = upto - taken
    return upto


@register_jitable
def call_gather(state, entry):
    """Run a gather kernel, which is compiled by itself."""
    base = address_of(state)
    state[ARGUMENTS] = base
    call_entry(entry, base + 8 * ARGUMENTS, base + 8 * SLOTS)


@register_jitable
def call_unpack(state, source, size, target, unpacked):
    """Run the Snappy kernel, which is compiled by itself."""
    state[ARGUMENTS] = source
    state[ARGUMENTS + 1] = size
    state[ARGUMENTS + 2] = target
    state[ARGUMENTS + 3] = unpacked
    base = address_of(state)
    return call_entry(state[UNPACK_ENTRY], base + 8 * ARGUMENTS, base + 8 * SLOTS)


@register_jitable
def call_unpack_hybrid(state, p, end, width, n, out, step):
    """Run the hybrid decoder, which is compiled by itself."""
    state[ARGUMENTS] = p
    state[ARGUMENTS + 1] = end
    state[ARGUMENTS + 2] = width
    state[ARGUMENTS + 3] = n
    state[ARGUMENTS + 4] = out
    state[ARGUMENTS + 5] = step
    base = address_of(state)
    return call_entry(state[HYBRID_ENTRY], base + 8 * ARGUMENTS, base + 8 * SLOTS)


@register_jitable
def call_enter(state, k):
    """Run `enter_page`, which is compiled by itself."""
    base = address_of(state)
    state[ARGUMENTS] = base
    state[ARGUMENTS + 1] = k
    return call_entry(state[ENTER_ENTRY], base + 8 * ARGUMENTS, base + 8 * SLOTS)


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


@register_jitable
def read_levels(state, p, size, rows, out):
    """Read definition levels of one bit to a byte each; return how many are set."""
    status = call_unpack_hybrid(state, p, p + size, 1, rows, out, 1)
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
    status = call_unpack_hybrid(state, p + 1, p + size, width, n, codes, step)
    if status < 0:
        return status
    if (n > 0 and count == 0) or not codes_are_valid(codes, n, step, width, count):
        return DAMAGED
    state[MODE] = step
    if n < rows:
        spread(as_positions(codes), as_codes_1(state[VALID]), rows, n)
    return 0


@register_jitable
def read_booleans(state, p, size, n):
    """Decode run-length encoded booleans."""
    if state[CONVERSION] != BITS_TO_BOOL:
        return UNKNOWN
    if n > 0 and (size < 4 or np.int64(load_u4(p)) > size - 4):
        return DAMAGED
    return call_unpack_hybrid(state, p + 4, p + 4 + np.int64(load_u4(p)), 1, n, state[CONVERTED], 1)


def enter_page(state, k):
    """Make page ``k`` ready for gathering: VALUES, or CODES by MODE."""
    page = page_row(state, k)
    p, size = page[PAGE_ADDRESS], page[PAGE_SIZE]
    if not page[PAGE_MOVED]:
        p += state[CHUNK]
    if page[PAGE_PACKED]:
        target = page[PAGE_TARGET] if page[PAGE_TARGET] else state[PAGE_BUFFER]
        status = call_unpack(state, p, size, target, page[PAGE_UNPACKED])
        if status < 0:
            return status
        p, size = target, page[PAGE_UNPACKED]
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
        else:
            levels += state[CHUNK]
        valid = read_levels(state, levels, levels_size, rows, state[VALID])
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
    if encoding == RLE:
        return read_booleans(state, p, size, valid)
    return 0 if encoding == PLAIN else UNKNOWN
