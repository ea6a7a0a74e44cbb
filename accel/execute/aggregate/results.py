"""From an aggregate's name to its accumulators, and from their states to its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from accel.execute.aggregate.accumulators import (
    Accumulator,
    AllTrue,
    AnyTrue,
    Count,
    First,
    FloatProduct,
    FloatSum,
    IntegerProduct,
    IntegerSum,
    Last,
    Maximum,
    Minimum,
    Moments,
    Size,
    State,
)
from accel.execute.aggregate.folds import rounded_sums
from accel.execute.aggregate.holistic import DistinctCount, GreatestText, LeastText, Median
from accel.execute.keys import NAT, kind_of
from accel.execute.vector import Array, Fixed, Vector
from accel.plan.errors import Unsupported

Finish: TypeAlias = Callable[[Sequence[State]], Vector]


@dataclass(frozen=True)
class AggSpec:
    """One aggregate.

    Attributes
    ----------
    out_id : int
        Id of the result column.
    function : str
        As ``accel.plan.nodes.Aggregation`` lists them.
    in_id : int or None
        Id of the column, None for ``size``.
    in_dtype, out_dtype
        pandas dtypes.
    options : tuple of (str, value) pairs
        ddof, min_count, dropna (of nunique).
    """

    out_id: int
    function: str
    in_id: int | None
    in_dtype: Any
    out_dtype: Any
    options: tuple[tuple[str, Any], ...] = ()

    def option(self, name: str, default: Any) -> Any:
        """Return an option's value."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True)
class Recipe:
    """What an aggregate accumulates, and how its values come from that."""

    accumulators: tuple[Accumulator, ...]
    finish: Finish


def recipe(spec: AggSpec) -> Recipe:
    """Plan an aggregate.

    Raises
    ------
    Unsupported
        If there is no such aggregate of such values.
    """
    if spec.function == "size":
        return Recipe((Size(None, None),), _as_is)
    kind = kind_of(spec.in_dtype)
    make = _RECIPES.get((spec.function, kind)) or _RECIPES.get((spec.function, "any"))
    if make is None:
        raise Unsupported(f"{spec.function} of {spec.in_dtype}")
    return make(spec)


def _simple(kind: type[Accumulator]) -> Callable[[AggSpec], Recipe]:
    return lambda spec: Recipe((kind(spec.in_id, spec.in_dtype),), _as_is)


def _as_is(states: Sequence[State]) -> Vector:
    return states[0][0]


def _numbers(vector: Vector) -> Array:
    assert isinstance(vector, Fixed)
    return vector.data


def _sums(state: State) -> Array:
    """Return the rounded sums of a ``FloatSum`` state."""
    sums, errors = map(_numbers, state)
    return rounded_sums(sums, errors)


def _counts(spec: AggSpec, least: int = 1) -> tuple[Accumulator, ...]:
    """Return the count of values where ``min_count`` asks for at least ``least``."""
    if spec.option("min_count", 0) < least:
        return ()
    return (Count(spec.in_id, spec.in_dtype),)


def _too_few(states: Sequence[State], spec: AggSpec) -> Array | None:
    """Return which groups have fewer values than ``min_count``; None if that was not counted."""
    if len(states) == 1:
        return None
    few: Array = _numbers(states[1][0]) < spec.option("min_count", 0)
    return few


def _integer_result(values: Array, spec: AggSpec) -> Vector:
    result = values.astype(spec.out_dtype, copy=False)
    if spec.out_dtype.itemsize < 8 and not np.array_equal(result.astype(np.int64), values):
        raise Unsupported(f"{spec.function} of {spec.in_dtype} beyond its range")
    return Fixed(result)


def _total(integers: type[Accumulator], floats: type[Accumulator]) -> Callable[[AggSpec], Recipe]:
    """Make the recipe of a sum or product."""

    def make(spec: AggSpec) -> Recipe:
        is_float = kind_of(spec.in_dtype) == "float"
        accumulator = (floats if is_float else integers)(spec.in_id, spec.in_dtype)

        def finish(states: Sequence[State]) -> Vector:
            few = _too_few(states, spec)
            if not is_float:
                if few is not None and few.any():
                    raise Unsupported(f"{spec.function} of integers with groups below min_count")
                return _integer_result(_numbers(states[0][0]), spec)
            state = states[0]
            values = _sums(state) if len(state) == 2 else _numbers(state[0])
            if few is not None:
                values = np.where(few, np.nan, values)
            return Fixed(values.astype(spec.out_dtype, copy=False))

        return Recipe((accumulator, *_counts(spec)), finish)

    return make


