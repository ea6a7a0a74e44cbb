"""``merge``: methods and ``pd.merge``."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
import pandas

from accel.frame.facts import certain, maybe_widened
from accel.frame.layout import side_by_side, viewed
from accel.frame.lazy import lazy_frame, state_of
from accel.frame.names import Labels
from accel.frame.opaque import Taken
from accel.frame.run import check
from accel.frame.state import BOOL, FLOAT64, FrameState, Space
from accel.plan.errors import Unsupported, refuse
from accel.plan.expr import Call, Column, DType, Expr, Literal
from accel.plan.nodes import Field, Join, Project
from accel.plan.tree import new_id

_HOWS: Final = ("inner", "left", "right", "outer")


def merge(self: Any, right: Any, how: Any = "inner", on: Any = None, left_on: Any = None,
          right_on: Any = None, left_index: bool = False, right_index: bool = False,
          sort: bool = False, suffixes: Any = ("_x", "_y"), *, copy: Any = None,
          indicator: Any = False, validate: Any = None) -> Any:  # fmt: skip
    if how not in _HOWS:
        raise Unsupported(f"how={how!r} is not planned")
    refuse(copy=copy is not None, left_index=left_index is not False,
           right_index=right_index is not False, sort=sort, indicator=indicator,
           validate=validate is not None)  # fmt: skip
    left_state, right_state = _side(self), _side(right)
    left_keys, right_keys = _key_labels(left_state, right_state, on, left_on, right_on)
    labels = _plain_labels(left_state, right_state, left_keys, right_keys)
    if labels is None:
        labels = _result_labels(left_state, right_state, how, on, left_on, right_on, suffixes)
    return lazy_frame(joined(left_state, right_state, left_keys, right_keys, how, labels))


def _side(frame: Any) -> FrameState:
    if isinstance(frame, pandas.Series):
        if frame.name is None:
            raise Unsupported("a Series has no name")
        frame = frame.to_frame()
    if not isinstance(frame, pandas.DataFrame):
        raise Unsupported(f"one side is a {type(frame).__name__}")
    state = state_of(frame)
    assert isinstance(state, FrameState)
    if not state.labels.is_simple:
        raise Unsupported("column labels are not unique")
    return state


def _listed(labels: Any) -> list[Hashable]:
    if isinstance(labels, (list, tuple)):
        items = list(labels)
    else:
        items = [labels]
    if not all(isinstance(item, (str, int)) for item in items):
        raise Unsupported("the keys are not labels of columns")
    return items


def _key_labels(
    left: FrameState, right: FrameState, on: Any, left_on: Any, right_on: Any
) -> tuple[list[Hashable], list[Hashable]]:
    if on is None and left_on is None and right_on is None:
        on = list(left.labels.index.intersection(right.labels.index))
        if not on:
            raise Unsupported("the frames have no columns in common")
    if on is not None:
        if left_on is not None or right_on is not None:
            raise Unsupported("on= is given with left_on= or right_on=")
        keys = (_listed(on), _listed(on))
    else:
        if left_on is None or right_on is None:
            raise Unsupported("only one of left_on= and right_on= is given")
        keys = (_listed(left_on), _listed(right_on))
    for labels, state in zip(keys, (left, right), strict=True):
        if any(label not in state.labels for label in labels):
            raise Unsupported("a key is no column")  # or an index level: pandas knows
        if any(label in state.space.index_names for label in labels):
            raise Unsupported("both an index level and a column label")
    if len(keys[0]) != len(keys[1]):
        raise Unsupported("the numbers of keys differ")
    pairs = zip(*keys, strict=True)
    if any(a != b and not (isinstance(a, str) and isinstance(b, str)) for a, b in pairs):
        raise Unsupported("of two labels that are no strings, pandas makes one key")
    return keys


def _plain_labels(
    left: FrameState, right: FrameState, left_keys: list[Hashable], right_keys: list[Hashable]
) -> Labels | None:
    """Return the labels of the result if no suffix is needed."""
    shared = {a for a, b in zip(left_keys, right_keys, strict=True) if a == b}
    there = [k for k, name in enumerate(right.labels) if name not in shared]
    if any(right.labels[k] in left.labels for k in there):
        return None
    if not there and not left.labels.is_text and left.labels.index.names != [None]:
        raise Unsupported("without rows the labels keep their name")
    return left.labels.append(right.labels.take(there))


def _result_labels(
    left: FrameState, right: FrameState, how: str, on: Any, left_on: Any, right_on: Any,
    suffixes: Any,
) -> Labels:  # fmt: skip
    """Return the labels of pandas' own merge; it also finds what is wrong with the call."""
    result = pandas.merge(
        left.meta, right.meta, how=how, on=on, left_on=left_on, right_on=right_on,
        suffixes=suffixes,
    )  # fmt: skip
    return Labels.of(result.columns)


