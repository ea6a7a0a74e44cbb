"""Make the storage of a tensor column from what users hand over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, empty_shape
from pandas_ext.dtypes.tensor import TensorDtype


def is_missing(value: Any) -> bool:
    """Tell whether a value stands for a missing cell.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(np.array([np.nan]))
    (True, False)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, (float, np.floating)) and bool(np.isnan(value))


def from_array(values: Values, dtype: TensorDtype | None, copy: bool) -> Storage:
    """Make rows of one array with the rows along its first axis."""
    if dtype is None or dtype.element is None:
        # numpy's byte order and type must be one of ours, or this raises
        dtype = TensorDtype(values.dtype.newbyteorder("="), values.shape[1:])
    if values.ndim == 1 and dtype.shape and values.dtype.kind == "f" and np.isnan(values).all():
        return missing(len(values), dtype)
    _check_shape(values.shape[1:], dtype)
    fitted = fit(values, dtype)
    if fitted is values and copy:
        fitted = values.copy()
    storage = FixedStorage(fitted, np.zeros(len(values), np.bool_))
    return RaggedStorage.of_fixed(storage, dtype.shape) if dtype.ragged else storage


def from_cells(cells: Iterable[Any], dtype: TensorDtype | None) -> Storage:
    """Make rows of one value a row: arrays, nested lists, missing values."""
    arrays = [
        None if is_missing(value) else _cell_at(position, value)
        for position, value in enumerate(cells)
    ]
    present = [array for array in arrays if array is not None]
    if dtype is None or dtype.element is None:
        dtype = infer(present)
    for shape in dict.fromkeys(array.shape for array in present):
        _check_shape(shape, dtype)
    mask = np.fromiter((array is None for array in arrays), np.bool_, len(arrays))
    elements = fit(_joined(present, dtype), dtype)
    if dtype.ragged:
        shapes = np.tile(np.array(empty_shape(dtype.shape), np.int64), (len(arrays), 1))
        if present:
            shapes[~mask] = [array.shape for array in present]
        return RaggedStorage.packed(elements, shapes, mask, dtype.shape)
    shape = tuple(length or 0 for length in dtype.shape)
    if len(present) == len(arrays):
        return FixedStorage(elements.reshape(len(arrays), *shape), mask)
    values = np.zeros((len(arrays), *shape), dtype.element)
    values[~mask] = elements.reshape(len(present), *shape)
    return FixedStorage(values, mask)


def _joined(arrays: Sequence[Values], dtype: TensorDtype) -> Values:
    """Return the elements of all cells, in a type that holds them; always a copy."""
    if len({array.dtype for array in arrays}) > 1:
        arrays = [fit(array, dtype) for array in arrays]
    flats = [array.reshape(-1) for array in arrays]
    return np.concatenate(flats) if flats else np.empty(0, dtype.element)


def missing(count: int, dtype: TensorDtype) -> Storage:
    """Make rows that are all missing."""
    assert dtype.element is not None
    mask = np.ones(count, np.bool_)
    if dtype.ragged:
        shapes = np.tile(np.array(empty_shape(dtype.shape), np.int64), (count, 1))
        return RaggedStorage.packed(np.empty(0, dtype.element), shapes, mask, dtype.shape)
    return FixedStorage(
        np.zeros((count, *(axis or 0 for axis in dtype.shape)), dtype.element), mask
    )


def _cell_at(position: int, value: Any) -> Values:
    try:
        return as_cell(value)
    except ValueError as error:
        raise ValueError(f"the cell at position {position}: {error}") from None


def as_cell(value: Any) -> Values:
    """Return a value as an array of numbers.

    Parameters
    ----------
    value : array-like, or dict of ``data`` and ``shape``
        The latter as Arrow's tensors that differ in shape are stored.

    Raises
    ------
    TypeError
        If it is no array of numbers.
    ValueError
        If its lists differ in length, or data and shape do not match.
    """
    if isinstance(value, np.ndarray) and value.dtype != object:
        array = value
    elif isinstance(value, dict) and set(value) == {"data", "shape"}:
        array = _of_data_and_shape(value["data"], value["shape"])
    elif isinstance(value, (str, bytes, dict, set)):
        raise TypeError(f"a cell is an array of numbers, not {type(value).__name__}")
    else:
        try:
            array = np.asarray(value.tolist() if isinstance(value, np.ndarray) else value)
        except ValueError:
            raise ValueError("lists that differ in length are no array") from None
    if array.dtype.kind not in "buif":
        raise TypeError(f"a cell is an array of numbers, not {array.dtype} of {type(value)}")
    return array


