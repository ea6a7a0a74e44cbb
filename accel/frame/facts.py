"""What only the data can tell: dtypes that depend on whether rows match, or sums fit.

pandas makes an integer column float64 if a left join finds no match for some row, and leaves it
alone otherwise; it gives a sum by group the dtype of a narrow column if all sums fit. A plan first
takes the wide dtype; whoever needs the true one asks ``certain``, which looks for a row without a
match, or computes the sums, once.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import pandas

from accel.execute.vector import Fixed, Vector
from accel.frame.grouped import note_computed
from accel.frame.opaque import Taken
from accel.frame.source import VectorSource, freeze
from accel.frame.state import BOOL, FrameState, SeriesState, Space
from accel.frame.turns import turn
from accel.plan.errors import DataDependent, Unsupported
from accel.plan.expr import Call, Column, DType, Expr, rebuild
from accel.plan.nodes import Aggregate, Field, Join, Limit, Node, Project, Scan, walk_nodes
from accel.plan.rewrite import map_expressions, rebuild_plan

S = TypeVar("S", bound="FrameState | SeriesState")
_unmatched: Final[weakref.WeakKeyDictionary[Join, dict[str, bool]]] = weakref.WeakKeyDictionary()
_sums: Final[weakref.WeakKeyDictionary[Node, Sequence[Mapping[int, DType]]]] = (
    weakref.WeakKeyDictionary()
)
_assumed: Final[weakref.WeakSet[Node]] = weakref.WeakSet()


def maybe_widened(node: Join) -> frozenset[int]:
    """Return the columns of a join whose dtype depends on whether all rows have a match."""
    return frozenset(key for key, _ in node.widened)


def depends_on(expr: Expr, columns: frozenset[int]) -> bool:
    """Tell whether the dtype of one of the columns matters to ``expr``; ``isna`` asks no dtype."""
    if isinstance(expr, Column):
        return expr.id in columns
    if isinstance(expr, Call) and expr.op == "isna":
        return False
    return any(depends_on(child, columns) for child in expr.children)


def sure(expr: Expr) -> Expr:
    """Return an expression whose dtype is sure, so that integers have no missing values.

    Raises
    ------
    Unsupported
        If it has a part that pandas makes float64 where a value is missing. Such a plan runs, and
        is replayed if it meets one; but nothing may be concluded from the dtype before.
    """
    op = expr.op if isinstance(expr, Call) else ""
    if op == "str_len" or (op.startswith("dt_") and op != "dt_normalize"):
        raise Unsupported("a field of a missing value makes the column float64")
    for child in expr.children:
        sure(child)
    return expr


def certain(state: S, exprs: Sequence[Expr] | None = None) -> S:
    """Return the state with the true dtypes of these expressions (or all)."""
    space = state.space
    if space.uncertain:
        wanted = state.exprs() if exprs is None else exprs
        if any(depends_on(expr, space.uncertain) for expr in wanted):
            settle(space)
            if any(depends_on(expr, space.uncertain) for expr in wanted):
                raise Unsupported("a bool column with missing values becomes object")
    if space.narrowed:
        _retype_state(state, space.narrowed)
    return state


def settled(state: FrameState | SeriesState, exprs: Sequence[Expr]) -> list[Expr]:
    """Return some expressions over a state's rows with their true dtypes."""
    certain(state, exprs)
    narrowed = state.space.narrowed
    return [retype(expr, narrowed) for expr in exprs] if narrowed else list(exprs)


def settle(space: Space) -> None:
    """Find out the true dtypes of a row space's columns, and give its plan these, once."""
    with turn(space.known):
        if space.uncertain:
            _settle(space)


def _settle(space: Space) -> None:
    narrowed: dict[int, DType] = {}
    objects: set[int] = set()
    computed: dict[Node, Node] = {}
    for node in walk_nodes(space.node):
        if isinstance(node, Join) and node.widened:
            found = _narrowed(node)
            narrowed.update(found)
            objects |= {f.id for f in (*node.left.schema, *node.right.schema)
                        if f.dtype == BOOL and f.id in dict(node.widened)} - set(found)  # fmt: skip
        elif isinstance(node, Aggregate) and node in _sums:
            computed[node], found = _fitting(node, _sums[node])
            narrowed.update(found)
    if narrowed or computed:
        space.narrowed = {**space.narrowed, **narrowed}
        space.change(_retype_plan(space.node, narrowed, computed))
        if space.index is not None:
            space.index = tuple(retype(level, narrowed) for level in space.index)
    space.uncertain = frozenset(objects)  # at last: who finds it empty takes the rest for known


def _narrowed(join: Join) -> dict[int, DType]:
    """Return the dtypes of the columns that are not widened after all, because all rows match."""
    known = _unmatched.setdefault(join, {})
    result: dict[int, DType] = {}
    for side, other, hows in (("right", "left", ("left", "outer")),
                              ("left", "right", ("right", "outer"))):  # fmt: skip
        own = {f.id: f.dtype for f in getattr(join, side).schema}
        widened = [key for key, _ in join.widened if key in own]
        if not widened or join.how not in hows:
            continue
        if side not in known:
            known[side] = _has_unmatched(join, other)
        if not known[side]:
            result.update((key, own[key]) for key in widened)
    return result


