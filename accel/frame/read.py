"""Parquet files: large ones become scans, small ones are read at once; writing is atomic."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pandas

from accel.frame import fallback, read_filters
from accel.frame.caller import user_line
from accel.frame.core import adopt, plain
from accel.frame.lazy import lazy_frame, state_of
from accel.plan.errors import Unsupported
from accel.settings import options

# Rows. Reading costs more than the calls that follow: a scan may leave most columns alone.
_SMALL_FILE: Final = 4096

if TYPE_CHECKING:
    from accel.execute.parquet import ParquetSource
    from accel.frame.state import FrameState


def recognised(frame: pandas.DataFrame, path: Any) -> pandas.DataFrame:
    """Return a frame in which media and tensors that others wrote are such columns."""
    if all(dtype.kind != "O" for dtype in frame.dtypes):
        return frame
    from pandas_ext.arrow import foreign

    return foreign.recognised(frame, path)


@functools.wraps(pandas.read_parquet)
def read_parquet(path: Any, *args: Any, **kwargs: Any) -> Any:
    started = time.perf_counter()
    reason = None
    try:
        scan = _scan(path, *args, **kwargs)
        if scan is not None:
            return scan
    except Unsupported as unsupported:
        reason = str(unsupported)
    try:
        result = adopt(recognised(pandas.read_parquet(path, *args, **kwargs), path))
    except Exception as error:
        if reason is not None:
            error.add_note(f"accel left the reading to pandas: {reason}")
        raise
    if reason is not None and len(result) >= options.min_rows and options.engine != "pandas":
        fallback.record("read_parquet", reason, time.perf_counter() - started)
    return result


def _scan(
    path: Any, engine: Any = "pyarrow", columns: Any = None, filters: Any = None, **others: Any
) -> Any:
    """Return a lazy frame; None if the file is so small that pandas had better read it."""
    if options.engine == "pandas":
        raise Unsupported('options.engine is "pandas"')
    if engine not in ("auto", "pyarrow"):
        raise Unsupported(f"engine={engine!r} is not planned")
    if isinstance(columns, Iterator) or isinstance(filters, Iterator):
        raise Unsupported("an iterator is given: it can be read once")
    given = [name for name, value in others.items() if value is not None]
    if given:
        raise Unsupported(f"{given[0]}= is not planned")
    if filters is not None:
        return _filtered(path, columns, read_filters.alternatives(filters))
    return _whole(path, columns)


def _filtered(path: Any, columns: Any, groups: list[list[read_filters.Term]]) -> Any:
    """Return a lazy frame of the rows that satisfy filters; None if the file is small."""
    from accel.execute.parquet import ParquetSource
    from accel.plan.nodes import Scan

    wanted = None
    if columns is not None:
        wanted = list(dict.fromkeys([*columns, *read_filters.names(groups)]))
    frame = _whole(path, wanted)
    if frame is None:
        return None
    space = state_of(frame).space
    assert isinstance(space.node, Scan)
    assert isinstance(space.node.source, ParquetSource)
    for name in space.node.source.widened():
        raise Unsupported(f"filters= decide whether {name!r} holds missing values, and its dtype")
    if space.index is not None or space.start or space.index_meta.name is not None:
        raise Unsupported("filters= on a file with an index of its own")
    rows = read_filters.keep_rows(frame, groups)
    return rows if columns is None else rows[list(columns)]


def _whole(path: Any, columns: Any) -> Any:
    """Return a lazy frame of a file's rows; None if the file is small."""
    from accel.execute.parquet import ParquetSource

    source = ParquetSource.open(path, columns=columns)
    if source.num_rows < min(options.min_rows, _SMALL_FILE):
        return None
    from accel.frame.origin import Origin

    state = _state(source)
    state.origin = Origin(_read_again, (source, path), {"columns": columns}, line=user_line())
    frame = lazy_frame(state)
    if source.attrs:
        frame.attrs = source.attrs
    return frame


def _read_again(source: ParquetSource, path: Any, columns: Any) -> pandas.DataFrame:
    """Return what pandas read; where the files have changed since, only the engine still can."""
    if source.is_still(path):
        return pandas.read_parquet(path, columns=columns)
    return plain(lazy_frame(_state(source)))


def _state(source: ParquetSource) -> FrameState:
    """Return the state of a frame that reads all columns of a source."""
    from accel.frame.empty import empty_array
    from accel.frame.layout import of_arrow
    from accel.frame.names import Labels
    from accel.frame.state import FrameState, Space
    from accel.plan.nodes import Field, Scan
    from accel.plan.tree import new_id

    index = source.index
    levels = () if isinstance(index, pandas.RangeIndex) else index.keys
    for name in (*source.names, *levels):
        problem = source.unsupported(name)
        if problem is not None:
            raise Unsupported(problem)
    columns = [
        (Field(new_id(), dtype, str(name)), name)
        for name, dtype in zip(source.names, source.dtypes, strict=True)
    ]
    keys: list[tuple[Field, Any]] = []
    if isinstance(index, pandas.RangeIndex):
        if index.step != 1 or index.stop < index.start:
            raise Unsupported("a RangeIndex with steps, or one that stops before it starts")
        start, meta = index.start, pandas.RangeIndex(0, name=index.name)
    else:
        keys = [
            (Field(new_id(), dtype, str(key)), key)
            for key, dtype in zip(index.keys, index.dtypes, strict=True)
        ]
        empty = [empty_array(dtype) for dtype in index.dtypes]
        start = 0
        if len(empty) == 1:
            meta = pandas.Index(empty[0], name=index.names[0])
        else:
            meta = pandas.MultiIndex.from_arrays(empty, names=list(index.names))
    space = Space(
        Scan(source, (*columns, *keys)),
        tuple(field.column() for field, _ in keys) or None,
        meta,
        start=start,
        rows=source.num_rows,
    )
    names = list(source.names)
    is_text = source.columns.name is None and all(isinstance(name, str) for name in names)
    is_text = is_text and bool(names)
    labels = Labels(tuple(names), lambda: source.columns, is_text=is_text)
    exprs = tuple(field.column() for field, _ in columns)
    return FrameState(space, exprs, labels, of_arrow([e.dtype for e in exprs]))


@functools.wraps(pandas.DataFrame.to_parquet)
def write_parquet(self: pandas.DataFrame, path: Any = None, *args: Any, **kwargs: Any) -> Any:
    from accel.execute.parquet import write_parquet_atomic

    names = ("engine", "compression", "index", "partition_cols")
    if len(args) > len(names):  # pandas says what is wrong
        return plain(self).to_parquet(path, *args, **kwargs)
    return write_parquet_atomic(plain(self), path, **dict(zip(names, args, strict=False)), **kwargs)
