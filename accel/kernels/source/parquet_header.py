"""Page headers: Thrift's compact protocol, every read checked against the end of the chunk."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, address_of
from accel.kernels.source.parquet_layout import (
    CHUNK,
    CHUNK_SIZE,
    DAMAGED,
    DICT_ADDRESS,
    DICT_COUNT,
    DICT_ENCODING,
    DICT_PACKED,
    DICT_SIZE,
    DICT_UNPACKED,
    ENCODINGS,
    ERROR,
    HEADER_1,
    HEADER_2,
    HEADER_4,
    HEADER_5,
    HEADER_6,
    HEADER_7,
    HEADER_SIZE,
    HEADER_TYPE,
    HEADER_UNPACKED,
    LARGEST_PAGE,
    LONGEST_PAGE,
    PACKED,
    PAGE_ADDRESS,
    PAGE_COUNT,
    PAGE_COUNT_VALUES,
    PAGE_ENCODING,
    PAGE_FIRST,
    PAGE_LEVELS,
    PAGE_LEVELS_SIZE,
    PAGE_LIMIT,
    PAGE_MOVED,
    PAGE_PACKED,
    PAGE_SIZE,
    PAGE_TARGET,
    PAGE_UNPACKED,
    PAGE_WORDS,
    PAGES,
    ROWS,
    SKIP_STACK,
    UNKNOWN,
    UNPACKED_LIMIT,
)
from accel.kernels.source.parquet_thrift import (
    I64,
    STRUCT,
    read_field,
    read_integer,
    skip_value,
)

as_words = POINTER["i8"]


@register_jitable
def read_inner(state, p, end):
    """Read the fields of a page header's inner struct; return the position after it."""
    field = np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        if kind <= I64 and 1 <= field <= 7:
            state[HEADER_1 + field - 1], p = read_integer(p, end, kind)
        else:
            p = skip_value(stack_of(state), p, end, kind)
    return end + 1


@register_jitable
def stack_of(state):
    return as_words(address_of(state) + 8 * SKIP_STACK)


@register_jitable
def read_header(state, p, end):
    """Read one page header into the header words; return the position after it."""
    for k in range(HEADER_TYPE, HEADER_7 + 1):
        state[k] = -1
    field = np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        if kind <= I64 and 1 <= field <= 3:
            state[HEADER_TYPE + field - 1], p = read_integer(p, end, kind)
        elif kind == STRUCT and field in (5, 7, 8):
            p = read_inner(state, p, end)
        else:
            p = skip_value(stack_of(state), p, end, kind)
    return end + 1


@register_jitable
def add_page(state, page, p, row):
    """Describe the data page whose header was just read and whose bytes lie at ``p``."""
    size, unpacked = state[HEADER_SIZE], state[HEADER_UNPACKED]
    count = state[HEADER_1]
    if count < 0 or count > state[ROWS] - row:
        return DAMAGED
    levels, levels_size, packed = np.int64(0), np.int64(0), state[PACKED]
    encoding = state[HEADER_2]
    if state[HEADER_TYPE] == 3:
        encoding, levels, levels_size = state[HEADER_4], p - state[CHUNK], state[HEADER_5]
        if state[HEADER_6] > 0:
            return UNKNOWN
        if levels_size < 0 or levels_size > size or levels_size > unpacked:
            return DAMAGED
        if state[HEADER_7] == 0:
            packed = 0
        p += levels_size
        size -= levels_size
        unpacked -= levels_size
        if unpacked == 0:
            packed = size = 0
    if encoding < 0 or encoding > 62:
        return UNKNOWN
    page[PAGE_ADDRESS] = p - state[CHUNK]
    page[PAGE_SIZE] = size
    page[PAGE_UNPACKED] = unpacked
    page[PAGE_PACKED] = packed
    page[PAGE_TARGET] = 0
    page[PAGE_COUNT_VALUES] = count
    page[PAGE_FIRST] = row
    page[PAGE_ENCODING] = encoding
    page[PAGE_LEVELS] = levels
    page[PAGE_MOVED] = 0
    page[PAGE_LEVELS_SIZE] = levels_size
    state[LARGEST_PAGE] = max(state[LARGEST_PAGE], unpacked)
    state[LONGEST_PAGE] = max(state[LONGEST_PAGE], count)
    state[ENCODINGS] |= np.int64(1) << encoding
    return 0


@register_jitable
def add_dictionary(state, p):
    """Describe the dictionary page whose header was just read and whose bytes lie at ``p``."""
    count, unpacked = state[HEADER_1], state[HEADER_UNPACKED]
    # No dictionary entry takes less than four bytes.
    if count < 0 or count > unpacked >> 2 or state[DICT_COUNT] >= 0:
        return DAMAGED
    state[DICT_ADDRESS] = p - state[CHUNK]
    state[DICT_SIZE] = state[HEADER_SIZE]
    state[DICT_UNPACKED] = unpacked
    state[DICT_PACKED] = state[PACKED]
    state[DICT_COUNT] = count
    state[DICT_ENCODING] = state[HEADER_2]
    return 0


@register_jitable
def scan_pages(state):
    """Walk the page headers of a chunk; see `scan`."""
    p = state[CHUNK]
    end = p + state[CHUNK_SIZE]
    row = np.int64(0)
    found = np.int64(0)
    while row < state[ROWS]:
        p = read_header(state, p, end)
        if p > end:
            return DAMAGED
        size, unpacked = state[HEADER_SIZE], state[HEADER_UNPACKED]
        if size < 0 or size > end - p or unpacked < 0 or unpacked > state[UNPACKED_LIMIT]:
            return DAMAGED
        kind = state[HEADER_TYPE]
        status = 0
        if kind == 2:
            status = add_dictionary(state, p) if found == 0 else DAMAGED
        elif kind == 0 or kind == 3:
            # A table that is too small is overwritten at its end and made again, longer.
            slot = min(found, state[PAGE_LIMIT] - 1)
            page = as_words(state[PAGES] + 8 * PAGE_WORDS * slot)
            status = add_page(state, page, p, row)
            row += state[HEADER_1]
            found += 1
        elif kind != 1:
            return UNKNOWN
        if status < 0:
            return status
        p += size
    state[PAGE_COUNT] = found
    return 0


def scan(state):
    """List the pages of a chunk in the page table.

    Nothing is unpacked. Afterwards every page lies within the chunk, and the data pages have
    exactly ``ROWS`` values.
    """
    state[LARGEST_PAGE] = 0
    state[LONGEST_PAGE] = 0
    state[ENCODINGS] = 0
    state[DICT_COUNT] = -1
    status = scan_pages(state)
    if status < 0:
        state[ERROR] = status
        return status
    return 0
