"""Columns of fixed width: rows of a chunk's pages into one output array, across pages."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import (
    POINTER,
    load_u1,
    load_u4,
    memcpy,
)
from accel.kernels.source.parquet_hybrid import make_unpack_hybrid
from accel.kernels.source.parquet_layout import (
    AS_STORED,
    BITS_TO_BOOL,
    CODES,
    CONVERSION,
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
    INT32_TO_8,
    INT32_TO_16,
    INT32_TO_FLOAT,
    INT64_TO_FLOAT,
    MISSING,
    MODE,
    OUT,
    PAGE_COUNT,
    PAGE_COUNT_VALUES,
    PAGE_ENCODING,
    PAGE_FIRST,
    PLAIN,
    PLAIN_DICTIONARY,
    RLE,
    RLE_DICTIONARY,
    STOP,
    TABLE,
    UINT32_TO_FLOAT,
    UNKNOWN,
    VALID_COUNT,
    VALUES,
    VALUES_SIZE,
    WANTED,
    WANTED_COUNT,
)
from accel.kernels.source.parquet_page import (
    first_page,
    lower_bound,
    make_enter_page,
    page_row,
)
from accel.kernels.source.parquet_snappy import unpack_snappy

as_rows = POINTER["i4"]
as_codes_1, as_codes_2, as_codes_4 = POINTER["u1"], POINTER["u2"], POINTER["i4"]
_UNSIGNED = {1: "u1", 2: "u2", 4: "u4", 8: "u8"}
_TYPES = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def make_copy(source_code, target_code):
    """Make a loop that converts values from one type to another."""
    as_source, as_target = POINTER[source_code], POINTER[target_code]

    @register_jitable
    def copy(source, target, n):
        values, out = as_source(source), as_target(target)
        for k in range(np.uint64(n)):
            out[k] = values[k]

    return copy


int32_to_8, int32_to_16 = make_copy("i4", "i1"), make_copy("i4", "i2")
int32_to_float, uint32_to_float = make_copy("i4", "f8"), make_copy("u4", "f8")
int64_to_float, uint64_to_float = make_copy("i8", "f8"), make_copy("u8", "f8")


@register_jitable
def bits_to_bool(source, target, n):
    """Spread bits, the lowest first, to bytes."""
    out = as_codes_1(target)
    for k in range(n):
        out[k] = (load_u1(source + (k >> 3)) >> np.uint8(k & 7)) & 1


def make_convert(width):
    """Make the conversion of plain values to an output of ``width`` bytes."""
    stored = {1: 4, 2: 4, 4: 4, 8: 8}[width]

    @register_jitable
    def plain_size(conversion, n):
        """Return the bytes that ``n`` stored values take."""
        if conversion == BITS_TO_BOOL:
            return (n + 7) >> 3
        if width == 8 and conversion in (INT32_TO_FLOAT, UINT32_TO_FLOAT):
            return 4 * n
        return stored * n

    @register_jitable
    def convert(conversion, source, target, n):
        if width == 1:
            if conversion == INT32_TO_8:
                int32_to_8(source, target, n)
            else:
                bits_to_bool(source, target, n)
        elif width == 2:
            if conversion == INT32_TO_16:
                int32_to_16(source, target, n)
        elif width == 8:
            if conversion == INT32_TO_FLOAT:
                int32_to_float(source, target, n)
            elif conversion == UINT32_TO_FLOAT:
                uint32_to_float(source, target, n)
            elif conversion == INT64_TO_FLOAT:
                int64_to_float(source, target, n)
            else:
                uint64_to_float(source, target, n)

    return plain_size, convert


def make_gather(code_pointer, value_code, *, nulls):
    """Make the loops that look codes up in a table: of consecutive rows, and of chosen ones."""
    as_code, as_value = code_pointer, POINTER[value_code]

    @register_jitable
    def gather_range(codes_at, table_at, out_at, n, missing):
        codes, table, out = as_code(codes_at), as_value(table_at), as_value(out_at)
        for k in range(np.uint64(n)):
            code = codes[k]
            if nulls:
                out[k] = table[np.uint64(code)] if code >= 0 else missing
            else:
                out[k] = table[np.uint64(code)]

    @register_jitable
    def gather_rows(codes_at, table_at, rows, shift, out_at, n, missing):
        codes, table, out = as_code(codes_at), as_value(table_at), as_value(out_at)
        for k in range(np.uint64(n)):
            code = codes[np.uint64(rows[k] + shift)]
            if nulls:
                out[k] = table[np.uint64(code)] if code >= 0 else missing
            else:
                out[k] = table[np.uint64(code)]

    return gather_range, gather_rows


def make_gathers(width):
    """Make the gathers of values of ``width`` bytes, by the page's MODE."""
    value = _UNSIGNED[width]
    as_value = POINTER[value]
    range_1, rows_1 = make_gather(as_codes_1, value, nulls=False)
    range_2, rows_2 = make_gather(as_codes_2, value, nulls=False)
    range_4, rows_4 = make_gather(as_codes_4, value, nulls=True)

    @register_jitable
    def gather_range(mode, codes, table, first, out, n, missing):
        if mode == 0:
            memcpy(out, table + first * width, n * width)
        elif mode == 1:
            range_1(codes + first, table, out, n, missing)
        elif mode == 2:
            range_2(codes + 2 * first, table, out, n, missing)
        else:
            range_4(codes + 4 * first, table, out, n, missing)

    @register_jitable
    def gather_rows(mode, codes, table, rows, shift, out, n, missing):
        if mode == 0:
            values, target = as_value(table), as_value(out)
            for k in range(np.uint64(n)):
                target[k] = values[np.uint64(rows[k] + shift)]
        elif mode == 1:
            rows_1(codes, table, rows, shift, out, n, missing)
        elif mode == 2:
            rows_2(codes, table, rows, shift, out, n, missing)
        else:
            rows_4(codes, table, rows, shift, out, n, missing)

    return gather_range, gather_rows


