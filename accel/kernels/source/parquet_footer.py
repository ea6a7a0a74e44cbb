"""Footers: where each column chunk lies and what is known of its values."""

import numpy as np
from numba.extending import register_jitable

from accel.kernels.intrinsics import POINTER
from accel.kernels.source.parquet_layout import (
    CHUNK_CODEC,
    CHUNK_DATA,
    CHUNK_DICTIONARY,
    CHUNK_ELSEWHERE,
    CHUNK_GREATEST,
    CHUNK_LEAST,
    CHUNK_NULLS,
    CHUNK_PACKED,
    CHUNK_TYPE,
    CHUNK_UNPACKED,
    CHUNK_VALUES,
    CHUNK_WORDS,
    DAMAGED,
)
from accel.kernels.source.parquet_thrift import (
    BINARY,
    I64,
    LIST,
    STRUCT,
    read_bytes,
    read_field,
    read_integer,
    read_list,
    skip_value,
)

as_words = POINTER["i8"]


@register_jitable
def read_statistics(chunk, stack, p, end):
    """Read nulls and bounds; the older fields of bounds, of unclear order, are left out."""
    field = np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        if kind == BINARY and field in (5, 6):
            size, p = read_bytes(p, end)
            k = CHUNK_GREATEST if field == 5 else CHUNK_LEAST
            chunk[k] = p
            chunk[k + 1] = size
            p += size
        elif kind <= I64 and field == 3:
            chunk[CHUNK_NULLS], p = read_integer(p, end, kind)
        else:
            p = skip_value(stack, p, end, kind)
    return end + 1


@register_jitable
def column_word(field):
    """Return where a numeric field of a column's metadata goes, -1 if nowhere."""
    if field == 1:
        return CHUNK_TYPE
    if field == 4:
        return CHUNK_CODEC
    if field == 5:
        return CHUNK_VALUES
    if field == 6:
        return CHUNK_UNPACKED
    if field == 7:
        return CHUNK_PACKED
    if field == 9:
        return CHUNK_DATA
    if field == 11:
        return CHUNK_DICTIONARY
    return -1


@register_jitable
def read_column(chunk, stack, p, end):
    """Read a column's metadata."""
    field = np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        word = column_word(field)
        if kind <= I64 and word >= 0:
            chunk[word], p = read_integer(p, end, kind)
        elif kind == STRUCT and field == 12:
            p = read_statistics(chunk, stack, p, end)
        else:
            p = skip_value(stack, p, end, kind)
    return end + 1


@register_jitable
def read_chunk(chunk, stack, p, end):
    """Read a column chunk."""
    for k in range(CHUNK_WORDS):
        chunk[k] = -1
    chunk[CHUNK_DICTIONARY] = 0
    chunk[CHUNK_ELSEWHERE] = 0
    field = np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        if kind == STRUCT and field == 3:
            p = read_column(chunk, stack, p, end)
        else:
            if field in (1, 8, 9):
                chunk[CHUNK_ELSEWHERE] = 1
            p = skip_value(stack, p, end, kind)
    return end + 1


@register_jitable
def read_group(rows, chunks, leaves, stack, p, end):
    """Read a row group, which must have ``leaves`` column chunks."""
    field = np.int64(0)
    rows[0] = -1
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            return p
        if kind == LIST and field == 1:
            count, inner, p = read_list(p, end)
            if count != leaves or inner != STRUCT:
                return end + 1
            for k in range(count):
                p = read_chunk(as_words(chunks + 8 * CHUNK_WORDS * k), stack, p, end)
        elif kind <= I64 and field == 3:
            rows[0], p = read_integer(p, end, kind)
        else:
            p = skip_value(stack, p, end, kind)
    return end + 1


def parse(footer, size, groups, leaves, rows, chunks, stack):
    """Read ``groups`` row groups of ``leaves`` columns into the tables; return 0 or a status.

    Returns 1 if the order of bounds is declared. Addresses in the table point into the footer.
    """
    p, end = footer, footer + size
    field, found, ordered = np.int64(0), np.int64(-1), np.int64(0)
    while p <= end:
        field, kind, p = read_field(p, end, field)
        if kind == 0:
            break
        if kind == LIST and field == 4:
            found, inner, p = read_list(p, end)
            if found != groups or inner != STRUCT:
                return DAMAGED
            for k in range(groups):
                at = chunks + 8 * CHUNK_WORDS * leaves * k
                p = read_group(as_words(rows + 8 * k), at, leaves, as_words(stack), p, end)
        else:
            if field == 7:
                ordered = np.int64(1)
            p = skip_value(as_words(stack), p, end, kind)
    return ordered if p <= end and found >= 0 else DAMAGED
