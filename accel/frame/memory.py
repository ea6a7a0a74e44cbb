"""Frames in memory as plans: a scan of a snapshot."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas

from accel.frame.opaque import Held, Taken
from accel.frame.source import INDEX, PandasSource, is_supported
from accel.frame.state import INT64, FrameState, SeriesState, Space, State
from accel.plan.expr import Column, Expr
from accel.plan.nodes import Field, Scan
from accel.plan.tree import new_id


def memory_state(manager: Any, name: Hashable = None) -> State:
    """Return the plan that reads a frame's or a series' manager."""
    source = PandasSource(manager)
    count = 1 if manager.ndim == 1 else len(manager.axes[0])
    labels = [name] if manager.ndim == 1 else source.manager.axes[0]
    row = new_id()
    fields: list[tuple[Field, Any]] = []
    exprs: list[Expr] = []
    carried = False
    for position in range(count):
        array = source.array(position)
        if is_supported(array.dtype):
            field = Field(new_id(), array.dtype, str(labels[position]))
            fields.append((field, position))
            exprs.append(field.column())
        else:
            exprs.append(Taken(array.dtype, Column(INT64, row, "row"), Held(array)))
            carried = True
    index, start = _index_of(source, row, fields)
    carried = carried or (index is not None and isinstance(index[0], Taken))
    node = Scan(source, tuple(fields), row if carried else None)
    space = Space(
        node,
        index,
        source.index[:0],
        start=start,
        labels=source.index,
        rows=source.num_rows,
    )
    for position, expr in enumerate(exprs):
        space.kept[expr] = (source, position)
    if manager.ndim == 1:
        return SeriesState(space, exprs[0], name)
    return FrameState(space, tuple(exprs), source.manager.axes[0])


def _index_of(
    source: PandasSource, row: int, fields: list[tuple[Field, Any]]
) -> tuple[tuple[Expr, ...] | None, int]:
    index = source.index
    if isinstance(index, pandas.RangeIndex) and index.step == 1:
        return None, index.start
    if not isinstance(index, pandas.MultiIndex) and is_supported(index.dtype):
        field = Field(new_id(), index.dtype, str(index.name))
        fields.append((field, INDEX))
        return (field.column(),), 0
    return (Taken(index.dtype, Column(INT64, row, "row"), Held(index)),), 0