def _has_unmatched(join: Join, side: str) -> bool:
    """Tell whether some row of a side has no match on the other."""
    from accel.frame.run import execute

    near, far = (join.left, join.right) if side == "left" else (join.right, join.left)
    near_on, far_on = (join.left_on, join.right_on)
    if side == "right":
        near_on, far_on = far_on, near_on
    alone = Join(near, far, "anti", near_on, far_on, ordered=False)
    return execute(Limit(Project(alone, _first_column(alone)), 1)).rows > 0


def assume_rows(node: Node) -> None:
    """Note that what was recorded over a node holds only if it has rows."""
    _assumed.add(node)


def assume_rows_of_range(space: Space) -> None:
    """Note that what was recorded keeps labels that are a range: without rows pandas makes one."""
    if isinstance(space.index_meta, pandas.RangeIndex) and not space.has_default_index:
        assume_rows(space.node)


def check_assumptions(root: Node, rows: int | None) -> None:
    """Refuse a plan that assumed rows where there are none.

    Parameters
    ----------
    root : Node
        The plan.
    rows : int or None
        How many rows it gave, if it ran.

    Raises
    ------
    DataDependent
        If an assumption does not hold.
    """
    if not _assumed:
        return
    from accel.frame.run import execute

    for node in walk_nodes(root):
        if node not in _assumed:
            continue
        if rows and _only_fewer(root, node):
            continue
        if execute(Limit(Project(node, _first_column(node)), 1)).rows == 0:
            raise DataDependent("of no rows pandas makes a column of another dtype")


def _only_fewer(root: Node, node: Node) -> bool:
    """Tell whether rows of ``root`` prove that ``node`` has rows."""
    while root is not node:
        if isinstance(root, Aggregate) and not root.keys:
            return False
        if isinstance(root, Join):
            if root.how not in ("inner", "semi", "anti", "left"):
                return False
            inside = any(node is below for below in walk_nodes(root.left))
            if not inside and root.how != "inner":
                return False
            root = root.left if inside else root.right
        elif len(root.inputs) == 1:
            root = root.inputs[0]
        else:
            return False
    return True


def sums_to_fit(node: Aggregate, blocks: Sequence[Mapping[int, DType]]) -> frozenset[int]:
    """Note that sums have narrower dtypes if all of a block fit; return their columns."""
    if any(blocks):
        _sums[node] = blocks
    return frozenset(key for block in blocks for key in block)


def _fitting(
    node: Aggregate, blocks: Sequence[Mapping[int, DType]]
) -> tuple[Node, dict[int, DType]]:
    """Compute the groups; return them as a scan, and the dtypes of the sums that do fit."""
    from accel.frame.run import execute

    batch = execute(node)
    narrow: dict[int, DType] = {}
    for block in blocks:
        if all(_fits(batch.columns[key], dtype) for key, dtype in block.items()):
            narrow.update(block)
    fields: list[Field] = []
    columns: dict[int, tuple[DType, Any]] = {}
    for field in node.schema:
        vector = batch.columns[field.id]
        if field.id in narrow:
            assert isinstance(vector, Fixed)
            field = field.copy(dtype=narrow[field.id])
            vector = Fixed(vector.data.astype(field.dtype))
        fields.append(field)
        columns[field.id] = (field.dtype, freeze(vector))
    source = VectorSource(batch.rows, columns)
    scan = Scan(source, tuple((field, field.id) for field in fields))
    note_computed(node, scan)
    return scan, narrow


def _fits(vector: Vector, dtype: DType) -> bool:
    if not isinstance(vector, Fixed):
        return False
    limits, data = np.iinfo(dtype), vector.data
    return not len(data) or bool(limits.min <= data.min() and data.max() <= limits.max)


def _first_column(node: Node) -> tuple[tuple[Field, Expr], ...]:
    field = node.schema[0]
    return ((field, field.column()),)


def retype(expr: Expr, dtypes: Mapping[int, DType]) -> Expr:
    """Return the expression reading columns of their true dtypes."""
    if isinstance(expr, Taken):
        return expr

    def change(e: Expr) -> Expr:
        if isinstance(e, Column) and e.id in dtypes:
            return e.copy(dtype=dtypes[e.id])
        return e

    return rebuild(expr, change)


def _retype_state(state: Any, dtypes: Mapping[int, DType]) -> None:
    if isinstance(state, FrameState):
        state.columns = tuple(retype(expr, dtypes) for expr in state.columns)
    else:
        state.expr = retype(state.expr, dtypes)
    state.__dict__.pop("meta", None)


def _retype_plan(root: Node, dtypes: Mapping[int, DType], computed: Mapping[Node, Node]) -> Node:
    def change(old: Node, node: Node) -> Node:
        if old in computed:
            return computed[old]
        if isinstance(node, Join):
            node = node.copy(widened=tuple(w for w in node.widened if w[0] not in dtypes))
        node = map_expressions(node, lambda expr: retype(expr, dtypes))
        if isinstance(node, Project):
            return node.copy(
                columns=tuple(
                    (f.copy(dtype=dtypes[f.id]) if f.id in dtypes else f, e)
                    for f, e in node.columns
                )
            )
        return node

    return rebuild_plan(root, change)