def make_decode(width, bmi2):
    """Make the kernel that decodes values of ``width`` bytes."""
    unpack_hybrid = make_unpack_hybrid(bmi2)
    enter_page = make_enter_page(bmi2)
    plain_size, convert = make_convert(width)
    gather_range, gather_rows = make_gathers(width)
    unsigned = _TYPES[width]

    @register_jitable
    def read_dictionary(state):
        """Unpack and convert the dictionary page, once."""
        p, size, n = state[DICT_ADDRESS], state[DICT_SIZE], state[DICT_COUNT]
        if n < 0:
            return DAMAGED
        if state[DICT_PACKED]:
            status = unpack_snappy(p, size, state[DICT_BUFFER], state[DICT_UNPACKED])
            if status < 0:
                return status
            p, size = state[DICT_BUFFER], state[DICT_UNPACKED]
        conversion = state[CONVERSION]
        if plain_size(conversion, n) > size:
            return DAMAGED
        if conversion == AS_STORED:
            state[DICT_VALUES] = p
        else:
            convert(conversion, p, state[DICT_VALUES], n)
        state[DICT_READY] = 1
        return 0

    @register_jitable
    def read_booleans(state, n):
        """Decode run-length encoded booleans."""
        p, size = state[VALUES], state[VALUES_SIZE]
        if state[CONVERSION] != BITS_TO_BOOL:
            return UNKNOWN
        if n == 0:
            return 0
        if size < 4 or np.int64(load_u4(p)) > size - 4:
            return DAMAGED
        return unpack_hybrid(p + 4, p + 4 + np.int64(load_u4(p)), 1, n, state[CONVERTED], 1)

    @register_jitable
    def prepare(state, k):
        """Enter page ``k`` and set TABLE, what its rows are gathered from."""
        status = enter_page(state, k)
        if status < 0:
            return status
        encoding = page_row(state, k)[PAGE_ENCODING]
        n, conversion = state[VALID_COUNT], state[CONVERSION]
        if encoding == RLE:
            state[TABLE] = state[CONVERTED]
            return read_booleans(state, n)
        if encoding in (RLE_DICTIONARY, PLAIN_DICTIONARY):
            if not state[DICT_READY]:
                status = read_dictionary(state)
            state[TABLE] = state[DICT_VALUES]
            return status
        if encoding != PLAIN:
            return UNKNOWN
        if plain_size(conversion, n) > state[VALUES_SIZE]:
            return DAMAGED
        if conversion == AS_STORED:
            state[TABLE] = state[VALUES]
        else:
            convert(conversion, state[VALUES], state[CONVERTED], n)
            state[TABLE] = state[CONVERTED]
        return 0

    @register_jitable
    def decode_pages(state):
        first, stop, wanted = state[FIRST], state[STOP], state[WANTED_COUNT]
        rows, taken = as_rows(state[WANTED]), np.int64(0)
        missing = unsigned(state[MISSING])
        out = state[OUT]
        k = first_page(state, first)
        while k < state[PAGE_COUNT]:
            page = page_row(state, k)
            page_first = page[PAGE_FIRST]
            page_stop = page_first + page[PAGE_COUNT_VALUES]
            if page_first >= stop:
                break
            begin, end = max(first, page_first), min(stop, page_stop)
            n, upto = end - begin, np.int64(0)
            if wanted >= 0:
                upto = lower_bound(rows, taken, wanted, page_stop - first)
                n = upto - taken
            if n > 0:
                if state[ENTERED] != k:
                    state[ENTERED] = -1
                    status = prepare(state, k)
                    if status < 0:
                        state[ENTERED] = -1
                        return status
                mode, codes, table = state[MODE], state[CODES], state[TABLE]
                if wanted >= 0:
                    chosen = as_rows(state[WANTED] + 4 * taken)
                    shift = first - page_first
                    gather_rows(mode, codes, table, chosen, shift, out, n, missing)
                else:
                    gather_range(mode, codes, table, begin - page_first, out, n, missing)
                out += n * width
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

    return decode
