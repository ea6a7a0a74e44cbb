"""Columns of fixed width: rows of a chunk's pages into one output array, across pages."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, address_of, call_entry
from accel.kernels.source.parquet_layout import (
    ARGUMENTS,
    AS_STORED,
    BITS_TO_BOOL,
    CONVERSION,
    CONVERT_ENTRY,
    CONVERTED,
    CURRENT,
    DAMAGED,
    DICT_ADDRESS,
    DICT_BUFFER,
    DICT_COUNT,
    DICT_PACKED,
    DICT_READY,
    DICT_SIZE,
    DICT_UNPACKED,
    DICT_VALUES,
    ENTERED,
    ERROR,
    FIRST,
    GATHER_COUNT,
    GATHER_ENTRY,
    INT64_TO_FLOAT,
    OUT,
    PAGE_COUNT,
    PAGE_ENCODING,
    PAGE_FIRST,
    PLAIN_DICTIONARY,
    RLE,
    RLE_DICTIONARY,
    SLOTS,
    STOP,
    TABLE,
    UINT64_TO_FLOAT,
    VALID_COUNT,
    VALUES,
    VALUES_SIZE,
    WANTED,
    WANTED_COUNT,
    WIDTH,
)
from accel.kernels.source.parquet_page import (
    call_enter,
    call_gather,
    call_unpack,
    choose_rows,
    first_page,
    page_row,
)

as_rows = POINTER["i4"]
as_codes_1, as_codes_2, as_codes_4 = POINTER["u1"], POINTER["u2"], POINTER["i4"]
_UNSIGNED = {1: "u1", 2: "u2", 4: "u4", 8: "u8"}
_TYPES = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


@register_jitable
def plain_size(conversion, width, n):
    """Return the bytes that ``n`` stored values take."""
    if conversion == BITS_TO_BOOL:
        return (n + 7) >> 3
    if conversion in (AS_STORED, INT64_TO_FLOAT, UINT64_TO_FLOAT):
        return width * n
    return 4 * n


@register_jitable
def call_convert(state, source, target, n):
    """Run the conversion kernel, which is compiled by itself."""
    state[ARGUMENTS] = state[CONVERSION]
    state[ARGUMENTS + 1] = source
    state[ARGUMENTS + 2] = target
    state[ARGUMENTS + 3] = n
    base = address_of(state)
    return call_entry(state[CONVERT_ENTRY], base + 8 * ARGUMENTS, base + 8 * SLOTS)


@register_jitable
def read_dictionary(state):
    """Unpack and convert the dictionary page, once."""
    p, size, n = state[DICT_ADDRESS], state[DICT_SIZE], state[DICT_COUNT]
    if n < 0:
        return DAMAGED
    if state[DICT_PACKED]:
        status = call_unpack(state, p, size, state[DICT_BUFFER], state[DICT_UNPACKED])
        if status < 0:
            return status
        p, size = state[DICT_BUFFER], state[DICT_UNPACKED]
    conversion = state[CONVERSION]
    if plain_size(conversion, state[WIDTH], n) > size:
        return DAMAGED
    if conversion == AS_STORED:
        state[DICT_VALUES] = p
    else:
        call_convert(state, p, state[DICT_VALUES], n)
    state[DICT_READY] = 1
    return 0


@register_jitable
def prepare(state, k):
    """Enter page ``k`` and set TABLE, what its rows are gathered from."""
    status = call_enter(state, k)
    if status < 0:
        return status
    encoding = page_row(state, k)[PAGE_ENCODING]
    n, conversion = state[VALID_COUNT], state[CONVERSION]
    if encoding == RLE:
        state[TABLE] = state[CONVERTED]
        return status
    if encoding in (RLE_DICTIONARY, PLAIN_DICTIONARY):
        if not state[DICT_READY]:
            status = read_dictionary(state)
        state[TABLE] = state[DICT_VALUES]
        return status
    if plain_size(conversion, state[WIDTH], n) > state[VALUES_SIZE]:
        return DAMAGED
    if conversion == AS_STORED:
        state[TABLE] = state[VALUES]
    else:
        call_convert(state, state[VALUES], state[CONVERTED], n)
        state[TABLE] = state[CONVERTED]
    return 0


@register_jitable
def decode_pages(state):
    first, stop, wanted = state[FIRST], state[STOP], state[WANTED_COUNT]
    rows, taken = as_rows(state[WANTED]), np.int64(0)
    k = first_page(state, first)
    while k < state[PAGE_COUNT] and page_row(state, k)[PAGE_FIRST] < stop:
        upto = choose_rows(state, k, rows, taken, wanted)
        if state[GATHER_COUNT] > 0:
            if state[ENTERED] != k:
                state[ENTERED] = -1
                status = prepare(state, k)
                if status < 0:
                    state[ENTERED] = -1
                    return status
            call_gather(state, state[GATHER_ENTRY])
            state[OUT] += state[GATHER_COUNT] * state[WIDTH]
        taken = upto
        state[CURRENT] = k
        k += 1
    return 0


def decode(state):
    """Write the wanted rows to OUT."""
    status = decode_pages(state)
    if status < 0:
        state[ERROR] = status
        return status
    return 0
