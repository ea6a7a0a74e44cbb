"""Columns of files that others wrote: what plain pandas reads as objects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import pyarrow as pa

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_build import from_cells
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrow import huggingface
from pandas_ext.arrow.tensor import noted, permuted
from pandas_ext.arrow.tensor_type import VARIABLE
from pandas_ext.dtypes.tensor import TensorDtype


def recognised(frame: Any, path: Any = None) -> Any:
    """Return a frame in which media and tensors are such columns, not objects.

    Parameters
    ----------
    frame : DataFrame
        As pandas reads it: Hugging Face's ``{bytes, path}`` are dicts, Arrow's canonical tensors
        flat arrays, or dicts of data and shape. Given back as it is if it has none.
    path : str, path or file object, optional
        The Parquet file it comes from, whose schema tells what the columns are.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> frame = pd.DataFrame({"image": [{"bytes": b"GIF89a...", "path": None}, None]})
    >>> recognised(frame).dtypes
    image    image
    dtype: object
    """
    columns = {
        place: frame.iloc[:, place]
        for place, dtype in enumerate(frame.dtypes)
        if dtype == np.dtype(object) and _may_be(frame.iloc[:, place])
    }
    if not columns:
        return frame
    schema = _schema(path)
    known = huggingface.features(schema)
    result = frame.copy(deep=False)
    for place, column in columns.items():
        field = schema.get_field_index(str(column.name))
        kind = huggingface.kind_of(column, known)
        if kind is not None:
            result.isetitem(place, column.astype(kind))
        elif field >= 0 and _is_tensor(schema.field(field).type):
            result.isetitem(place, tensors_of(column, schema.field(field).type))
    return result


def tensors_of(column: Any, kind: pa.DataType) -> TensorArray:
    """Return what pandas makes of Arrow's canonical tensors as a column of tensors.

    Parameters
    ----------
    column : Series of object
        Flat arrays or, where they differ in shape, dicts of ``data`` and ``shape``.
    kind : DataType
        The type of Arrow, which tells shapes and the order of axes.
    """
    if isinstance(kind, pa.FixedShapeTensorType):
        element, shape = kind.value_type.to_pandas_dtype(), tuple(kind.shape)
        flat: Any = from_cells(column, TensorDtype(element, (int(np.prod(shape)),)))
        values = flat.values.reshape(len(flat), *shape)
        return TensorArray.of(permuted(FixedStorage(values, flat.mask), kind))
    stored = kind.storage_type
    element = stored.field("data").type.value_type.to_pandas_dtype()
    axes = noted(kind, "uniform_shape") or [None] * stored.field("shape").type.list_size
    return TensorArray.of(permuted(from_cells(column, TensorDtype(element, axes)), kind))


def _may_be(column: Any) -> bool:
    """Tell whether a column holds dicts or arrays, or nothing that would tell."""
    place = column.first_valid_index() if column.index.is_unique else None
    first = None if place is None else column[place]
    return first is None or isinstance(first, (dict, np.ndarray))


def _is_tensor(kind: pa.DataType) -> bool:
    if not isinstance(kind, pa.BaseExtensionType):
        return False
    return isinstance(kind, pa.FixedShapeTensorType) or kind.extension_name == VARIABLE


def _schema(path: Any) -> pa.Schema:
    """Return a file's schema; one without columns where it cannot be found out."""
    from pyarrow import dataset, parquet

    if path is None:
        return pa.schema([])
    try:
        if not hasattr(path, "read"):
            return dataset.dataset(path, format="parquet").schema
        place = path.tell()
        path.seek(0)
        schema = parquet.read_schema(path)
        path.seek(place)
    except (OSError, ValueError, TypeError):  # a place that pandas knows how to open, not Arrow
        return pa.schema([])
    return schema


def read_parquet(path: Any, **arguments: Any) -> pandas.DataFrame:
    """Read a Parquet file; media and tensors that others wrote are such columns.

    Parameters
    ----------
    path : str, path or file object
        As of ``pandas.read_parquet``.
    **arguments
        What ``pandas.read_parquet`` takes.

    Returns
    -------
    DataFrame
        As pandas reads it, but for columns of Hugging Face's ``{bytes, path}`` and of Arrow's
        canonical tensors.
    """
    return recognised(pandas.read_parquet(path, **arguments), path)
