"""Values folded to a result a group: what the accumulators are made of.

Every function has two ways: by group number, and for one group of all rows, where kernels with
independent lanes are several times faster.
"""

from __future__ import annotations

import functools
from typing import Final

import numpy as np

from accel.execute import memory
from accel.execute.aggregate.grouping import Groups
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, take, take_or
from accel.kernels.kernel import Kernel

_NO_MASK: Final = np.zeros(1, np.uint8)
_MISSING_BITS: Final = {"f8": 0x7FF8000000000000, "f4": 0x7FC00000, "i8": 1 << 63}

_MERGE_SUMS = Kernel("aggregate:merge_sums", "i4* f8* f8* i8 f8* f8*")
_MERGE_MOMENTS = Kernel("aggregate:merge_moments", "i4* f8* f8* f8* i8 f8* f8* f8*")
_ROUNDED_SUMS = Kernel("aggregate:rounded_sums", "f8* f8* i8 f8*")
_FIRST_VALID = Kernel("aggregate:first_valid", "i4* b1* i8 i4*")
_LAST_VALID = Kernel("aggregate:last_valid", "i4* b1* i8 i4*")

# Of the kernels' values: their type, which varies, and the masks of valid ones.
_SIGNATURES: Final = {
    "aggregate:sum_integer": "i4* {0}* b1* i8 i8*",
    "aggregate:sum_float": "i4* {0}* b1* i8 f8* f8*",
    "aggregate:product_integer": "i4* {0}* i8 i8*",
    "aggregate:product_float": "i4* {0}* b1* i8 f8*",
    "aggregate:extreme": "i4* {0}* b1* i8 {0}*",
    "aggregate:moments": "i4* {0}* b1* i8 f8* f8* f8*",
    "aggregate_whole:sum_integer": "{0}* b1* i8 i8*",
    "aggregate_whole:sum_float": "{0}* b1* i8 f8 f8*",
    "aggregate_whole:extreme": "{0}* b1* i8 {0}*",
}


@functools.cache
def _kernel(name: str, code: str, *parameters: bool) -> Kernel:
    return Kernel(name, _SIGNATURES[name].format(code), parameters or None)


def _code(data: Array) -> str:
    return f"{data.dtype.kind}{data.dtype.itemsize}"


def _mask(valid: Array | None) -> Array:
    return _NO_MASK if valid is None else valid


def integer_sums(data: Array, valid: Array | None, groups: Groups) -> Array:
    """Add up integers, wrapping around as int64 does."""
    out = memory.zeros(groups.count, np.int64)
    rest = (data, _mask(valid), len(data), out)
    if groups.whole:
        _kernel("aggregate_whole:sum_integer", _code(data), valid is not None)(*rest)
    else:
        _kernel("aggregate:sum_integer", _code(data), valid is not None)(groups.ids, *rest)
    return out


def float_sums(data: Array, valid: Array | None, groups: Groups) -> tuple[Array, Array]:
    """Add up numbers as floats: sums, and the rounding errors made."""
    if groups.whole:
        return _whole_sum(data, valid, False, 0.0)
    sums, errors = (memory.zeros(groups.count, np.float64) for _ in range(2))
    kernel = _kernel("aggregate:sum_float", _code(data), valid is not None)
    kernel(groups.ids, data, _mask(valid), len(data), sums, errors)
    return sums, errors


def _whole_sum(
    data: Array, valid: Array | None, squared: bool, shift: float
) -> tuple[Array, Array]:
    """Add all values up, or their squared distances from ``shift``."""
    out = np.zeros(2)
    kernel = _kernel("aggregate_whole:sum_float", _code(data), valid is not None, squared)
    kernel(data, _mask(valid), len(data), shift, out)
    return out[:1], out[1:]


def merged_sums(sums: Array, errors: Array, groups: Groups) -> tuple[Array, Array]:
    """Add up what ``float_sums`` gave for parts of groups."""
    out, lost = (memory.zeros(groups.count, np.float64) for _ in range(2))
    _MERGE_SUMS(groups.all_ids, sums, errors, len(sums), out, lost)
    return out, lost


