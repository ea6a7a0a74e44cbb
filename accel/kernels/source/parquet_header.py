"""Page headers: Thrift's compact protocol, every read checked against the end of the chunk."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, load_u1
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
    HEADER_STACK,
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
    PAGE_PACKED,
    PAGE_SIZE,
    PAGE_TARGET,
    PAGE_UNPACKED,
    PAGE_WORDS,
    PAGES,
    ROWS,
    STACK_DEPTH,
    UNKNOWN,
    UNPACKED_LIMIT,
)

as_words = POINTER["i8"]


@register_jitable
def read_varint(p, end):
    """Return (value, position after it); the position is beyond ``end`` if it was cut off."""
    value = np.int64(0)
    shift = np.int64(0)
    while p < end and shift < 64:
        byte = np.int64(load_u1(p))
        p += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, p
        shift += 7
    return value, end + 1


@register_jitable
def read_header(state, p, end):
    """Read one page header into the header words; return the position after it, or a status."""
    for k in range(HEADER_TYPE, HEADER_STACK):
        state[k] = -1
    depth = 0
    state[HEADER_STACK] = 0
    while p < end:
        byte = np.int64(load_u1(p))
        p += 1
        if byte == 0:
            if depth == 0:
                return p
            depth -= 1
            continue
        kind = byte & 15
        if byte >> 4:
            field = state[HEADER_STACK + depth] + (byte >> 4)
        else:
            value, p = read_varint(p, end)
            field = (value >> 1) ^ -(value & 1)
        state[HEADER_STACK + depth] = field
        value = np.int64(0)
        if kind == 1 or kind == 2:  # true, false
            value = 2 - kind
        elif kind == 3:
            p += 1
        elif 4 <= kind <= 6:
            value, p = read_varint(p, end)
            value = (value >> 1) ^ -(value & 1)
        elif kind == 7:
            p += 8
        elif kind == 8:
            value, p = read_varint(p, end)
            if value < 0 or value > end - p:
                return DAMAGED
            p += value
        elif kind == 12:
            depth += 1
            if depth == STACK_DEPTH:
                return UNKNOWN
            state[HEADER_STACK + depth] = 0
        else:
            return UNKNOWN
        if p > end:
            return DAMAGED
        if kind <= 6:
            if depth == 0 and 1 <= field <= 3:
                state[HEADER_TYPE + field - 1] = value
            elif depth == 1 and 1 <= field <= 7:
                outer = state[HEADER_STACK]
                if outer == 5 or outer == 7 or outer == 8:
                    state[HEADER_1 + field - 1] = value
    return DAMAGED


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
        encoding, levels, levels_size = state[HEADER_4], p, state[HEADER_5]
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
    page[PAGE_ADDRESS] = p
    page[PAGE_SIZE] = size
    page[PAGE_UNPACKED] = unpacked
    page[PAGE_PACKED] = packed
    page[PAGE_TARGET] = 0
    page[PAGE_COUNT_VALUES] = count
    page[PAGE_FIRST] = row
    page[PAGE_ENCODING] = encoding
    page[PAGE_LEVELS] = levels
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
    state[DICT_ADDRESS] = p
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
        if p < 0:
            return p
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
