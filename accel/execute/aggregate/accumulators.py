"""Accumulators: partial results that rows update, that merge, and that results are made of.

Each is a class with ``update`` (rows to the state of their groups), ``merge`` (states to the state
of their groups) and ``dtypes`` (of the state's vectors, pandas dtypes). States are vectors with an
element a group, so that they go the same ways as the rows they stand for.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np

from accel.execute import memory
from accel.execute.aggregate.grouping import Groups
from accel.execute.aggregate.values import Values
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, take, take_or
from accel.kernels.kernel import Kernel

State: TypeAlias = tuple[Vector, ...]
_INT64: Final = np.dtype(np.int64)
_FLOAT64: Final = np.dtype(np.float64)
_NO_MASK: Final = np.zeros(1, np.uint8)
_LOOK: Final = 256  # values in which a NaN says that there may be many

_MERGE_SUMS = Kernel("aggregate:merge_sums", "i4* f8* f8* i8 f8* f8*")
_MERGE_MOMENTS = Kernel("aggregate:merge_moments", "i4* f8* f8* f8* i8 f8* f8* f8*")
_FIRST_VALID = Kernel("aggregate:first_valid", "i4* b1* i8 i4*")
_LAST_VALID = Kernel("aggregate:last_valid", "i4* b1* i8 i4*")


@functools.cache
def _sum_integer(code: str, masked: bool) -> Kernel:
    return Kernel("aggregate:sum_integer", f"i4* {code}* b1* i8 i8*", (masked,))


@functools.cache
def _sum_float(code: str, masked: bool) -> Kernel:
    return Kernel("aggregate:sum_float", f"i4* {code}* b1* i8 f8* f8*", (masked,))


@functools.cache
def _product_integer(code: str) -> Kernel:
    return Kernel("aggregate:product_integer", f"i4* {code}* i8 i8*")


@functools.cache
def _product_float(code: str) -> Kernel:
    return Kernel("aggregate:product_float", f"i4* {code}* b1* i8 f8*")


@functools.cache
def _extreme(code: str, greatest: bool, masked: bool) -> Kernel:
    return Kernel("aggregate:extreme", f"i4* {code}* b1* i8 {code}*", (greatest, masked))


@functools.cache
def _moments(code: str, masked: bool) -> Kernel:
    return Kernel("aggregate:moments", f"i4* {code}* b1* i8 f8* f8* f8*", (masked,))


@functools.cache
def _whole_sum_integer(code: str, masked: bool) -> Kernel:
    return Kernel("aggregate_whole:sum_integer", f"{code}* b1* i8 i8*", (masked,))


@functools.cache
def _whole_sum_float(code: str, masked: bool, squared: bool) -> Kernel:
    parameters = (masked, squared)
    return Kernel("aggregate_whole:sum_float", f"{code}* b1* i8 f8 f8*", parameters)


@functools.cache
def _whole_extreme(code: str, greatest: bool, masked: bool) -> Kernel:
    return Kernel("aggregate_whole:extreme", f"{code}* b1* i8 {code}*", (greatest, masked))


def code_of(data: Array) -> str:
    """Return the kernel type code of an array's elements."""
    return f"{data.dtype.kind}{data.dtype.itemsize}"


def _mask(valid: Array | None) -> tuple[bool, Array]:
    return valid is not None, _NO_MASK if valid is None else valid


@dataclass(frozen=True)
class Accumulator:
    """Base of the accumulators; equal ones of a sink are kept once.

    Attributes
    ----------
    input : int or None
        Id of the column they read.
    dtype
        Its pandas dtype.
    """

    input: int | None
    dtype: Any

    @property
    def dtypes(self) -> tuple[Any, ...]:
        """The dtypes of the state's vectors."""
        raise NotImplementedError

    def update(self, values: Values | None, groups: Groups) -> State:
        """Make the state of each group from its rows."""
        raise NotImplementedError

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        """Make the state of each group from the states of its parts, in order."""
        raise NotImplementedError


