"""The way from a recorded plan to the engine, past what was computed before.

A frame that the program holds is computed once, as far as memory allows: the columns of a frame
that was shown stay known, and a join, aggregate or sort that live frames refer to is run by itself
and kept when it is met again, or when a scalar is computed of it (the frame is then sure to be
used once more).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from accel.frame.known import Rows, live_rows, rows_of
from accel.frame.memory import Memory, with_scans
from accel.frame.source import VectorSource, freeze
from accel.frame.state import FrameState, SeriesState
from accel.frame.turns import turn
from accel.optimizer.estimate import Estimates
from accel.optimizer.requirements import required_columns
from accel.plan.errors import Unsupported
from accel.plan.expr import Column, Expr, columns_of
from accel.plan.nodes import Aggregate, Distinct, Enumerate, Field, Join, Node, Project, Scan, Sort
from accel.plan.rewrite import topological, with_changed_inputs
from accel.plan.tree import new_id
from accel.settings import options
from accel.shielding import shielded

if TYPE_CHECKING:
    from accel.execute.batch import Batch

_COSTLY: Final = (Aggregate, Distinct, Join, Sort)
_NARROW: Final = 4  # frames of so few columns are kept whole
_SMALL: Final = 64 << 20  # bytes that are kept at the first run already


def execute(node: Node, *, scalar: bool = False) -> Batch:
    """Run a plan and return its rows.

    Parameters
    ----------
    node : Node
        The plan as recorded.
    scalar : bool, optional
        Whether the result is one row, computed from a frame that lives on.
    """
    return _run(_over_kept(node, node, scalar=scalar))


def _run(node: Node) -> Batch:
    from accel.execute.local import execute as run_locally

    return shielded(lambda: run_locally(node))


def check(expr: Expr) -> Expr:
    """Return ``expr`` if the engine can compute it.

    Raises
    ------
    Unsupported
        If it cannot.
    """
    if type(expr) is Column:
        return expr
    from accel.execute.expression import check as check_expression
    from accel.frame.opaque import Taken

    if isinstance(expr, Taken):
        raise Unsupported(f"a column of dtype {expr.dtype}")
    check_expression(expr)
    return expr


def _over_kept(root: Node, running: Node, *, scalar: bool) -> Node:
    """Return the plan with nodes that were computed, or should be by themselves, as scans.

    ``running`` is the node that is run by itself just now.
    """
    return _Replacing(required_columns(root), running, scalar).visit(root)


class _Replacing:
    """From the top: below what was computed before, nothing is looked at."""

    def __init__(
        self, required: Mapping[Node, frozenset[int]], running: Node, scalar: bool
    ) -> None:
        self._required = required
        self._running = running
        self._scalar = scalar
        self._done: dict[Node, Node] = {}

    def visit(self, node: Node) -> Node:
        known = self._done.get(node)
        if known is None:
            known = self._done[node] = (
                node.scan()
                if isinstance(node, Memory)
                else _kept_scan(node, self._required[node])
                or self._kept_now(node)
                or with_changed_inputs(node, self.visit)
            )
        return known

    def _kept_now(self, node: Node) -> Node | None:
        if node is self._running:
            return None
        rows = rows_of(node)
        if rows is None or not _is_costly(node):
            return None
        rows.runs += 1
        if not _worth_keeping(rows, node, self._scalar):
            return None
        required = self._required[node]
        columns = _columns_to_keep(rows, required)
        if not columns or not _fits(node, len(columns), rows.runs):
            return None
        with turn(rows):
            kept = _kept_scan(node, required)  # another thread may just have been at it
            if kept is None:
                _keep(rows, columns)
                kept = _kept_scan(node, required)
        return kept


def _kept_scan(node: Node, ids: Iterable[int]) -> Node | None:
    """Return a scan of a node's columns, if all of them were computed before."""
    rows = rows_of(node)
    if rows is None or not rows.kept or isinstance(node, Scan):
        return None
    by_id = {e.id: kept for e, kept in rows.kept.copy().items() if isinstance(e, Column)}
    dtypes = {f.id: f for f in node.schema}
    wanted = list(ids)
    if not by_id or any(key not in by_id for key in wanted):
        return None
    # any column tells the number of rows
    sources = {id(by_id[key][0]): by_id[key][0] for key in wanted or list(by_id)[:1]}
    if len(sources) > 1:
        return None
    (source,) = sources.values()
    return Scan(source, tuple((dtypes[key], by_id[key][1]) for key in wanted))


def _is_costly(node: Node) -> bool:
    return any(isinstance(n, _COSTLY) for n in topological(node))


def _worth_keeping(rows: Rows, node: Node, scalar: bool) -> bool:
    """Tell whether live frames will read the node again."""
    others = [state for state in rows.live_states() if isinstance(state, FrameState)]
    return bool(others) and (scalar or (rows.runs > 1 and isinstance(node, _COSTLY)))


def _columns_to_keep(rows: Rows, required: Iterable[int]) -> list[Column]:
    """Return the columns that this plan and the live frames are likely to read.

    A default index is left until somebody asks for it: counting rows keeps filters from passing.
    """
    ids = set(required)
    counted = {
        n.id for n in topological(rows.node) if isinstance(n, Enumerate) and not _whole(n.input)
    }
    for state in rows.live_states():
        if isinstance(state, SeriesState) or len(state.columns) <= _NARROW:
            for expr in state.exprs():
                ids |= columns_of(expr)
            for level in state.space.index or ():
                ids |= columns_of(level)
    for other in live_rows():
        if other is not rows and rows.node in topological(other.node):
            ids |= required_columns(other.node).get(rows.node, frozenset())
    ids -= counted.difference(required)
    return [field.column() for field in rows.node.schema if field.id in ids]


def _whole(node: Node) -> bool:
    """Tell whether a node gives all rows of a source, which are counted for nothing."""
    while isinstance(node, Project):
        node = node.input
    return isinstance(node, (Scan, Memory))


def _fits(node: Node, columns: int, runs: int) -> bool:
    size = Estimates().rows(with_scans(node)) * columns * 8
    return size <= (_SMALL if runs == 1 else options.memory_limit // 4)


def _keep(rows: Rows, columns: list[Column]) -> None:
    fields = {column: Field(new_id(), column.dtype, column.name) for column in columns}
    plan = Project(rows.node, tuple((field, column) for column, field in fields.items()))
    batch = _run(_over_kept(plan, rows.node, scalar=False))
    vectors = {f.id: (f.dtype, freeze(batch.columns[f.id])) for f in fields.values()}
    source = VectorSource(batch.rows, vectors)
    rows.count = batch.rows
    for column, field in fields.items():
        rows.kept[column] = (source, field.id)
