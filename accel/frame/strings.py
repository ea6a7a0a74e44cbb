"""Strings between pandas' Arrow-backed arrays and the engine's vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas

from accel.execute import memory
from accel.execute.interning import Interner
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Coded, Text, as_text
from accel.kernels.kernel import Kernel

if TYPE_CHECKING:
    import pyarrow

_ADDRESSES: Final = {
    width: Kernel("arrow:addresses", f"i{width}* i8 u1* i8 i8* i4* i8") for width in (4, 8)
}
_OFFSETS: Final = Kernel("arrow:offsets_of", "i4* i8* i8")
_GATHER: Final = Kernel("arrow:gather_bytes", "i8* i4* i8* i8 i8 i8")
_TASK_ROWS: Final = 1 << 17
_SAMPLE: Final = 1 << 13


def text_of_arrow(array: pyarrow.Array) -> Text:
    """Return the strings of an Arrow string or large_string array, by reference."""
    import pyarrow as pa

    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        array = array.cast(pa.large_string())
    width = 4 if pa.types.is_string(array.type) else 8
    validity, offsets, data = array.buffers()
    count = len(array)
    starts, lengths = memory.empty(count, np.int64), memory.empty(count, np.int32)
    first_bit = array.offset if validity is not None and array.null_count else -1
    _ADDRESSES[width](
        offsets.address + array.offset * width,
        data.address if data is not None else 0,
        validity.address if validity is not None else 0,
        first_bit,
        starts,
        lengths,
        count,
    )
    return Text(starts, lengths, (array,))


def arrow_of_text(vector: Text | Coded) -> pyarrow.Array:
    """Return the strings of a vector as an Arrow large_string array of its own."""
    import pyarrow as pa

    text = as_text(vector)
    count = len(text)
    offsets = memory.empty(count + 1, np.int64)
    missing = _OFFSETS(text.lengths, offsets, count)
    total = int(offsets[count])
    data = memory.empty(total, np.uint8)
    out = data.__array_interface__["data"][0]

    def gather(task: int) -> None:
        first = task * _TASK_ROWS
        _GATHER(text.starts, text.lengths, offsets, out, first, min(first + _TASK_ROWS, count))

    run_tasks(-(-count // _TASK_ROWS), gather)
    validity = None
    if missing:
        validity = pa.py_buffer(np.packbits(text.lengths >= 0, bitorder="little"))
    buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.large_string(), count, buffers, missing)


def string_array(vector: Text | Coded, dtype: pandas.StringDtype) -> Any:
    """Return a vector as pandas' array of ``dtype``."""
    import pyarrow as pa

    arrow = arrow_of_text(vector)
    if dtype.storage == "pyarrow":
        return dtype.construct_array_type()(pa.chunked_array([arrow]), dtype=dtype)
    return pandas.array(arrow.to_numpy(zero_copy_only=False), dtype=dtype)


def coded(text: Text) -> Text | Coded:
    """Return strings by dictionary code if few of them are different, else as they are.

    A sample decides whether it is tried; it is given up when the dictionary outgrows its use.
    """
    count = len(text)
    if count < _SAMPLE:
        return text
    interner = Interner()
    rows = np.linspace(0, count - 1, _SAMPLE).astype(np.int32)
    interner.intern(text.take(rows))
    if len(interner.dictionary) > _SAMPLE // 8:
        return text
    codes = memory.empty(count, np.int32)
    most = max(_SAMPLE, count // 16)

    def encode(task: int) -> None:
        first, last = task * _TASK_ROWS, min((task + 1) * _TASK_ROWS, count)
        if len(interner.dictionary) <= most:
            codes[first:last] = interner.intern(text.slice(first, last)).codes

    run_tasks(-(-count // _TASK_ROWS), encode)
    if len(interner.dictionary) > most:
        return text
    return Coded(codes, interner.dictionary)
