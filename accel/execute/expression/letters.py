"""Case and white space: ASCII in kernels, other strings by pandas itself."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from accel.execute import memory
from accel.execute.expression.host import Host
from accel.execute.expression.rule import Entry, Key
from accel.execute.expression.texts import strings_of, text_of
from accel.execute.vector import Text, Vector
from accel.kernels.kernel import Kernel
from accel.plan.expr import Call, Literal

_CHANGE_CASE: Final = Kernel("text_case:change_case", "i8* i4* i8* i4* u1 i8 i8* i8")
_STRIP: Final = Kernel("text_case:strip", "i8* i4* i8* i4* i8* i8")
_FOREIGN: Final = -2  # the length the kernels give to strings they leave to pandas
_LOWEST: Final = {"str_lower": ord("A"), "str_upper": ord("a")}


def _source(call: Call, vectors: list[Vector | None], rows: int) -> Text:
    (source,) = vectors
    if source is None:  # a column of one string: df.assign(kind="x")
        (literal,) = call.args
        assert isinstance(literal, Literal)
        return text_of([literal.value]).take(np.zeros(rows, np.int64))
    assert isinstance(source, Text)
    return source


def _change_case(call: Call, vectors: list[Vector | None], rows: int) -> Text:
    source = _source(call, vectors, rows)
    size = int(np.maximum(source.lengths, 0).sum(dtype=np.int64))
    data = memory.empty(size, np.uint8)
    starts, lengths = memory.empty(rows, np.int64), memory.empty(rows, np.int32)
    foreign = np.zeros(1, np.int64)
    start: int = data.__array_interface__["data"][0]
    _CHANGE_CASE(
        starts, lengths, source.starts, source.lengths, _LOWEST[call.op], start, foreign, rows
    )
    result = Text(starts, lengths, (data,))
    return _finish(call, source, result) if foreign[0] else result


def _strip(call: Call, vectors: list[Vector | None], rows: int) -> Text:
    source = _source(call, vectors, rows)
    starts, lengths = memory.empty(rows, np.int64), memory.empty(rows, np.int32)
    foreign = np.zeros(1, np.int64)
    _STRIP(starts, lengths, source.starts, source.lengths, foreign, rows)
    result = Text(starts, lengths, source.owners)
    return _finish(call, source, result) if foreign[0] else result


def _finish(call: Call, source: Text, result: Text) -> Text:
    """Let pandas do the strings that the kernel left, in place."""
    import pandas as pd

    rows = np.flatnonzero(result.lengths == _FOREIGN)
    left = Text(source.starts[rows], source.lengths[rows], source.owners)
    series: Any = pd.Series(strings_of(left), dtype="str").str
    done = text_of(getattr(series, call.op.removeprefix("str_"))().tolist())
    result.starts[rows] = done.starts
    result.lengths[rows] = done.lengths
    return Text(result.starts, result.lengths, (*result.owners, *done.owners))


def _check(call: Call) -> None:
    """Take any such call: they have no options."""


RULES: dict[Key, Entry] = {
    ("str_lower", ("text",)): Host(_change_case, _check),
    ("str_upper", ("text",)): Host(_change_case, _check),
    ("str_strip", ("text",)): Host(_strip, _check),
}
