"""Accumulators: partial results that rows update, that merge, and that results are made of.

Each is a class with ``update`` (rows to the state of their groups), ``merge`` (states to the state
of their groups) and ``dtypes`` (of the state's vectors, pandas dtypes). States are vectors with an
element a group, so that they go the same ways as the rows they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np

from accel.execute.aggregate import folds
from accel.execute.aggregate.grouping import Groups
from accel.execute.aggregate.values import Values
from accel.execute.vector import Array, Fixed, Vector

State: TypeAlias = tuple[Vector, ...]
_INT64: Final = np.dtype(np.int64)
_FLOAT64: Final = np.dtype(np.float64)
_LOOK: Final = 256  # values in which a NaN says that there may be many


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

    def update(self, values: Values, groups: Groups) -> State:
        """Make the state of each group from its rows."""
        raise NotImplementedError

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        """Make the state of each group from the states of its parts, in order."""
        return self.update(parts[0], groups)


class Size(Accumulator):
    """Counts rows; reads no values."""

    dtypes = (_INT64,)

    def update(self, values: Values | None, groups: Groups) -> State:
        return (Fixed(groups.sizes),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return (Fixed(folds.integer_sums(parts[0].data, None, groups)),)


class Count(Accumulator):
    """Counts values that are not missing."""

    dtypes = (_INT64,)

    def update(self, values: Values, groups: Groups) -> State:
        if values.valid is None:
            return (Fixed(groups.sizes),)
        return (Fixed(folds.integer_sums(values.valid.view(np.uint8), None, groups)),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        return (Fixed(folds.integer_sums(parts[0].data, None, groups)),)


class IntegerSum(Accumulator):
    """Adds integers up, wrapping around as int64 does."""

    dtypes = (_INT64,)

    def update(self, values: Values, groups: Groups) -> State:
        return (Fixed(folds.integer_sums(values.data, values.valid, groups)),)


class FloatSum(Accumulator):
    """Adds numbers up as floats; the state is the sum and the rounding errors made."""

    dtypes = (_FLOAT64, _FLOAT64)

    def update(self, values: Values, groups: Groups) -> State:
        # NaN reaches its group's sum. A column without any need not be searched for them first.
        if values.kind == "float" and not values.is_searched and not _has_nan(values.data[:_LOOK]):
            sums, errors = folds.float_sums(values.data, None, groups)
            if not _has_nan(sums):
                values.nothing_is_missing()
                return Fixed(sums), Fixed(errors)
        sums, errors = folds.float_sums(values.data, values.valid, groups)
        return Fixed(sums), Fixed(errors)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        sums, errors = folds.merged_sums(parts[0].data, parts[1].data, groups)
        return Fixed(sums), Fixed(errors)


def _has_nan(data: Array) -> bool:
    return bool(np.isnan(data).any())


class IntegerProduct(Accumulator):
    """Multiplies integers, wrapping around as int64 does."""

    dtypes = (_INT64,)

    def update(self, values: Values, groups: Groups) -> State:
        return (Fixed(folds.integer_products(values.data, groups)),)


class FloatProduct(Accumulator):
    """Multiplies floats."""

    dtypes = (_FLOAT64,)

    def update(self, values: Values, groups: Groups) -> State:
        return (Fixed(folds.float_products(values.data, values.valid, groups)),)

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        # A NaN here is a result (infinity times zero), not a missing value.
        return (Fixed(folds.float_products(parts[0].data, None, groups)),)


class Moments(Accumulator):
    """Count, mean and sum of squared deviations."""

    dtypes = (_FLOAT64, _FLOAT64, _FLOAT64)

    def update(self, values: Values, groups: Groups) -> State:
        return tuple(map(Fixed, folds.moments(values.data, values.valid, groups)))

    def merge(self, parts: Sequence[Values], groups: Groups) -> State:
        counts, means, squares = (part.data for part in parts)
        return tuple(map(Fixed, folds.merged_moments(counts, means, squares, groups)))


class _Choice(Accumulator):
    """Picks one of the values; its state is of the values' own kind."""

    @property
    def dtypes(self) -> tuple[Any, ...]:
        return (self.dtype,)


class First(_Choice):
    """The first value that is not missing."""

    def update(self, values: Values, groups: Groups) -> State:
        return (folds.take_rows(values.vector, folds.first_rows(values.valid, groups)),)


class Last(_Choice):
    """The last value that is not missing."""

    def update(self, values: Values, groups: Groups) -> State:
        return (folds.take_rows(values.vector, folds.last_rows(values.valid, groups)),)


class Minimum(_Choice):
    """The least value that is not missing; NaN, NaT or -1 if all are."""

    greatest: ClassVar[bool] = False

    def update(self, values: Values, groups: Groups) -> State:
        start = folds.take_rows(Fixed(values.data), folds.first_rows(values.valid, groups))
        assert isinstance(start, Fixed)
        folds.fold_extremes(values.data, values.valid, self.greatest, groups, start.data)
        is_bool = isinstance(values.vector, Fixed) and values.vector.data.dtype == bool
        return (Fixed(start.data.view(bool)) if is_bool else start,)


class Maximum(Minimum):
    """The greatest value that is not missing."""

    greatest: ClassVar[bool] = True


class AnyTrue(Accumulator):
    """Whether a value is true; missing ones are not."""

    dtypes = (np.dtype(bool),)
    greatest: ClassVar[bool] = True

    def update(self, values: Values, groups: Groups) -> State:
        truth = values.data != 0
        if values.valid is not None:
            # Missing values must not decide: false for any, true for all.
            truth = truth & values.valid if self.greatest else truth | ~values.valid
        out = np.full(groups.count, not self.greatest)
        folds.fold_extremes(truth.view(np.uint8), None, self.greatest, groups, out.view(np.uint8))
        return (Fixed(out),)


class AllTrue(AnyTrue):
    """Whether every value is true; missing ones do not count."""

    greatest: ClassVar[bool] = False
