"""What a group-by has to do: its keys, the accumulators it shares, the columns they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from accel.execute.aggregate.accumulators import Accumulator, Count, Size, State
from accel.execute.aggregate.grouping import Groups
from accel.execute.aggregate.holistic import Holistic
from accel.execute.aggregate.results import AggSpec, Recipe, recipe
from accel.execute.aggregate.values import Values
from accel.execute.keys import Kind, kind_of
from accel.execute.sort.text import ranks
from accel.execute.vector import Coded, Dictionary, Fixed, Vector, take_or

_NEVER_MISSING: Final = ("integer", "unsigned")
_PICKS: Final = ("min", "max", "first", "last")  # whose result is one of the values


@dataclass(frozen=True)
class KeySpec:
    """A key column: its id and pandas dtype."""

    id: int
    dtype: Any

    @property
    def kind(self) -> Kind:
        """How its values are held."""
        return kind_of(self.dtype)


class Work:
    """The accumulators of several aggregates, equal ones once.

    Attributes
    ----------
    accumulators : list of Accumulator
        What is kept of each group.
    recipes : list of (AggSpec, Recipe, tuple of int)
        Each aggregate, and which accumulators it is made of.
    inputs : list of int
        Ids of the columns read; their order is that of a raw chunk's payload.
    dtypes : dict of int to dtype
        Their pandas dtypes.
    mergeable : bool
        Whether partial results exist of all.
    """

    def __init__(self, specs: Sequence[AggSpec]) -> None:
        self.accumulators: list[Accumulator] = []
        self.recipes: list[tuple[AggSpec, Recipe, tuple[int, ...]]] = []
        self.dtypes: dict[int, Any] = {}
        for spec in specs:
            made = recipe(spec)
            places = tuple(self._place(a) for a in made.accumulators)
            self.recipes.append((spec, made, places))
        for accumulator in self.accumulators:
            if accumulator.input is not None:
                self.dtypes.setdefault(accumulator.input, accumulator.dtype)
        self.inputs = list(self.dtypes)
        self.mergeable = not any(isinstance(a, Holistic) for a in self.accumulators)

    def _place(self, accumulator: Accumulator) -> int:
        # Counting integers is counting rows.
        if isinstance(accumulator, Count) and kind_of(accumulator.dtype) in _NEVER_MISSING:
            accumulator = Size(None, None)
        for k, known in enumerate(self.accumulators):
            if type(known) is type(accumulator) and known == accumulator:
                return k
        self.accumulators.append(accumulator)
        return len(self.accumulators) - 1

    def update(self, payload: Sequence[Vector], groups: Groups) -> list[Vector]:
        """Make the groups' states from rows; states follow each other in one list."""
        values = {
            column: Values(vector, self.dtypes[column])
            for column, vector in zip(self.inputs, payload, strict=True)
        }
        states: list[Vector] = []
        for accumulator in self.accumulators:
            if isinstance(accumulator, Size):
                states.extend(accumulator.update(None, groups))
            else:
                assert accumulator.input is not None
                states.extend(accumulator.update(values[accumulator.input], groups))
        return states

    def merge(self, payload: Sequence[Vector], groups: Groups) -> list[Vector]:
        """Make the groups' states from partial states."""
        states: list[Vector] = []
        at = 0
        for accumulator in self.accumulators:
            dtypes = accumulator.dtypes
            parts = [Values(payload[at + k], dtype) for k, dtype in enumerate(dtypes)]
            states.extend(accumulator.merge(parts, groups))
            at += len(dtypes)
        return states

    def states(self, payload: Sequence[Vector]) -> list[State]:
        """Cut a list of states by accumulator."""
        result: list[State] = []
        at = 0
        for accumulator in self.accumulators:
            width = len(accumulator.dtypes)
            result.append(tuple(payload[at : at + width]))
            at += width
        return result

    def results(
        self, payload: Sequence[Vector], ranked: dict[int, Dictionary]
    ) -> dict[int, Vector]:
        """Make the aggregates' values from the groups' final states.

        ``ranked`` has the dictionaries of the inputs whose strings are given as ranks.
        """
        states = self.states(payload)
        results: dict[int, Vector] = {}
        for spec, made, places in self.recipes:
            vector = made.finish([states[k] for k in places])
            if spec.in_id in ranked and spec.function in _PICKS:
                vector = from_ranks(vector, ranked[spec.in_id])
            results[spec.out_id] = vector
        return results


def from_ranks(vector: Vector, dictionary: Dictionary) -> Vector:
    """Turn ranks back into strings."""
    assert isinstance(vector, Fixed)
    by_rank = np.empty(len(dictionary), np.int32)
    by_rank[ranks(dictionary)] = np.arange(len(dictionary), dtype=np.int32)
    return Coded(take_or(by_rank, vector.data, -1), dictionary)
