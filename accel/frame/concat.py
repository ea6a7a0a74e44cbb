"""``pd.concat`` of rows."""

from __future__ import annotations

from typing import Any

import pandas
from pandas.core.common import consensus_name_attr

from accel.frame.facts import certain
from accel.frame.layout import end_to_end
from accel.frame.lazy import state_of
from accel.frame.names import Labels
from accel.frame.run import check
from accel.frame.select import wrap
from accel.frame.sharing import share_columns, share_rows
from accel.frame.state import FrameState, SeriesState, Space
from accel.plan.errors import Unsupported, refuse
from accel.plan.nodes import Concat, Field, Project
from accel.plan.tree import new_id


def concat(objs: Any, *, axis: Any = 0, join: str = "outer", ignore_index: bool = False,
           keys: Any = None, levels: Any = None, names: Any = None, verify_integrity: bool = False,
           sort: bool = False, copy: Any = None, **others: Any) -> Any:  # fmt: skip
    """Return the rows of frames with the same columns, one after the other."""
    if isinstance(objs, dict):
        raise Unsupported("a dict of frames makes keys")
    refuse(axis=axis not in (0, "index"), keys=keys is not None, levels=levels is not None,
           names=names is not None, verify_integrity=verify_integrity, copy=copy is not None,
           sort=sort is not False, join=join not in ("outer", "inner"),
           **dict.fromkeys(others, True))  # fmt: skip
    if not all(isinstance(obj, (pandas.DataFrame, pandas.Series)) for obj in objs):
        raise Unsupported("something is neither a DataFrame nor a Series")
    states = [certain(state_of(obj)) for obj in objs]
    first = states[0]
    if all(isinstance(state, SeriesState) for state in states):
        name = consensus_name_attr(states)
    elif not all(isinstance(state, FrameState) for state in states):
        raise Unsupported("frames and series are mixed")
    elif not all(
        state.labels == first.labels  # type: ignore[union-attr]
        for state in states
    ):
        raise Unsupported("the frames have different columns: pandas aligns them")
    elif not all(
        _is_same_kind(state.labels, first.labels)  # type: ignore[union-attr]
        for state in states
    ):
        raise Unsupported("the indexes of the columns differ in class or name")
    elif join == "inner" and not first.labels.is_simple:  # type: ignore[union-attr]
        raise Unsupported("which labels frames have in common is asked where some are there twice")
    parts, ids = [], []
    # what numbers a range is followed by are a range as well, if they are evenly spaced
    is_range = isinstance(first.space.index_meta, pandas.RangeIndex)
    for state in states:
        exprs = list(state.exprs())
        if [e.dtype for e in exprs] != [e.dtype for e in first.exprs()]:
            raise Unsupported("columns of one name have different dtypes")
        if any(isinstance(e.dtype, pandas.CategoricalDtype) for e in exprs):
            raise Unsupported("the engine does not concatenate columns of dtype category")
        node = state.space.node
        if not ignore_index:
            node, index, meta = state.space.labelled()
            if len(index) != 1 or index[0].dtype != "int64" or meta.names[0] is not None:
                raise Unsupported("an index is more than numbers: ignore_index=True is planned")
            exprs.append(index[0])
        fields = [Field(new_id(), check(e).dtype, "") for e in exprs]
        parts.append(Project(node, tuple(zip(fields, exprs, strict=True))))
        ids.append(tuple(field.id for field in fields))
    fields = [Field(new_id(), f.dtype, f.name) for f in parts[0].schema]
    result = Concat(tuple(parts), tuple(fields), tuple(ids))
    columns = [field.column() for field in fields]
    index_columns = None if ignore_index else (columns.pop(),)
    # Ranges that continue each other are one range again; ``make_index`` looks.
    is_range = is_range or bool(ignore_index)
    meta_index = pandas.RangeIndex(0) if is_range else pandas.Index([], dtype="int64")
    space = Space(result, index_columns, meta_index)
    if isinstance(first, SeriesState):
        result = wrap(SeriesState(space, columns[0], name))
    else:
        parts_of = [state.blocks for state in states if isinstance(state, FrameState)]
        blocks = end_to_end(parts_of, [column.dtype for column in columns])
        result = wrap(FrameState(space, tuple(columns), first.labels, blocks))
        share_columns(objs[0], result)
    if len(states) == 1 and is_range and not ignore_index:
        share_rows(objs[0], result)  # nothing was appended to it
    return result


def _is_same_kind(one: Labels, other: Labels) -> bool:
    """Tell whether labels are in indexes of one class, dtype and name."""
    if one is other or (one.is_text and other.is_text):
        return True
    first, second = one.index, other.index
    same = type(first) is type(second) and first.dtype == second.dtype
    return same and list(first.names) == list(second.names)
