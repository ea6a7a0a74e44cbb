"""Computing what a state stands for, and handing it to pandas."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np
import pandas
from pandas.core.internals.managers import SingleBlockManager

from accel.execute.vector import Fixed, Vector
from accel.frame import fallback, profile, tally
from accel.frame.blocks import Computed, manager_of_columns
from accel.frame.facts import certain, check_assumptions
from accel.frame.groups_index import check_zeros, index_of_groups
from accel.frame.held import is_renamed, share_index
from accel.frame.lazy import forget, lazy_frame, lazy_series, remember, state_of
from accel.frame.memory import with_scans
from accel.frame.opaque import Taken
from accel.frame.origin import origin_of
from accel.frame.ranges import first_number, labels_from_range
from accel.frame.rows import known_rows
from accel.frame.run import check, execute
from accel.frame.source import PandasSource, VectorSource, freeze
from accel.frame.state import FrameState, SeriesState, Space, State
from accel.frame.strings import string_array
from accel.frame.turns import turn
from accel.frame.unmoved import show_unmoved, unmoved_labels
from accel.frame.verify import verify
from accel.plan.errors import DataDependent, Unsupported
from accel.plan.expr import DType, Expr
from accel.plan.nodes import Field, Node, Project, Scan
from accel.plan.tree import new_id
from accel.settings import options


def realise(obj: Any, state: State) -> Any:
    """Return the manager of a lazy object, computed now if nobody did."""
    with turn(state.space.known):
        manager = obj.__dict__.get("_mgr")
        if manager is None:
            with fallback.timed(), profile.timed(state):
                manager = _checked_manager(state)
                _share_labels(state, manager)
            alone = all(other is state for other in state.space.known.live_states())
            is_shared = not alone or any(block.refs.has_reference() for block in manager.blocks)
            keep(state, manager)
            if state.is_copy and is_shared:
                manager, alone = _copied(state, manager), True
                _share_labels(state, manager)
            if alone or is_renamed(state):
                forget(obj, manager)  # nothing reads these rows but this object: let go of its plan
            else:
                state.origin = None
                remember(obj, state, manager)
    return manager


def _copied(state: State, manager: Any) -> Any:
    """Return a copy of what was computed, in the blocks of the state.

    ``BlockManager.copy`` would order them by the blocks that are there: a column that was looked
    at by itself has one of its own.
    """
    if isinstance(state, SeriesState):
        return manager.copy(deep=True)
    columns = [Computed(manager.iget_values(n), is_lent=True) for n in range(len(state.columns))]
    labels, index = manager.axes
    return manager_of_columns(columns, state.blocks, labels.view(), index.view())


def _share_labels(state: State, manager: Any) -> None:
    """Give a manager the very indexes of the objects that have them in pandas."""
    share_index(state, manager)
    if isinstance(state, FrameState) and state.labels.is_public:
        manager.axes[0] = state.labels.index


def _checked_manager(state: State) -> Any:
    """Compute a state; what only shows while the plan runs is answered by pandas."""
    try:
        manager = manager_of(state)
    except (Unsupported, DataDependent) as reason:
        origin = state.origin
        if origin is None:
            raise
        text = str(reason)
        tally.note_replayed(origin.replayed(), text)
        manager = fallback.hand_over(
            fallback.PLAN, text, lambda: origin.compute()._mgr, origin.line
        )
        return _with_names(manager, state)
    except Exception as error:
        if state.origin is not None and state.origin.line is not None:
            error.add_note(f"in the plan recorded at {state.origin.line}")
        raise
    if options.verify and state.origin is not None:
        verify(state, manager)
    return manager


def _with_names(manager: Any, state: State) -> Any:
    """Give columns the names that the program set between the calls, which are no calls."""
    if isinstance(state, FrameState):
        names, own = state.labels.index.names, manager.axes[0]
        if len(names) == len(own.names) and names != own.names:
            manager = manager.copy(deep=False)
            manager.axes[0] = own.set_names(names)
    return manager


def manager_of(state: State) -> Any:
    """Compute a state's columns and index, and put a pandas manager around them."""
    certain(state)
    space = state.space
    index = unmoved_labels(space) if space.labels is None else space.labels
    index_exprs = space.index if index is None and space.index is not None else ()
    exprs = (*state.exprs(), *index_exprs)
    computed = compute(space, exprs, _labels(state))
    check_assumptions(space.node, computed.rows)
    check_zeros(space.node, exprs, computed.columns)
    count = len(state.exprs())
    columns, levels = computed.columns[:count], computed.columns[count:]
    if index is None:
        index = unmoved_labels(space)
    if index is None:
        index = make_index(space, levels, computed.rows)
    space.labels = index
    if isinstance(state, FrameState):
        labels = state.labels.handed_out()
        return manager_of_columns(columns, state.blocks, labels, index.view())
    values, refs = columns[0].counted(), columns[0].refs
    return SingleBlockManager.from_array(values, index.view(), refs=refs)


def plan_of(state: State) -> Node:
    """Return the plan that computes a state's columns."""
    certain(state)
    labels = state.labels if isinstance(state, FrameState) else [state.name]
    fields = [Field(new_id(), e.dtype, str(n)) for e, n in zip(state.exprs(), labels, strict=True)]
    return with_scans(Project(state.space.node, tuple(zip(fields, state.exprs(), strict=True))))