def _sum_of_times(spec: AggSpec) -> Recipe:
    if getattr(spec.in_dtype, "kind", "") != "m":
        raise Unsupported(f"sum of {spec.in_dtype}")

    def finish(states: Sequence[State]) -> Vector:
        few = _too_few(states, spec)
        values = _numbers(states[0][0])
        return Fixed(values if few is None else np.where(few, NAT, values))

    return Recipe((IntegerSum(spec.in_id, spec.in_dtype), *_counts(spec)), finish)


def _mean(spec: AggSpec) -> Recipe:
    # Sums of narrow integers are exact in int64; pandas adds wide ones up as floats.
    narrow = kind_of(spec.in_dtype) == "integer" and spec.in_dtype.itemsize <= 4
    column = (spec.in_id, spec.in_dtype)
    total: Accumulator = IntegerSum(*column) if narrow else FloatSum(*column)

    def finish(states: Sequence[State]) -> Vector:
        sums = _numbers(states[0][0]) if narrow else _sums(states[0])
        with np.errstate(invalid="ignore", divide="ignore"):
            return Fixed((sums / _numbers(states[1][0])).astype(spec.out_dtype, copy=False))

    return Recipe((total, Count(*column)), finish)


def _variance(root: bool) -> Callable[[AggSpec], Recipe]:
    def make(spec: AggSpec) -> Recipe:
        ddof = spec.option("ddof", 1)

        def finish(states: Sequence[State]) -> Vector:
            counts, _, squares = map(_numbers, states[0])
            with np.errstate(invalid="ignore", divide="ignore"):
                values = np.where(counts > ddof, squares / (counts - ddof), np.nan)
            values = np.sqrt(values) if root else values
            return Fixed(values.astype(spec.out_dtype, copy=False))

        return Recipe((Moments(spec.in_id, spec.in_dtype),), finish)

    return make


def _extreme(kind: type[Accumulator]) -> Callable[[AggSpec], Recipe]:
    def make(spec: AggSpec) -> Recipe:
        def finish(states: Sequence[State]) -> Vector:
            few = _too_few(states, spec)
            if few is not None and few.any():
                raise Unsupported(f"{spec.function} with groups below min_count")
            return states[0][0]

        return Recipe((kind(spec.in_id, spec.in_dtype), *_counts(spec, least=2)), finish)

    return make


def _ordered(kind: type[Accumulator]) -> Callable[[AggSpec], Recipe]:
    def make(spec: AggSpec) -> Recipe:
        if not spec.in_dtype.ordered:
            raise Unsupported(f"{spec.function} of an unordered categorical")
        return _extreme(kind)(spec)

    return make


def _distinct(spec: AggSpec) -> Recipe:
    dropna = bool(spec.option("dropna", True))
    return Recipe((DistinctCount(spec.in_id, spec.in_dtype, dropna),), _as_is)


def _median(spec: AggSpec) -> Recipe:
    def finish(states: Sequence[State]) -> Vector:
        return Fixed(_numbers(states[0][0]).astype(spec.out_dtype, copy=False))

    return Recipe((Median(spec.in_id, spec.in_dtype),), finish)


_NUMBERS: Final = ("integer", "unsigned", "float")


def _of_numbers() -> dict[str, Callable[[AggSpec], Recipe]]:
    return {
        "sum": _total(IntegerSum, FloatSum),
        "prod": _total(IntegerProduct, FloatProduct),
        "mean": _mean,
        "var": _variance(root=False),
        "std": _variance(root=True),
        "min": _extreme(Minimum),
        "max": _extreme(Maximum),
        "any": _simple(AnyTrue),
        "all": _simple(AllTrue),
        "median": _median,
    }


_RECIPES: Final[dict[tuple[str, str], Callable[[AggSpec], Recipe]]] = {
    ("count", "any"): _simple(Count),
    ("nunique", "any"): _distinct,
    ("first", "any"): _extreme(First),
    ("last", "any"): _extreme(Last),
    ("sum", "time"): _sum_of_times,
    ("min", "string"): _extreme(LeastText),
    ("max", "string"): _extreme(GreatestText),
    ("min", "category"): _ordered(Minimum),
    ("max", "category"): _ordered(Maximum),
    ("min", "time"): _extreme(Minimum),
    ("max", "time"): _extreme(Maximum),
} | {(name, kind): make for name, make in _of_numbers().items() for kind in _NUMBERS}
