"""Image, video and audio columns in Arrow: a struct that refers to its bytes, or holds them.

The first two fields are those of Hugging Face's columns, so that others read the bytes of a column
whose extension type they do not know. Nothing here is pickled: what is no bytes, path or range is
JSON with a fixed set of keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from pandas_ext.errors import MediaError

if TYPE_CHECKING:
    from pandas_ext.value.stored import Stored

STORAGE: Final = pa.struct([
    ("bytes", pa.large_binary()),  # a file, or pixels or samples if detail says so
    ("path", pa.string()),
    ("start", pa.int64()),  # of the range of the path that counts; null: all of it
    ("stop", pa.int64()),
    ("detail", pa.string()),  # JSON
])  # fmt: skip


class MediaType(pa.ExtensionType):
    """The Arrow type of a column of handles.

    Parameters
    ----------
    kind : {"image", "video", "audio"}
        Which.
    dtype : str
        The name of the pandas dtype.
    """

    def __init__(self, kind: str, dtype: str | None = None) -> None:
        self._kind = kind
        self._dtype = dtype or kind
        super().__init__(STORAGE, f"pandas_ext.{kind}")

    def __hash__(self) -> int:
        return hash((self._kind, self._dtype))  # pandas looks types up in dicts

    def __arrow_ext_serialize__(self) -> bytes:
        return json.dumps({"dtype": self._dtype}).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: pa.DataType, serialized: bytes) -> MediaType:
        try:
            dtype = str(_read_json(serialized or b"{}").get("dtype", ""))
        except ValueError as error:
            raise pa.ArrowInvalid(f"no media column is described so: {error}") from None
        kind = dtype.partition("[")[0]
        if storage_type != STORAGE or kind not in KINDS:
            raise pa.ArrowInvalid(f"no media column has dtype {dtype!r} and storage {storage_type}")
        return cls(kind, dtype)

    def __reduce__(self) -> Any:
        return MediaType, (self._kind, self._dtype)

    def to_pandas_dtype(self) -> Any:
        """Return the pandas dtype, whose ``__from_arrow__`` makes columns."""
        import pandas

        return pandas.api.types.pandas_dtype(self._dtype)


KINDS: Final = ("image", "video", "audio")


def register() -> None:
    """Make the types known to Arrow, so that files and streams that hold them give them back."""
    for kind in KINDS:
        try:
            pa.register_extension_type(MediaType(kind))
        except pa.ArrowKeyError:  # this module was imported anew
            pa.unregister_extension_type(f"pandas_ext.{kind}")
            pa.register_extension_type(MediaType(kind))


def to_arrow(cells: Any, dtype: Any) -> pa.ExtensionArray:
    """Return a column of handles as an Arrow array; encoded bytes go in as they are.

    Raises
    ------
    MediaError
        If a cell has steps that must run first, and fails in them.
    """
    from pandas_ext.value.stored import Stored

    rows = [None if cell is None else cell.stored() for cell in cells]
    missing = np.fromiter((row is None for row in rows), bool, len(rows))
    empty = Stored()
    columns = zip(*(row or empty for row in rows), strict=True) if rows else iter([()] * 5)
    data, path, start, stop, detail = map(list, columns)
    arrays = [
        pa.array(values, field.type)
        for values, field in zip(
            (data, path, start, stop, map(_json, detail)), STORAGE, strict=True
        )
    ]
    storage = pa.StructArray.from_arrays(arrays, fields=list(STORAGE), mask=pa.array(missing))
    kind = dtype.name.partition("[")[0]
    return pa.ExtensionArray.from_storage(MediaType(kind, dtype.name), storage)


def from_arrow(array: pa.Array | pa.ChunkedArray, restore: Callable[[Stored], Any]) -> Any:
    """Return the cells of an Arrow column as an array of objects.

    Parameters
    ----------
    array : Array or ChunkedArray
        Of a media type, or of a struct that has a field ``bytes`` or ``path``. Bytes are not
        copied: cells look at Arrow's buffers.
    restore : callable
        Makes a cell of what is stored.

    Raises
    ------
    MediaError, ValueError
        If what is there is no such column's.
    """
    array.validate(full=True)  # damaged files may have offsets that lead elsewhere
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    rows = (row for chunk in chunks for row in _rows(chunk))
    cells = (None if row is None else restore(row) for row in rows)
    return np.fromiter(cells, object, len(array))


def scalars_of(array: pa.Array | pa.ChunkedArray, restore: Callable[[Stored], Any]) -> Any:
    """Return what a column is to be made of: cells of structs, paths or bytes of others."""
    kind = array.type.storage_type if isinstance(array.type, pa.BaseExtensionType) else array.type
    if not pa.types.is_struct(kind) or not {"bytes", "path"} & {field.name for field in kind}:
        return array.to_pylist()
    return from_arrow(array, restore)


def _read_json(text: str | bytes) -> dict[str, Any]:
    """Read a JSON object whose values are numbers and text.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("lists in lists in lists") from None
    if not isinstance(found, dict) or any(type(v) not in (str, int, float) for v in found.values()):
        raise ValueError(f"not names with a number or text each: {text[:80]!r}")
    return found


def _json(detail: dict[str, Any] | None) -> str | None:
    return None if detail is None else json.dumps(detail)


def _detail(text: str) -> dict[str, Any]:
    try:
        return _read_json(text)
    except ValueError as error:
        raise MediaError(f"no cell is described so: {error}") from None


def _rows(chunk: pa.Array) -> Iterator[Stored | None]:
    from pandas_ext.value.stored import Stored

    storage = chunk.storage if isinstance(chunk, pa.ExtensionArray) else chunk
    fields = {field.name: storage.field(k) for k, field in enumerate(storage.type)}
    count = len(storage)

    def values(name: str) -> list[Any]:
        return fields[name].to_pylist() if name in fields else [None] * count

    data = _views(fields["bytes"]) if "bytes" in fields else [None] * count
    details = [None if text is None else _detail(text) for text in values("detail")]
    columns = (data, values("path"), values("start"), values("stop"), details)
    present = storage.is_valid().to_pylist()
    for is_there, row in zip(present, map(Stored._make, zip(*columns, strict=True)), strict=True):
        # Hugging Face writes what is missing as a struct of nulls
        yield row if is_there and (row.data is not None or row.path is not None) else None


def _views(array: pa.Array) -> list[memoryview | None]:
    """Return the values of a binary array as views of its buffer."""
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        _, offsets, data = array.buffers()
        if data is None:
            data = pa.py_buffer(b"")
        width = np.dtype(np.int64 if pa.types.is_large_binary(array.type) else np.int32)
        count = len(array) + 1
        ends = np.frombuffer(offsets, width, count, array.offset * width.itemsize).tolist()
        whole = memoryview(data).cast("B")
        present = array.is_valid().to_pylist()
        return [
            whole[start:stop] if there else None
            for start, stop, there in zip(ends, ends[1:], present, strict=False)
        ]
    return [None if v is None else memoryview(v) for v in array.to_pylist()]