def persist(obj: Any) -> Any:
    """Compute the columns of an object into vectors, and return a lazy one over these."""
    state = state_of(obj)
    certain(state)
    space = state.space
    levels = () if space.index is None else space.index
    exprs = list(dict.fromkeys((*state.exprs(), *levels)))
    fields = {e: Field(new_id(), check(e).dtype, "") for e in exprs}
    batch = execute(Project(space.node, tuple((f, e) for e, f in fields.items())))
    columns = {f.id: (f.dtype, freeze(batch.columns[f.id])) for f in fields.values()}
    source = VectorSource(batch.rows, columns)
    node = Scan(source, tuple((f, f.id) for f in fields.values()))
    index = None if space.index is None else tuple(fields[e].column() for e in levels)
    kept = Space(
        node, index, space.index_meta, start=space.start, labels=space.labels, rows=batch.rows
    )
    for field in fields.values():
        kept.kept[field.column()] = (source, field.id)
    result: State
    if isinstance(state, FrameState):
        columns_of = tuple(fields[e].column() for e in state.columns)
        result = FrameState(kept, columns_of, state.labels, state.blocks)
    else:
        result = SeriesState(kept, fields[state.expr].column(), state.name)
    result.origin = origin_of(obj)
    return lazy_series(result) if isinstance(result, SeriesState) else lazy_frame(result)


class Result(NamedTuple):
    rows: int
    columns: list[Computed]


def _labels(state: State) -> tuple[Hashable, ...]:
    return state.labels.names if isinstance(state, FrameState) else (state.name,)


def compute(space: Space, exprs: Sequence[Expr], labels: Sequence[Hashable] = ()) -> Result:
    """Compute expressions over a row space; those that were computed before are not again.

    ``labels`` are those of the first expressions: they tell columns of one expression apart.
    """
    if space.known.count is None:
        space.known.count = known_rows(space.node)
    show_unmoved(space, exprs)
    wanted = dict.fromkeys(
        e.rows if isinstance(e, Taken) else e for e in exprs if e not in space.kept
    )
    fields = {e: Field(new_id(), e.dtype, "") for e in wanted}
    rows = space.rows
    vectors: dict[int, Vector] = {}
    if fields or rows is None:
        node = Project(space.node, tuple((field, e) for e, field in fields.items()))
        batch = execute(node)
        rows, vectors = batch.rows, dict(batch.columns.items())
        if space.known.count is None:
            space.known.count = rows
            show_unmoved(space, exprs)
    used: set[Expr] = set()
    columns = []
    for expr, label in zip_longest(exprs, labels):
        shown, kept = space.known.shown.get(expr), space.kept.get(expr)
        shown = space.known.twins.get((expr, label), shown)
        if shown is not None:
            source, number = shown
            columns.append(Computed(source.array(number), *source.place(number)))
        elif kept is not None:
            columns.append(_computed(kept[0].vector(kept[1]), expr.dtype))
        elif isinstance(expr, Taken):
            numbers = to_array(vectors[fields[expr.rows].id], np.dtype(np.int64))
            columns.append(Computed(expr.held.values.take(numbers)))
        else:
            columns.append(_computed(vectors[fields[expr].id], expr.dtype, is_lent=expr in used))
            used.add(expr)
    assert rows is not None
    return Result(rows, columns)


def _computed(vector: Vector, dtype: DType, *, is_lent: bool = False) -> Computed:
    """Return a column that pandas may write to, unless it is lent."""
    # What cannot be written to is shared with a source.
    is_lent |= isinstance(vector, Fixed) and not vector.data.flags.writeable
    return Computed(_shown(vector, dtype), is_lent=is_lent)


def to_array(vector: Vector, dtype: DType) -> Any:
    """Return a vector as the array that pandas keeps for ``dtype``, and may write to."""
    return _computed(vector, dtype).own()


def _shown(vector: Vector, dtype: DType) -> Any:
    if not isinstance(vector, Fixed):
        return string_array(vector, dtype)
    data = vector.data
    if isinstance(dtype, pandas.CategoricalDtype):
        return pandas.Categorical.from_codes(data, dtype=dtype, validate=False)
    if dtype.kind in "mM":
        return pandas.Series(data.view(dtype), copy=False).array
    return data.view(dtype) if data.dtype != dtype else data


def make_index(space: Space, levels: list[Computed], rows: int) -> pandas.Index:
    """Put an index together from its computed levels."""
    meta = space.index_meta
    if space.index is None:
        start = space.start if rows else first_number(space.node, space.start)
        return pandas.RangeIndex(start, start + rows, name=meta.name)
    if len(levels) > 1:
        arrays = [level.values for level in levels]  # they are copied
        if space.is_grouped:
            return index_of_groups(space.node, space.index, arrays, meta.names)
        return pandas.MultiIndex.from_arrays(arrays, names=meta.names)
    values = levels[0].counted()
    if isinstance(values, pandas.Index):  # taken
        return values
    if isinstance(meta, pandas.RangeIndex) or space.set_at is not None:
        return labels_from_range(meta.name, space.node, space.index[0], values, set_at=space.set_at)
    index = pandas.Index(values, name=meta.name, dtype=meta.dtype, copy=False)
    if levels[0].refs is None:
        return index
    return type(index)._simple_new(  # type: ignore[attr-defined,no-any-return]
        index._values, index.name, refs=levels[0].refs
    )


def keep(state: State, manager: Any) -> None:
    """Let later plans over the same rows read the columns that were just computed."""
    source = PandasSource(manager)
    exprs = state.exprs()
    for position, expr in enumerate(exprs):
        state.space.show(expr, source, position)
    if len(set(exprs)) < len(exprs):
        for position, place in enumerate(zip(exprs, _labels(state), strict=True)):
            state.space.known.twins[place] = source, position
    state.space.known.below = ()
