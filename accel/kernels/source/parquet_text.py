"""String columns: the address and length of each string within its unpacked page."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, load_u4
from accel.kernels.source.parquet_layout import (
    CONVERTED,
    CONVERTED_LENGTHS,
    CURRENT,
    DAMAGED,
    DICT_ADDRESS,
    DICT_BUFFER,
    DICT_COUNT,
    DICT_LENGTHS,
    DICT_PACKED,
    DICT_SIZE,
    DICT_UNPACKED,
    DICT_VALUES,
    ENTERED,
    ERROR,
    FIRST,
    GATHER_COUNT,
    GATHER_ENTRY,
    GATHER_LENGTHS_ENTRY,
    MISSING,
    MODE,
    OUT,
    OUT_LENGTHS,
    PAGE_ADDRESS,
    PAGE_COUNT,
    PAGE_COUNT_VALUES,
    PAGE_ENCODING,
    PAGE_FIRST,
    PAGE_MOVED,
    PAGE_PACKED,
    PAGE_SIZE,
    PAGE_TARGET,
    PAGE_UNPACKED,
    PLAIN_DICTIONARY,
    RLE_DICTIONARY,
    STOP,
    TABLE,
    TABLE_LENGTHS,
    VALID_COUNT,
    VALUES,
    VALUES_SIZE,
    WANTED,
    WANTED_COUNT,
)
from accel.kernels.source.parquet_page import (
    call_enter,
    call_gather,
    call_unpack,
    choose_rows,
    first_page,
    page_row,
)

as_rows, as_starts, as_lengths = POINTER["i4"], POINTER["i8"], POINTER["i4"]


@register_jitable
def walk(p, size, n, starts_at, lengths_at):
    """List ``n`` strings, each behind its length in four bytes."""
    starts, lengths = as_starts(starts_at), as_lengths(lengths_at)
    end = p + size
    for k in range(np.uint64(n)):
        if end - p < 4:
            return DAMAGED
        length = np.int64(load_u4(p))
        p += 4
        if length > end - p:
            return DAMAGED
        starts[k] = p
        lengths[k] = length
        p += length
    return 0


def list_dictionary(state):
    """Unpack the dictionary page to DICT_BUFFER and list its strings."""
    p, size = state[DICT_ADDRESS], state[DICT_SIZE]
    status = 0
    if state[DICT_PACKED]:
        status = call_unpack(state, p, size, state[DICT_BUFFER], state[DICT_UNPACKED])
        p, size = state[DICT_BUFFER], state[DICT_UNPACKED]
    if status >= 0:
        status = walk(p, size, state[DICT_COUNT], state[DICT_VALUES], state[DICT_LENGTHS])
    if status < 0:
        state[ERROR] = status
        return status
    return 0


@register_jitable
def prepare(state, k, whole):
    """Enter page ``k``; list its strings straight to the output if ``whole`` is wanted."""
    status = call_enter(state, k)
    if status < 0:
        return status
    page = page_row(state, k)
    encoding = page[PAGE_ENCODING]
    if encoding in (RLE_DICTIONARY, PLAIN_DICTIONARY):
        state[TABLE], state[TABLE_LENGTHS] = state[DICT_VALUES], state[DICT_LENGTHS]
        return 0
    if page[PAGE_PACKED]:
        # The unpacked bytes stay: strings point there.
        page[PAGE_ADDRESS], page[PAGE_SIZE] = page[PAGE_TARGET], page[PAGE_UNPACKED]
        page[PAGE_PACKED], page[PAGE_MOVED] = 0, 1
    if whole and state[MODE] == 0:
        state[ENTERED] = -1
        n = page[PAGE_COUNT_VALUES]
        return walk(state[VALUES], state[VALUES_SIZE], n, state[OUT], state[OUT_LENGTHS])
    state[TABLE], state[TABLE_LENGTHS] = state[CONVERTED], state[CONVERTED_LENGTHS]
    n = state[VALID_COUNT]
    return walk(state[VALUES], state[VALUES_SIZE], n, state[TABLE], state[TABLE_LENGTHS])


@register_jitable
def gather(state):
    """Gather addresses and lengths of the entered page."""
    lengths, out = state[TABLE_LENGTHS], state[OUT]
    state[MISSING] = 0
    call_gather(state, state[GATHER_ENTRY])
    state[MISSING] = -1
    table, state[TABLE], state[OUT] = state[TABLE], lengths, state[OUT_LENGTHS]
    call_gather(state, state[GATHER_LENGTHS_ENTRY])
    state[TABLE], state[OUT] = table, out


@register_jitable
def decode_pages(state):
    first, stop, wanted = state[FIRST], state[STOP], state[WANTED_COUNT]
    rows, taken = as_rows(state[WANTED]), np.int64(0)
    k = first_page(state, first)
    while k < state[PAGE_COUNT] and page_row(state, k)[PAGE_FIRST] < stop:
        upto = choose_rows(state, k, rows, taken, wanted)
        n = state[GATHER_COUNT]
        if n > 0:
            if state[ENTERED] != k:
                state[ENTERED] = -1
                status = prepare(state, k, n == page_row(state, k)[PAGE_COUNT_VALUES])
                if status < 0:
                    state[ENTERED] = -1
                    return status
            # Nothing is entered where the strings went straight to the output.
            if state[ENTERED] == k:
                gather(state)
            state[OUT] += 8 * n
            state[OUT_LENGTHS] += 4 * n
        taken = upto
        state[CURRENT] = k
        k += 1
    return 0


def decode(state):
    """Write the wanted rows' addresses to OUT and their lengths to OUT_LENGTHS."""
    status = decode_pages(state)
    if status < 0:
        state[ERROR] = status
        return status
    return 0
