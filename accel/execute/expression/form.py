"""Expressions compiled for one form of a batch: which string columns come coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accel.execute.batch import Batch
from accel.execute.expression.host import Host
from accel.execute.expression.lookup import Lookup
from accel.execute.expression.native import Native
from accel.execute.expression.table import entry_of
from accel.execute.vector import Array, Coded, Vector
from accel.plan.expr import Call, Column, Expr, walk


class Form:
    """Programs, and the host operations between them.

    Parameters
    ----------
    targets : sequence of Expr
        What to compute.
    lookups : mapping of Expr to Lookup
        Sub-trees that are looked up by the code of a column.
    sets : mapping
        The key set of each ``IsInPlan``.
    mask : Expr, optional
        A predicate whose true rows are wanted.
    """

    def __init__(
        self,
        targets: Sequence[Expr],
        lookups: Mapping[Expr, Lookup],
        sets: Mapping[Expr, Any],
        mask: Expr | None = None,
    ) -> None:
        whole = [*targets, *([] if mask is None else [mask])]
        self._columns = tuple({e for t in whole for e in walk(t) if isinstance(e, Column)})
        self._coded = {lookup.column for lookup in lookups.values()}
        given: set[Expr] = set()
        self._stages: list[tuple[Native | None, list[Expr], list[tuple[Call, Host]]]] = []
        for level in _host_levels(whole, lookups):
            arguments = list(dict.fromkeys(a for call in level for a in call.args if _varies(a)))
            computed = [a for a in arguments if not isinstance(a, Column) and a not in given]
            native = Native(computed, set(given), lookups, sets) if computed else None
            self._stages.append((native, computed, [(call, _host(call)) for call in level]))
            given |= {*computed, *level}
        self._last = Native(targets, given, lookups, sets, mask)

    def run(self, batch: Batch) -> tuple[list[Vector], Array | None]:
        """Compute the targets, and the rows where the mask is set (None: all)."""
        known: dict[Expr, Vector] = {c: batch.columns[c.id] for c in self._columns}
        rows = batch.rows
        for native, computed, calls in self._stages:
            if native is not None:
                vectors, _ = native.run(known, rows)
                known |= zip(computed, vectors, strict=True)
            for call, host in calls:
                arguments = [_argument(known.get(arg)) for arg in call.args]
                known[call] = host.apply(call, arguments, rows)
        return self._last.run(known, rows)


def _argument(vector: Vector | None) -> Vector | None:
    return vector.decode() if isinstance(vector, Coded) else vector


def _varies(expr: Expr) -> bool:
    return isinstance(expr, Column | Call) or bool(expr.children)


def _host(call: Call) -> Host:
    entry = entry_of(call)
    assert isinstance(entry, Host)
    return entry


def _host_levels(exprs: Sequence[Expr], lookups: Mapping[Expr, Lookup]) -> list[list[Call]]:
    """Return the calls of host operations, those first that others need."""
    levels: list[dict[Call, None]] = []
    depths: dict[Expr, int] = dict.fromkeys(lookups, 0)
    for expr in exprs:
        _host_depth(expr, depths, levels)
    return [list(level) for level in levels]


def _host_depth(expr: Expr, depths: dict[Expr, int], levels: list[dict[Call, None]]) -> int:
    """Return how many levels of host operations an expression takes, and file its own."""
    known = depths.get(expr)
    if known is None:
        known = max((_host_depth(child, depths, levels) for child in expr.children), default=0)
        if isinstance(expr, Call) and isinstance(entry_of(expr), Host):
            if known == len(levels):
                levels.append({})
            levels[known][expr] = None
            known += 1
        depths[expr] = known
    return known