def joined(
    left: FrameState,
    right: FrameState,
    left_keys: Sequence[Hashable],
    right_keys: Sequence[Hashable],
    how: str,
    labels: Labels,
) -> FrameState:
    """Return the state of a join whose columns are the left's, then the right's.

    A key of the same name on both sides appears once, in the left's place.
    """
    certain(left)
    certain(right)
    left_at = [left.position(label) for label in left_keys]
    right_at = [right.position(label) for label in right_keys]
    for k, (a, b) in enumerate(zip(left_at, right_at, strict=True)):
        _check_keys(left.columns[a].dtype, right.columns[b].dtype)
        if k and (a in left_at[:k] or b in right_at[:k]):
            raise Unsupported("a key is given twice")
    left_node, left_columns = _fresh(left)
    right_node, right_columns = _fresh(right)
    # the right's column of a shared key is dropped; where the left has no row, its value counts
    shared = {
        b: a for a, b in zip(left_at, right_at, strict=True) if left.labels[a] == right.labels[b]
    }
    if any(left_columns[a].dtype != right_columns[b].dtype for b, a in shared.items()):
        raise Unsupported("a key has two dtypes, and one name")
    widened = _widened(left_columns, right_columns, how, shared)
    keys: dict[int, Expr] = {}
    both = _taken_from_both(left_columns, how, shared)
    if both:
        left_node, right_node, keys = _with_keys(
            left_node, left_columns, right_node, right_columns, both
        )
    node = Join(
        left_node,
        right_node,
        how,  # type: ignore[arg-type]
        tuple(_id(left_columns[a]) for a in left_at),
        tuple(_id(right_columns[b]) for b in right_at),
        widened=tuple(widened.items()),
    )
    columns = [_as_widened(c, widened) for c in left_columns]
    for b, a in shared.items():
        if a in keys:
            columns[a] = keys[a]
        elif how == "right":
            columns[a] = right_columns[b]
    columns += [_as_widened(c, widened) for b, c in enumerate(right_columns) if b not in shared]
    if len(columns) != len(labels):
        raise Unsupported("pandas adds the keys once more")
    space = Space(node, None, pandas.RangeIndex(0), uncertain=maybe_widened(node))
    blocks = right.blocks
    if shared:
        blocks = viewed(blocks, [b for b in range(len(right_columns)) if b not in shared])
    blocks = side_by_side(left.blocks, blocks)
    return FrameState(space, tuple(columns), labels, blocks)


def _id(expr: Expr) -> int:
    assert isinstance(expr, Column)
    return expr.id


def _check_keys(left: DType, right: DType) -> None:
    if isinstance(left, pandas.CategoricalDtype) and left == right:
        if left.categories.equals(right.categories):  # type: ignore[union-attr]
            return
        raise Unsupported("the categories of the keys have different orders")
    if left == right:
        return
    numpy = isinstance(left, np.dtype) and isinstance(right, np.dtype)
    if numpy and left.kind == right.kind and left.kind in "iu":
        return
    raise Unsupported(f"the engine does not join keys of dtypes {left} and {right}")


def _fresh(state: FrameState) -> tuple[Project, list[Expr]]:
    """Return a side with column ids of its own, so that a frame can be joined with itself."""
    fields: dict[Expr, Field] = {}
    columns: list[Expr] = []
    for expr, label in zip(state.columns, state.labels, strict=True):
        if isinstance(expr, Taken):
            raise Unsupported(f"the engine has no columns of dtype {expr.dtype}")
        field = fields.get(expr)
        if field is None:
            field = fields[check(expr)] = Field(new_id(), expr.dtype, str(label))
        columns.append(field.column())
    return Project(state.space.node, tuple((f, e) for e, f in fields.items())), columns


def _widened(
    left: list[Expr], right: list[Expr], how: str, shared: dict[int, int]
) -> dict[int, DType]:
    """Return what columns become where a row has no match: pandas' own widening."""
    optional: list[Expr] = []
    if how in ("left", "outer"):
        optional += [c for b, c in enumerate(right) if b not in shared]
    if how in ("right", "outer"):
        optional += [c for a, c in enumerate(left) if a not in shared.values()]
    widened: dict[int, DType] = {}
    for column in optional:
        kind = getattr(column.dtype, "kind", "O")
        if kind in "biu" and isinstance(column.dtype, np.dtype):
            widened[_id(column)] = FLOAT64
    return widened


def _as_widened(expr: Expr, widened: dict[int, DType]) -> Expr:
    dtype = widened.get(_id(expr))
    return expr if dtype is None else expr.copy(dtype=dtype)


def _taken_from_both(left: list[Expr], how: str, shared: dict[int, int]) -> dict[int, int]:
    """Return the shared keys that show the left's value where there is one, else the right's.

    Values that match are equal, so a right join can show the right's: but 0.0 matches -0.0.
    """
    if how == "outer":
        return shared
    if how == "right":
        return {b: a for b, a in shared.items() if getattr(left[a].dtype, "kind", "O") == "f"}
    return {}


def _with_keys(
    left: Project, left_columns: list[Expr], right: Project, right_columns: list[Expr],
    shared: dict[int, int],
) -> tuple[Project, Project, dict[int, Expr]]:  # fmt: skip
    """Return both sides of a join, and the keys that appear once in its result.

    A key is the left's where a row has a left side, else the right's. The left gets a column that
    tells; and as other columns of the same values may change their dtype, each key is one of its
    own.
    """
    marker = Field(new_id(), FLOAT64, "left")
    left_more: list[tuple[Field, Expr]] = [(marker, Literal(FLOAT64, 1.0))]
    right_more: list[tuple[Field, Expr]] = []
    absent = Call(BOOL, "isna", (marker.column(),))
    source = {field.id: expr for field, expr in (*left.columns, *right.columns)}
    keys: dict[int, Expr] = {}
    for b, a in shared.items():
        dtype = left_columns[a].dtype
        if dtype == BOOL:
            raise Unsupported("an outer merge on a column of dtype bool is not planned")
        values = []
        for column, more in ((right_columns[b], right_more), (left_columns[a], left_more)):
            field = Field(new_id(), dtype, "key")
            more.append((field, source[_id(column)]))
            values.append(field.column())
        keys[a] = check(Call(dtype, "where", (absent, *values)))
    return (
        left.copy(columns=(*left.columns, *left_more)),
        right.copy(columns=(*right.columns, *right_more)),
        keys,
    )