def rounded_sums(sums: Array, errors: Array) -> Array:
    """Make one number of a sum and its error."""
    out = memory.empty(len(sums), np.float64)
    _ROUNDED_SUMS(sums, errors, len(sums), out)
    return out


def integer_products(data: Array, groups: Groups) -> Array:
    """Multiply integers, wrapping around as int64 does."""
    out = np.ones(groups.count, np.int64)
    kernel = _kernel("aggregate:product_integer", _code(data))
    kernel(groups.all_ids, data, len(data), out)
    return out


def float_products(data: Array, valid: Array | None, groups: Groups) -> Array:
    """Multiply floats."""
    out = np.ones(groups.count, np.float64)
    mask = np.ones(len(data), bool) if valid is None else valid
    kernel = _kernel("aggregate:product_float", _code(data))
    kernel(groups.all_ids, data, mask, len(data), out)
    return out


def moments(data: Array, valid: Array | None, groups: Groups) -> tuple[Array, Array, Array]:
    """Return counts, means and sums of squared deviations."""
    if groups.whole:
        return _whole_moments(data, valid)
    out = tuple(memory.zeros(groups.count, np.float64) for _ in range(3))
    kernel = _kernel("aggregate:moments", _code(data), valid is not None)
    kernel(groups.ids, data, _mask(valid), len(data), *out)
    return out[0], out[1], out[2]


def _whole_moments(data: Array, valid: Array | None) -> tuple[Array, Array, Array]:
    """Take the mean first, then the deviations from it."""
    count = len(data) if valid is None else int(np.count_nonzero(valid))
    if count == 0:
        return np.zeros(1), np.zeros(1), np.zeros(1)
    total, error = _whole_sum(data, valid, False, 0.0)
    mean = (total + error) / count
    squares, error = _whole_sum(data, valid, True, float(mean[0]))
    return np.array([float(count)]), mean, squares + error


def merged_moments(
    counts: Array, means: Array, squares: Array, groups: Groups
) -> tuple[Array, Array, Array]:
    """Join what ``moments`` gave for parts of groups."""
    out = tuple(memory.zeros(groups.count, np.float64) for _ in range(3))
    _MERGE_MOMENTS(groups.all_ids, counts, means, squares, len(counts), *out)
    return out[0], out[1], out[2]


def fold_extremes(
    data: Array, valid: Array | None, greatest: bool, groups: Groups, out: Array
) -> None:
    """Bring each group's least or greatest value in ``out`` up to date."""
    rest = (data, _mask(valid), len(data), out)
    parameters = (_code(data), greatest, valid is not None)
    if groups.whole:
        _kernel("aggregate_whole:extreme", *parameters)(*rest)
    else:
        _kernel("aggregate:extreme", *parameters)(groups.ids, *rest)


def first_rows(valid: Array | None, groups: Groups) -> Array:
    """Return each group's first row whose value is not missing, -1 if there is none."""
    if valid is None:
        return groups.firsts
    rows = np.full(groups.count, -1, np.int32)
    _FIRST_VALID(groups.all_ids, valid, len(valid), rows)
    return rows


def last_rows(valid: Array | None, groups: Groups) -> Array:
    """Return each group's last row whose value is not missing, -1 if there is none."""
    if valid is None:
        return groups.lasts()
    rows = np.full(groups.count, -1, np.int32)
    _LAST_VALID(groups.all_ids, valid, len(valid), rows)
    return rows


def take_rows(vector: Vector, rows: Array) -> Vector:
    """Gather rows; -1 gives a missing value."""
    if isinstance(vector, Coded):
        return Coded(take_or(vector.codes, rows, -1), vector.dictionary)
    if isinstance(vector, Text):
        lengths = take_or(vector.lengths, rows, 0xFFFFFFFF)
        return Text(take_or(vector.starts, rows, 0), lengths, vector.owners)
    if len(rows) == 0 or int(rows.min()) >= 0:
        return Fixed(take(vector.data, rows))
    bits = _MISSING_BITS.get(_code(vector.data), 0xFFFFFFFF)
    return Fixed(take_or(vector.data, rows, bits & ((1 << 8 * vector.data.dtype.itemsize) - 1)))