class Size(Accumulator):
    """Counts rows."""

    dtypes = (_INT64,)

    def update(self, values: Values | None, groups: Groups) -> State:
        return (Fixed(groups.sizes),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return (Fixed(_sum_of_integers(parts[0].data, None, groups)),)


class Count(Size):
    """Counts values that are not missing."""

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        if values.valid is None:
            return super().update(values, groups)
        return (Fixed(_sum_of_integers(values.valid.view(np.uint8), None, groups)),)


class IntegerSum(Accumulator):
    """Adds integers up, wrapping around as int64 does."""

    dtypes = (_INT64,)

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        return (Fixed(_sum_of_integers(values.data, values.valid, groups)),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return (Fixed(_sum_of_integers(parts[0].data, None, groups)),)


def _sum_of_integers(data: Array, valid: Array | None, groups: Groups) -> Array:
    out = memory.zeros(groups.count, np.int64)
    masked, mask = _mask(valid)
    if groups.whole:
        _whole_sum_integer(code_of(data), masked)(data, mask, len(data), out)
    else:
        _sum_integer(code_of(data), masked)(groups.ids, data, mask, len(data), out)
    return out


class FloatSum(Accumulator):
    """Adds numbers up as floats; the state is the sum and the rounding errors made."""

    dtypes = (_FLOAT64, _FLOAT64)

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        # NaN reaches its group's sum. A column without any need not be searched for them first.
        if values.kind == "float" and not values.is_searched and not _has_nan(values.data[:_LOOK]):
            sums, errors = self._sums(values, None, groups)
            if not _has_nan(sums):
                values.nothing_is_missing()
                return Fixed(sums), Fixed(errors)
        sums, errors = self._sums(values, values.valid, groups)
        return Fixed(sums), Fixed(errors)

    @staticmethod
    def _sums(values: Values, valid: Array | None, groups: Groups) -> tuple[Array, Array]:
        if groups.whole:
            return _whole_sum(values.data, valid, False, 0.0)
        sums, errors = (memory.zeros(groups.count, np.float64) for _ in range(2))
        masked, mask = _mask(valid)
        kernel = _sum_float(code_of(values.data), masked)
        kernel(groups.ids, values.data, mask, len(values), sums, errors)
        return sums, errors

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        sums, errors = (memory.zeros(groups.count, np.float64) for _ in range(2))
        _MERGE_SUMS(groups.all_ids, parts[0].data, parts[1].data, len(parts[0]), sums, errors)
        return Fixed(sums), Fixed(errors)


def _has_nan(data: Array) -> bool:
    return bool(np.isnan(data).any())


def _whole_sum(
    data: Array, valid: Array | None, squared: bool, shift: float
) -> tuple[Array, Array]:
    """Add all values up, or their squared distances from ``shift``: the sum and its error."""
    out = np.zeros(2)
    masked, mask = _mask(valid)
    kernel = _whole_sum_float(code_of(data), masked, squared)
    kernel(data, mask, len(data), shift, out)
    return out[:1], out[1:]


class IntegerProduct(Accumulator):
    """Multiplies integers, wrapping around as int64 does."""

    dtypes = (_INT64,)

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        out = np.ones(groups.count, np.int64)
        _product_integer(code_of(values.data))(groups.all_ids, values.data, len(values), out)
        return (Fixed(out),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return self.update(parts[0], groups)


class FloatProduct(Accumulator):
    """Multiplies floats."""

    dtypes = (_FLOAT64,)

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        valid = values.valid if values.valid is not None else np.ones(len(values), bool)
        return self._multiply(values.data, valid, groups)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        # A NaN here is a result (infinity times zero), not a missing value.
        return self._multiply(parts[0].data, np.ones(len(parts[0]), bool), groups)

    def _multiply(self, data: Array, valid: Array, groups: Groups) -> State:
        out = np.ones(groups.count, np.float64)
        _product_float(code_of(data))(groups.all_ids, data, valid, len(data), out)
        return (Fixed(out),)


class Moments(Accumulator):
    """Count, mean and sum of squared deviations."""

    dtypes = (_FLOAT64, _FLOAT64, _FLOAT64)

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        if groups.whole:
            return self._of_all(values)
        out = [memory.zeros(groups.count, np.float64) for _ in range(3)]
        masked, mask = _mask(values.valid)
        kernel = _moments(code_of(values.data), masked)
        kernel(groups.ids, values.data, mask, len(values), *out)
        return tuple(map(Fixed, out))

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        out = [memory.zeros(groups.count, np.float64) for _ in range(3)]
        _MERGE_MOMENTS(groups.all_ids, *(p.data for p in parts), len(parts[0]), *out)
        return tuple(map(Fixed, out))

    def _of_all(self, values: Values) -> State:
        """Take the mean first, then the deviations from it."""
        count = len(values) if values.valid is None else int(np.count_nonzero(values.valid))
        if count == 0:
            return Fixed(np.zeros(1)), Fixed(np.zeros(1)), Fixed(np.zeros(1))
        total, error = _whole_sum(values.data, values.valid, False, 0.0)
        mean = (total + error) / count
        squares, error = _whole_sum(values.data, values.valid, True, float(mean[0]))
        return Fixed(np.array([float(count)])), Fixed(mean), Fixed(squares + error)


class _Choice(Accumulator):
    """Picks one of the values; its state is of the values' own kind."""

    @property
    def dtypes(self) -> tuple[Any, ...]:
        return (self.dtype,)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return self.update(parts[0], groups)


class First(_Choice):
    """The first value that is not missing."""

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        return (take_rows(values.vector, first_valid(values, groups)),)


class Last(_Choice):
    """The last value that is not missing."""

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        if values.valid is None:
            return (values.vector.take(groups.lasts()),)
        rows = memory.empty(groups.count, np.int32)
        rows[:] = -1
        _LAST_VALID(groups.all_ids, values.valid, len(values), rows)
        return (take_rows(values.vector, rows),)


class Minimum(_Choice):
    """The least value that is not missing; NaN, NaT or -1 if all are."""

    greatest: ClassVar[bool] = False

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        start = take_rows(Fixed(values.data), first_valid(values, groups))
        assert isinstance(start, Fixed)
        masked, mask = _mask(values.valid)
        _fold(values.data, self.greatest, masked, mask, groups, start.data)
        is_bool = isinstance(values.vector, Fixed) and values.vector.data.dtype == bool
        return (Fixed(start.data.view(bool)) if is_bool else start,)


def _fold(
    data: Array, greatest: bool, masked: bool, mask: Array, groups: Groups, out: Array
) -> None:
    """Bring each group's extreme in ``out`` up to date."""
    code = code_of(data)
    if groups.whole:
        _whole_extreme(code, greatest, masked)(data, mask, len(data), out)
    else:
        _extreme(code, greatest, masked)(groups.ids, data, mask, len(data), out)


class Maximum(Minimum):
    """The greatest value that is not missing."""

    greatest: ClassVar[bool] = True


class AnyTrue(Accumulator):
    """Whether a value is true; missing ones are not."""

    dtypes = (np.dtype(bool),)
    greatest: ClassVar[bool] = True

    def update(self, values: Values | None, groups: Groups) -> State:
        assert values is not None
        truth = values.data != 0
        if values.valid is not None:
            # Missing values must not decide: false for any, true for all.
            truth = truth & values.valid if self.greatest else truth | ~values.valid
        out = np.full(groups.count, not self.greatest)
        bytes_ = truth.view(np.uint8)
        _fold(bytes_, self.greatest, False, _NO_MASK, groups, out.view(np.uint8))
        return (Fixed(out),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return self.update(parts[0], groups)


class AllTrue(AnyTrue):
    """Whether every value is true; missing ones do not count."""

    greatest: ClassVar[bool] = False


def first_valid(values: Values, groups: Groups) -> Array:
    """Return each group's first row whose value is not missing, -1 if there is none."""
    if values.valid is None:
        return groups.firsts
    rows = memory.empty(groups.count, np.int32)
    rows[:] = -1
    _FIRST_VALID(groups.all_ids, values.valid, len(values), rows)
    return rows


_MISSING_BITS: Final = {"f8": 0x7FF8000000000000, "f4": 0x7FC00000, "i8": 1 << 63}


def take_rows(vector: Vector, rows: Array) -> Vector:
    """Gather rows; -1 gives a missing value."""
    if isinstance(vector, Coded):
        return Coded(take_or(vector.codes, rows, -1), vector.dictionary)
    if isinstance(vector, Text):
        lengths = take_or(vector.lengths, rows, 0xFFFFFFFF)
        return Text(take_or(vector.starts, rows, 0), lengths, vector.owners)
    if len(rows) == 0 or int(rows.min()) >= 0:
        return Fixed(take(vector.data, rows))
    bits = _MISSING_BITS.get(code_of(vector.data), 0xFFFFFFFF)
    width = np.dtype(f"u{vector.data.dtype.itemsize}")
    bits &= (1 << 8 * width.itemsize) - 1
    return Fixed(take_or(vector.data, rows, bits))
