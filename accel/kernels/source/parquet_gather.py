"""Gathers: a page's values, directly or by code, to the output; of all rows or of chosen ones."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER, memcpy
from accel.kernels.source.parquet_layout import (
    CODES,
    GATHER_COUNT,
    GATHER_FIRST,
    GATHER_ROWS,
    MISSING,
    MODE,
    OUT,
    TABLE,
)

as_rows = POINTER["i4"]
as_codes_1, as_codes_2, as_codes_4 = POINTER["u1"], POINTER["u2"], POINTER["i4"]
_UNSIGNED = {1: "u1", 2: "u2", 4: "u4", 8: "u8"}
_TYPES = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def make_loops(code_pointer, value_code, *, nulls):
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


def make_gather(width):
    """Make the kernel that gathers values of ``width`` bytes."""
    value = _UNSIGNED[width]
    as_value, as_type = POINTER[value], _TYPES[width]
    range_1, rows_1 = make_loops(as_codes_1, value, nulls=False)
    range_2, rows_2 = make_loops(as_codes_2, value, nulls=False)
    range_4, rows_4 = make_loops(as_codes_4, value, nulls=True)

    @register_jitable
    def gather_range(state):
        mode, codes, table, out = state[MODE], state[CODES], state[TABLE], state[OUT]
        first, n, missing = state[GATHER_FIRST], state[GATHER_COUNT], as_type(state[MISSING])
        if mode == 0:
            memcpy(out, table + first * width, n * width)
        elif mode == 1:
            range_1(codes + first, table, out, n, missing)
        elif mode == 2:
            range_2(codes + 2 * first, table, out, n, missing)
        else:
            range_4(codes + 4 * first, table, out, n, missing)

    @register_jitable
    def gather_rows(state):
        mode, codes, table, out = state[MODE], state[CODES], state[TABLE], state[OUT]
        first, n, missing = state[GATHER_FIRST], state[GATHER_COUNT], as_type(state[MISSING])
        rows = as_rows(state[GATHER_ROWS])
        if mode == 0:
            values, target = as_value(table), as_value(out)
            for k in range(np.uint64(n)):
                target[k] = values[np.uint64(rows[k] + first)]
        elif mode == 1:
            rows_1(codes, table, rows, first, out, n, missing)
        elif mode == 2:
            rows_2(codes, table, rows, first, out, n, missing)
        else:
            rows_4(codes, table, rows, first, out, n, missing)

    def gather(state):
        """Write GATHER_COUNT values of the entered page to OUT."""
        if state[GATHER_ROWS]:
            gather_rows(state)
        else:
            gather_range(state)

    return gather
