"""What pandas makes of a file's columns, without reading them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from accel.catching import caught_warnings
from accel.execute.parquet.footer import Footer, Leaf
from accel.kernels.source import parquet_layout as layout
from accel.plan.errors import Unsupported

_INTEGERS = {
    ("int8", "INT32"): layout.INT32_TO_8,
    ("uint8", "INT32"): layout.INT32_TO_8,
    ("int16", "INT32"): layout.INT32_TO_16,
    ("uint16", "INT32"): layout.INT32_TO_16,
    ("int32", "INT32"): layout.AS_STORED,
    ("uint32", "INT32"): layout.AS_STORED,
    ("int64", "INT64"): layout.AS_STORED,
    ("uint64", "INT64"): layout.AS_STORED,
}
_TO_FLOAT = {
    ("int8", "INT32"): layout.INT32_TO_FLOAT,
    ("uint8", "INT32"): layout.INT32_TO_FLOAT,
    ("int16", "INT32"): layout.INT32_TO_FLOAT,
    ("uint16", "INT32"): layout.INT32_TO_FLOAT,
    ("int32", "INT32"): layout.INT32_TO_FLOAT,
    ("uint32", "INT32"): layout.UINT32_TO_FLOAT,
    ("int64", "INT64"): layout.INT64_TO_FLOAT,
    ("uint64", "INT64"): layout.UINT64_TO_FLOAT,
}
_MISSING_FLOAT = {4: 0x7FC00000, 8: 0x7FF8000000000000}
_FLOATS = {("float32", "FLOAT"), ("float64", "DOUBLE")}


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column of a source.

    Attributes
    ----------
    field : str
        Its name in the files.
    stored : str
        NumPy's name of the type in which values are stored ("int64" for datetimes), or "text".
    dtype : pandas or NumPy dtype
        What pandas would give it.
    data : numpy.dtype or None
        Type of the engine's array; None for strings.
    denies_nulls : bool
        Whether the dtype rests on there being no null.
    """

    field: str
    stored: str
    dtype: Any
    data: Any
    denies_nulls: bool

    @property
    def is_widened(self) -> bool:
        """Whether the files hold integers, and the dtype is a float's as some are missing."""
        return self.data is not None and self.data.kind == "f" and self.stored[0] in "iu"

    def conversion(self, leaf: Leaf) -> int | None:
        """Return how our decoder converts the stored values, None if it cannot."""
        key = self.stored, leaf.physical
        if not leaf.flat:
            return None
        if self.stored == "text":
            return layout.AS_STORED if leaf.physical == "BYTE_ARRAY" else None
        if self.stored == "bool":
            return layout.BITS_TO_BOOL if leaf.physical == "BOOLEAN" else None
        if key in _FLOATS:
            return layout.AS_STORED
        if self.data.kind == "f":
            return _TO_FLOAT.get(key)
        return _INTEGERS.get(key)

    def missing_bits(self) -> int:
        """Return the bits that stand for a null in the engine's array."""
        if self.data is None:
            return 0xFFFFFFFF
        return _MISSING_FLOAT[self.data.itemsize] if self.data.kind == "f" else -(1 << 63)


