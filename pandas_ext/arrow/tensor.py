"""Tensor columns as Arrow's canonical extension types, and back."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pyarrow as pa

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_fixed import FixedStorage, Mask, Values
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage
from pandas_ext.arrow.tensor_type import VARIABLE, VariableShapeTensorType
from pandas_ext.dtypes.tensor import TensorDtype

_PERMUTATION: Final = re.compile(r"\bpermutation=\[([0-9, ]+)\]")
MAX_OFFSET = 2**31 - 1  # elements that the offsets of one list array can count
# before, missing lists of fixed size could be written to Parquet, but not read
READS_MISSING_LISTS = int(pa.__version__.split(".")[0]) >= 26


def to_arrow(storage: Storage, dtype: TensorDtype) -> pa.Array | pa.ChunkedArray:
    """Return a column as Arrow's tensors; without a copy of the elements where possible.

    Returns
    -------
    pyarrow.Array
        Of ``fixed_shape_tensor`` for one shape, of ``variable_shape_tensor`` otherwise; chunks of
        them where one array cannot count all elements. Of lists where tensors could not be read
        from Parquet: cells without elements and, before pyarrow 26, one shape with missing rows.
    """
    if isinstance(storage, FixedStorage):
        return _fixed(storage)
    if int(storage.sizes.sum()) <= MAX_OFFSET:
        return _variable(storage)
    ends = np.cumsum(storage.sizes)
    chunks, row = [], 0
    while row < len(storage):
        done = int(ends[row - 1]) if row else 0
        stop = max(row + 1, int(np.searchsorted(ends, done + MAX_OFFSET, side="right")))
        chunks.append(_variable(storage.slice(slice(row, stop))))
        row = stop
    return pa.chunked_array(chunks)


def _elements(values: Values) -> pa.Array:
    return pa.array(np.ascontiguousarray(values).reshape(-1))


def _nulls(mask: Mask) -> pa.Array | None:
    return pa.array(mask) if mask.any() else None


def _fixed(storage: FixedStorage) -> pa.Array:
    size = int(np.prod(storage.shape))
    elements = _elements(storage.values)
    if not size or (storage.mask.any() and not READS_MISSING_LISTS):
        offsets = pa.array(np.arange(len(storage) + 1, dtype=np.int64) * size)
        return pa.LargeListArray.from_arrays(offsets, elements, mask=_nulls(storage.mask))
    rows = pa.FixedSizeListArray.from_arrays(elements, size, mask=_nulls(storage.mask))
    kind = pa.fixed_shape_tensor(elements.type, storage.shape)
    return pa.ExtensionArray.from_storage(kind, rows)


def _variable(storage: RaggedStorage) -> pa.Array:
    elements = _elements(storage.flat)
    ndim = len(storage.axes)
    kind = VariableShapeTensorType(elements.type, ndim, list(storage.axes))
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(storage.sizes)]).astype(np.int32)
    nulls = _nulls(storage.mask)
    inner = None if READS_MISSING_LISTS else nulls
    data = pa.ListArray.from_arrays(pa.array(offsets), elements, mask=inner)
    shapes = pa.FixedSizeListArray.from_arrays(
        pa.array(storage.shapes.astype(np.int32).reshape(-1)), ndim
    )
    rows = pa.StructArray.from_arrays(
        [data, shapes],
        fields=list(kind.storage_type),
        mask=nulls if READS_MISSING_LISTS else None,
    )
    return pa.ExtensionArray.from_storage(kind, rows)


def from_arrow(array: pa.Array | pa.ChunkedArray, dtype: TensorDtype | None) -> TensorArray:
    """Make a column of Arrow's tensors or lists.

    Parameters
    ----------
    array : pyarrow.Array or pyarrow.ChunkedArray
        Of tensors of either type, of lists, of lists of fixed size, nested too.
    dtype : TensorDtype, optional
        What the column is to be; what the array says by default.
    """
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    chunks = [chunk for chunk in chunks if len(chunk)] or chunks[:1]
    if not chunks:
        chunks = [pa.array([], array.type)]
    parts = [TensorArray.of(_shaped(_storage(chunk), dtype)) for chunk in chunks]
    if dtype is not None and dtype.concrete:
        parts = [part._cast(dtype, copy=False) for part in parts]
    if len(parts) == 1:
        return parts[0]
    common = parts[0].dtype._get_common_dtype([part.dtype for part in parts])
    if common is None:
        raise ValueError("the cells of a tensor column have the same number of axes")
    return TensorArray._concat_same_type([part._cast(common, copy=False) for part in parts])


def _shaped(storage: Storage, dtype: TensorDtype | None) -> Storage:
    """Give cells read from flat lists the shape that is wanted."""
    if dtype is None or not dtype.concrete or dtype.ragged or len(dtype.shape) == 1:
        return storage
    if not isinstance(storage, RaggedStorage) or storage.axes != (None,):
        return storage
    shape = tuple(length or 0 for length in dtype.shape)
    flat = storage.to_fixed((int(np.prod(shape)),))
    return FixedStorage(flat.values.reshape(len(flat), *shape), flat.mask)


def _mask(array: pa.Array) -> Mask:
    return np.asarray(array.is_null())


def _values(elements: pa.Array) -> Values:
    if elements.null_count:
        raise ValueError("elements of a cell cannot be missing: only whole cells can")
    return np.asarray(elements.to_numpy(zero_copy_only=False))


def _storage(array: pa.Array) -> Storage:
    kind = array.type
    if isinstance(kind, pa.FixedShapeTensorType):
        return _permuted(_of_fixed_lists(array.storage, tuple(kind.shape)), kind)
    if isinstance(kind, pa.BaseExtensionType) and kind.extension_name == VARIABLE:
        return _permuted(_of_tensors(array.storage, getattr(kind, "uniform_shape", None)), kind)
    if pa.types.is_struct(kind) and {kind[k].name for k in range(kind.num_fields)} == {
        "data",
        "shape",
    }:
        return _of_tensors(array, None)  # read where the type is not known
    if pa.types.is_fixed_size_list(kind) and not pa.types.is_nested(kind.value_type):
        return _of_fixed_lists(array, (kind.list_size,))
    lists = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if lists and not pa.types.is_nested(kind.value_type):
        return _of_lists(array)
    return TensorArray(array.to_pylist()).storage


def _permuted(storage: Storage, kind: pa.DataType) -> Storage:
    """Return cells with their axes in the order that a type gives them, not as they are stored."""
    order = getattr(kind, "permutation", None)
    if order is None:  # a type that pyarrow knows and has no class for tells it as text alone
        found = _PERMUTATION.search(str(kind))
        order = found and [int(axis) for axis in found[1].split(",")]
    if not order or list(order) == sorted(order):
        return storage
    from pandas_ext.ops.tensor.reshape import transpose

    return transpose(storage, order)


def _of_fixed_lists(array: pa.FixedSizeListArray, shape: tuple[int, ...]) -> FixedStorage:
    size = array.type.list_size
    elements = array.values.slice(array.offset * size, len(array) * size)
    mask = _mask(array)
    if elements.null_count and mask.any():
        elements = elements.fill_null(False if pa.types.is_boolean(elements.type) else 0)
    return FixedStorage(_values(elements).reshape(len(array), *shape), mask)


def _of_lists(array: pa.ListArray) -> RaggedStorage:
    lengths = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return RaggedStorage.packed(
        _values(array.flatten()), lengths.reshape(-1, 1), _mask(array), (None,)
    )


def _of_tensors(array: pa.StructArray, uniform: list[int | None] | None) -> RaggedStorage:
    lists = array.field("data")
    sizes = array.field("shape")
    mask = _mask(array) | _mask(lists)
    ndim = sizes.type.list_size
    known = uniform or [None] * ndim
    shapes = (
        _values(sizes.values.slice(sizes.offset * ndim, len(array) * ndim).fill_null(0))
        .reshape(-1, ndim)
        .astype(np.int64)
    )
    shapes[mask] = [length or 0 for length in known]
    # rows that are missing may have elements in the file
    kept = lists.filter(pa.array(~mask)) if mask.any() else lists
    return RaggedStorage.packed(_values(kept.flatten()), shapes, mask, tuple(known))
