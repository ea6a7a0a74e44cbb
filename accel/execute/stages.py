"""Stages that work on a batch alone: filter and project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from accel.execute.batch import Batch, Columns
from accel.execute.expression import Evaluator, Predicate
from accel.plan.expr import Column, Expr


class Stage(Protocol):
    """A step of a pipeline; called from many threads at once."""

    def apply(self, batch: Batch) -> Batch:
        """Return the batch this one becomes."""


class FilterRunner:
    """Keeps the rows where a predicate is true."""

    def __init__(self, predicate: Predicate, keep: Sequence[int]) -> None:
        self._predicate = predicate
        self._keep = keep

    def apply(self, batch: Batch) -> Batch:
        """Narrow the batch; deferred columns stay deferred."""
        rows = self._predicate.select(batch)
        kept = Batch(batch.rows, batch.columns.keep(self._keep))
        return kept if rows is None else kept.take(rows)


class ProjectRunner:
    """Computes columns; those only passed on are not loaded."""

    def __init__(
        self,
        columns: Sequence[tuple[int, Expr]],
        make_evaluator: Callable[[dict[int, Expr]], Evaluator],
    ) -> None:
        self._passed = [(key, e.id) for key, e in columns if isinstance(e, Column)]
        computed = {key: e for key, e in columns if not isinstance(e, Column)}
        self._evaluator = make_evaluator(computed) if computed else None

    def apply(self, batch: Batch) -> Batch:
        """Return a batch of the computed columns."""
        columns = Columns()
        if self._evaluator is not None:
            columns.update(self._evaluator.apply(batch).columns.raw())
        old = dict(batch.columns.raw())
        for key, source in self._passed:
            columns[key] = old[source]
        return Batch(batch.rows, columns)