@dataclass(frozen=True, slots=True)
class IndexColumns:
    """An index that is stored as columns.

    Attributes
    ----------
    keys : tuple of str
        What `Reader.load` knows the levels by.
    names : tuple
        The levels' labels.
    dtypes : tuple
        The levels' dtypes.
    """

    keys: tuple[str, ...]
    names: tuple[Hashable, ...]
    dtypes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How pandas lays a file out: which fields become columns, which the index.

    Attributes
    ----------
    columns : pandas.Index
        The frame's column labels.
    fields : tuple of str
        The field of each column.
    index_fields : tuple of str
        The fields that are index levels.
    index_names : tuple
        Their labels.
    range_index : pandas.RangeIndex or None
        The index that the metadata describes for the first file.
    dtypes : dict of str to dtype
        What pandas gives each field that holds no null.
    attrs : dict
        The frame's ``attrs``.
    """

    columns: Any
    fields: tuple[str, ...]
    index_fields: tuple[str, ...]
    index_names: tuple[Hashable, ...]
    range_index: Any
    dtypes: dict[str, Any]
    attrs: dict[Any, Any]


def shape_of(footer: Footer, columns: Sequence[str] | None) -> Shape:
    """Let pandas itself convert an empty table of the same schema.

    Raises
    ------
    Unsupported
        If names are repeated, or ``columns`` names what is not there, or pandas fails.
    """
    key = None if columns is None else tuple(columns)
    shape: Shape | None = footer.shapes.get(key)
    if shape is None:
        shape = footer.shapes[key] = _find_shape(footer, columns)
    return shape


def _find_shape(footer: Footer, columns: Sequence[str] | None) -> Shape:
    schema = footer.schema
    described = _index_descriptions(schema)
    stored_index = [text for text in described if isinstance(text, str) and text in schema.names]
    if len(set(schema.names)) < len(schema.names):
        raise Unsupported("two columns of one name")
    if columns is not None:
        schema = _chosen(footer, columns, stored_index)
    empty = _read_empty(schema)
    fields = tuple(name for name in schema.names if name not in stored_index)
    if len(fields) != len(empty.columns):
        raise Unsupported("column labels that pandas restores in a way of its own")
    dtypes = dict(zip(fields, empty.dtypes, strict=True))
    names: tuple[Hashable, ...] = ()
    if stored_index:
        if empty.index.nlevels != len(stored_index):
            raise Unsupported("an index that pandas restores in a way of its own")
        names = tuple(empty.index.names)
        levels = [empty.index.get_level_values(k).dtype for k in range(len(stored_index))]
        dtypes |= dict(zip(stored_index, levels, strict=True))
    ranges = [text for text in described if isinstance(text, dict)]
    range_index = None
    if len(described) == 1 and ranges:
        known = ranges[0]
        range_index = pd.RangeIndex(known["start"], known["stop"], known["step"])
        range_index.name = _restored_name(known.get("name"))
    elif ranges:
        raise Unsupported("an index of columns and ranges")
    return Shape(
        empty.columns, fields, tuple(stored_index), names, range_index, dtypes, empty.attrs
    )


def _restored_name(name: Any) -> Any:
    return tuple(name) if isinstance(name, list) else name


def _index_descriptions(schema: Any) -> list[Any]:
    metadata = schema.metadata or {}
    if b"pandas" not in metadata:
        return []
    described: list[Any] = json.loads(metadata[b"pandas"]).get("index_columns", [])
    return described


def _chosen(footer: Footer, columns: Sequence[str], stored_index: list[str]) -> Any:
    import pyarrow as pa

    schema = footer.schema
    if not isinstance(columns, (list, tuple)) or not all(isinstance(c, str) for c in columns):
        raise Unsupported("columns= that is not a list of strings")
    if len(set(columns)) < len(columns):
        raise Unsupported("columns= that names a column twice")
    for name in columns:
        if name not in schema.names:
            if "." in name:
                raise Unsupported("columns= that names a part of a nested column")
            raise Unsupported(f"columns= names {name!r}, and there is no such column")
    extra = [name for name in stored_index if name not in columns]
    chosen = [schema.field(name) for name in (*columns, *extra)]
    return pa.schema(chosen, metadata=schema.metadata)


def _read_empty(schema: Any) -> Any:
    """Do what pandas.read_parquet does with a table once it is read."""
    import pyarrow as pa

    try:
        with caught_warnings():
            warnings.filterwarnings("ignore", "make_block is deprecated", DeprecationWarning)
            empty = schema.empty_table().to_pandas()
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError) as error:
        raise Unsupported(f"a schema that cannot be looked at without data: {error}") from error
    attrs = (schema.metadata or {}).get(b"PANDAS_ATTRS")
    if attrs is not None:
        empty.attrs = json.loads(attrs)
    return empty


def is_text(kind: Any) -> bool:
    """Return whether an Arrow type is one of the types of strings."""
    import pyarrow as pa

    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def column_of(field: str, kind: Any, dtype: Any, nulls: int | None) -> StoredColumn | str:
    """Return how the engine reads a field, or why it cannot.

    Parameters
    ----------
    field
        The field's name.
    kind
        Its Arrow type.
    dtype
        What pandas gives it where it holds no null.
    nulls
        How many nulls it holds; None if unknown.
    """
    import pyarrow as pa

    types = pa.types
    if is_text(kind):
        if isinstance(dtype, pd.StringDtype) and dtype.na_value is np.nan:
            return StoredColumn(field, "text", dtype, None, False)
        return f"column {field!r} is of dtype {dtype}"
    if not isinstance(dtype, np.dtype):
        return f"column {field!r} is of dtype {dtype}"
    if types.is_timestamp(kind) or types.is_duration(kind):
        if dtype.kind in "mM" and np.datetime_data(dtype)[0] == kind.unit:
            return StoredColumn(field, "int64", dtype, np.dtype(np.int64), False)
    elif types.is_float32(kind) or types.is_float64(kind):
        return StoredColumn(field, dtype.name, dtype, dtype, False)
    elif types.is_boolean(kind) or types.is_integer(kind):
        if nulls is None:
            return f"column {field!r} may hold nulls: the file does not say"
        if nulls == 0:
            return StoredColumn(field, dtype.name, dtype, dtype, True)
        if dtype.kind in "iu":
            wide = np.dtype(np.float64)
            return StoredColumn(field, dtype.name, wide, wide, False)
        return f"column {field!r} holds truth values and nulls"
    return f"column {field!r} is of Arrow type {kind}"
