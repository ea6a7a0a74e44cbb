"""``pd.read_parquet``: large files become scans, small ones are read at once."""

from __future__ import annotations

import functools
import time
from typing import Any

import pandas

from accel.frame import fallback
from accel.frame.core import adopt, lazy_frame
from accel.plan.errors import Unsupported
from accel.settings import options


@functools.wraps(pandas.read_parquet)
def read_parquet(path: Any, engine: str = "auto", columns: Any = None, storage_options: Any = None,
                 dtype_backend: Any = ..., filesystem: Any = None, filters: Any = None,
                 to_pandas_kwargs: Any = None, **kwargs: Any) -> Any:  # fmt: skip
    given = dict(kwargs)
    for name, value in (("storage_options", storage_options), ("filesystem", filesystem),
                        ("filters", filters), ("to_pandas_kwargs", to_pandas_kwargs)):  # fmt: skip
        if value is not None:
            given[name] = value
    if dtype_backend is not ...:
        given["dtype_backend"] = dtype_backend
    started = time.perf_counter()
    reason = None
    try:
        if given or engine not in ("auto", "pyarrow") or options.engine == "pandas":
            raise Unsupported(f"arguments {', '.join(given)}" if given else f"engine {engine}")
        scan = _scan(path, columns)
        if scan is not None:
            return scan
    except Unsupported as unsupported:
        reason = str(unsupported)
    result = adopt(pandas.read_parquet(path, engine=engine, columns=columns, **given))
    if reason is not None and len(result) >= options.min_rows and options.engine != "pandas":
        fallback.record("read_parquet", reason, time.perf_counter() - started)
    return result


def _all_text(names: list[Any]) -> bool:
    return bool(names) and all(isinstance(name, str) for name in names)


def _scan(path: Any, columns: Any) -> Any:
    """Return a lazy frame; None if the file is so small that pandas had better read it."""
    from accel.execute.parquet import ParquetSource
    from accel.frame.names import Labels
    from accel.frame.origin import Origin
    from accel.frame.state import FrameState, Space
    from accel.plan.nodes import Field, Scan
    from accel.plan.tree import new_id

    source = ParquetSource.open(path, columns=columns)
    if source.num_rows < options.min_rows:
        return None
    fields = [
        (Field(new_id(), dtype, str(name)), name)
        for name, dtype in zip(source.names, source.dtypes, strict=True)
    ]
    node = Scan(source, tuple(fields))
    space = Space(node, None, pandas.RangeIndex(0), rows=source.num_rows)
    names = list(source.names)
    labels = Labels(tuple(names), lambda: pandas.Index(names), is_text=_all_text(names))
    state = FrameState(space, tuple(field.column() for field, _ in fields), labels)
    state.origin = Origin(pandas.read_parquet, (path,), {"columns": columns})
    return lazy_frame(state)