def _of_data_and_shape(data: Any, shape: Any) -> Values:
    array = as_cell(data)
    if shape is None or any(length is None or length < 0 for length in shape):
        raise ValueError(f"no cell of shape {shape}")
    lengths = [int(length) for length in shape]
    if math.prod(lengths) != array.size:
        raise ValueError(f"{array.size} elements for shape {tuple(lengths)}")
    return array.reshape(lengths)


def infer(arrays: Sequence[Values]) -> TensorDtype:
    """Return the dtype that holds all arrays: axes of differing length are ragged.

    Raises
    ------
    ValueError
        Without arrays, or if their numbers of axes differ.

    Examples
    --------
    >>> infer([np.zeros((2, 4), "f4"), np.zeros((3, 4), "f4")])
    tensor[float32, (*, 4)]
    """
    if not arrays:
        raise ValueError("no cell to infer the element type and shape of a tensor from")
    if len({array.ndim for array in arrays}) > 1:
        raise ValueError("the cells of a tensor column have the same number of axes")
    shapes = zip(*{array.shape for array in arrays}, strict=True)
    axes = [lengths[0] if len(set(lengths)) == 1 else None for lengths in shapes]
    return TensorDtype(np.result_type(*{array.dtype for array in arrays}), axes)


def fit(values: Values, dtype: TensorDtype) -> Values:
    """Return values as elements of a dtype; itself if they are.

    Raises
    ------
    ValueError
        If whole numbers or truth values would have to be other ones to fit.
    """
    element = dtype.element
    assert element is not None
    if values.dtype == element:
        return values
    with np.errstate(all="ignore"):
        fitted = values.astype(element)
        if element.kind == "f" or np.can_cast(values.dtype, element, "safe"):
            return fitted
        # signs too: numpy compares int64 with uint64 as floats
        if not ((fitted == values) & ((fitted < 0) == (values < 0))).all():
            raise ValueError(f"values of {values.dtype} do not fit {element} without loss")
    return fitted


def fits(shape: tuple[int, ...], dtype: TensorDtype) -> bool:
    """Tell whether a cell of a shape may stand in a column of a dtype."""
    pairs = zip(shape, dtype.shape, strict=False)
    return len(shape) == len(dtype.shape) and all(want in (None, have) for have, want in pairs)


def _check_shape(shape: tuple[int, ...], dtype: TensorDtype) -> None:
    if not fits(shape, dtype):
        raise ValueError(f"a cell of shape {shape} does not fit {dtype}")


def build(data: Any, dtype: TensorDtype | None, copy: bool) -> Storage:
    """Make rows of anything but a tensor column.

    Parameters
    ----------
    data : array-like
        One array with the rows along its first axis (NumPy's, or what gives NumPy's, as torch
        tensors do), Arrow's tensors and lists, or a sequence of cells.
    dtype : TensorDtype, optional
        Inferred without.
    copy : bool
        Whether never to share an array's memory.
    """
    if isinstance(data, (pd.Series, pd.Index)):
        data = data.array
    if isinstance(getattr(data, "dtype", None), pd.ArrowDtype) or type(data).__module__ == (
        "pyarrow.lib"
    ):
        import pyarrow as pa

        from pandas_ext.arrow.tensor import from_arrow

        array = data if isinstance(data, (pa.Array, pa.ChunkedArray)) else pa.array(data)
        return from_arrow(array, dtype).storage
    if isinstance(data, np.ndarray) or (
        hasattr(data, "__array__") and not isinstance(data, ExtensionArray)
    ):
        data = np.asarray(data)
        if data.dtype != object:
            return from_array(data, dtype, copy)
    return from_cells(data, dtype)
