"""Tensor columns as Arrow's canonical extension types, and back."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_fixed import FixedStorage, Mask, Values
from pandas_ext.arrays.tensor_ragged import (
    Counts,
    RaggedStorage,
    Storage,
    empty_shape,
    settled,
)
from pandas_ext.arrow.tensor_type import VARIABLE, VariableShapeTensorType
from pandas_ext.dtypes.tensor import Shape, TensorDtype

_LISTS: Final = re.compile(r"\b(permutation|uniform_shape)=\[([^\[\]]*)\]")
MAX_OFFSET = 2**31 - 1  # elements that the offsets of one list array can count
MAX_LENGTH: Final = 2**31 - 1  # of an axis, as the canonical type notes it
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

    Raises
    ------
    OverflowError
        If Arrow cannot count the elements of a cell, or an axis.
    """
    if isinstance(storage, FixedStorage):
        return _fixed(storage)
    if int(storage.sizes.sum()) <= MAX_OFFSET:
        return _variable(storage)
    ends = np.cumsum(storage.sizes)
    chunks, row = [], 0
    while row < len(storage):
        done = int(ends[row - 1]) if row else 0
        stop = int(np.searchsorted(ends, done + MAX_OFFSET, side="right"))
        if stop == row:
            raise OverflowError(f"the cell at position {row} has more elements than Arrow counts")
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
    if storage.shapes.max(initial=0) > MAX_LENGTH:
        raise OverflowError(f"an axis of {storage.shapes.max()} is longer than Arrow can note")
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


def as_lists(array: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return tensors of one axis as lists; others, and lists, as they are."""
    if isinstance(array, pa.ChunkedArray):
        return pa.chunked_array([as_lists(chunk) for chunk in array.chunks])
    if isinstance(array.type, VariableShapeTensorType) and array.type.ndim == 1:
        return array.storage.flatten()[0]
    return array


def from_arrow(array: pa.Array | pa.ChunkedArray, dtype: TensorDtype | None) -> TensorArray:
    """Make a column of Arrow's tensors or lists.

    Parameters
    ----------
    array : pyarrow.Array or pyarrow.ChunkedArray
        Of tensors of either type, of lists, of lists of fixed size, nested too.
    dtype : TensorDtype, optional
        What the column is to be; what the array says by default.

    Raises
    ------
    ValueError
        If buffers or shapes are not those of such a column, as damaged files may have them.
    """
    array.validate(full=True)  # of lists, the offsets
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
    if len(storage.axes) != 1:
        return storage
    shape = tuple(length or 0 for length in dtype.shape)
    size = int(np.prod(shape))
    flat = storage if isinstance(storage, FixedStorage) else storage.to_fixed((size,))
    if flat.shape != (size,):
        return storage
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
        return permuted(_of_fixed_lists(array.storage, tuple(kind.shape)), kind)
    if isinstance(kind, pa.BaseExtensionType) and kind.extension_name == VARIABLE:
        return permuted(_of_tensors(array.storage, noted(kind, "uniform_shape")), kind)
    if _is_tensors(kind):
        return _of_tensors(array, None)  # read where the type is not known
    if pa.types.is_fixed_size_list(kind) and not pa.types.is_nested(kind.value_type):
        return _of_fixed_lists(array, (kind.list_size,))
    if _is_list(kind):
        return _of_lists(array)
    return TensorArray(array.to_pylist()).storage


def _is_tensors(kind: pa.DataType) -> bool:
    """Tell whether an array is stored as tensors that differ in shape are."""
    if not pa.types.is_struct(kind) or {field.name for field in kind} != {"data", "shape"}:
        return False
    fixed = pa.types.is_fixed_size_list(kind.field("shape").type)
    return fixed and pa.types.is_list(kind.field("data").type)


def permuted(storage: Storage, kind: pa.DataType) -> Storage:
    """Return cells with their axes in the order that a type gives them, not as they are stored."""
    order = noted(kind, "permutation")
    if not order or order == sorted(order):
        return storage
    from pandas_ext.ops.tensor.reshape import transpose

    return transpose(storage, order)


def noted(kind: pa.DataType, name: Literal["permutation", "uniform_shape"]) -> list[Any] | None:
    """Return what a type of tensors notes of each axis."""
    found = getattr(kind, name, None)
    if found is not None:
        return list(found)
    # a type that pyarrow knows and has no class for tells it as text alone
    lists = {match[1]: match[2] for match in _LISTS.finditer(str(kind))}
    if not lists.get(name):
        return None
    return [int(axis) if axis.strip().isdecimal() else None for axis in lists[name].split(",")]


def _of_fixed_lists(array: pa.FixedSizeListArray, shape: tuple[int, ...]) -> FixedStorage:
    size = array.type.list_size
    elements = array.values.slice(array.offset * size, len(array) * size)
    mask = _mask(array)
    if elements.null_count and mask.any():
        elements = elements.fill_null(False if pa.types.is_boolean(elements.type) else 0)
    return FixedStorage(_values(elements).reshape(len(array), *shape), mask)


def _is_list(kind: pa.DataType) -> bool:
    """Tell whether cells are lists of numbers, nested or not."""
    while (
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    ):
        kind = kind.value_type
        if not pa.types.is_nested(kind):
            return True
    return False


def _of_lists(array: pa.Array) -> Storage:
    """Return lists as cells: an axis for each level, whose lists must be of one length in a cell.

    The length of a level within the first is known if all cells have the same.
    """
    mask = _mask(array)
    level, rows = array.drop_null(), np.flatnonzero(~mask)  # lists, and the row of each
    lengths_of_axes: list[Counts] = []
    axes: list[int | None] = []
    while pa.types.is_nested(level.type):
        if level.null_count:
            raise ValueError("elements of a cell cannot be missing: only whole cells can")
        fixed = pa.types.is_fixed_size_list(level.type)
        lengths = level.value_lengths().to_numpy(zero_copy_only=False).astype(np.int64)
        known = level.type.list_size if fixed else None
        if known is None and axes and len(lengths) and (lengths == lengths[0]).all():
            known = int(lengths[0])
        of_rows = np.full(len(mask), known or 0, np.int64)
        of_rows[rows] = lengths
        odd = np.flatnonzero(of_rows[rows] != lengths)
        if len(odd):
            raise ValueError(f"lists that differ in length in the cell at position {rows[odd[0]]}")
        lengths_of_axes.append(of_rows)
        axes.append(known)
        level, rows = level.flatten(), np.repeat(rows, lengths)
    shapes = np.stack(lengths_of_axes, axis=1)
    shapes[mask] = empty_shape(tuple(axes))
    return settled(RaggedStorage.packed(_values(level), shapes, mask, tuple(axes)))


def _of_tensors(array: pa.StructArray, uniform: list[int | None] | None) -> RaggedStorage:
    lists = array.field("data")
    mask = _mask(array) | _mask(lists)
    known = tuple(uniform or [None] * array.field("shape").type.list_size)
    shapes = _shapes(array.field("shape"), mask, known)
    lengths = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    # as floats, which do not wrap: those that are lengths of lists are exact
    odd = (np.prod(shapes, axis=1, dtype=np.float64) != lengths) & ~mask
    if odd.any():
        row = int(odd.argmax())
        found = tuple(shapes[row].tolist())
        raise ValueError(f"{lengths[row]} elements for shape {found}, at position {row}")
    # rows that are missing may have elements in the file
    kept = lists.filter(pa.array(~mask)) if mask.any() else lists
    return RaggedStorage.packed(_values(kept.flatten()), shapes, mask, known)


def _shapes(sizes: pa.FixedSizeListArray, mask: Mask, known: Shape) -> Counts:
    """Return the shape of each row, checked against what is known of all."""
    ndim = sizes.type.list_size
    if len(known) != ndim:
        raise ValueError(f"{ndim} axes, but a uniform shape of {len(known)}")
    flat = sizes.values.slice(sizes.offset * ndim, len(sizes) * ndim).fill_null(-1)
    shapes = _values(flat).reshape(-1, ndim).astype(np.int64)
    shapes[_mask(sizes)] = -1
    shapes[mask] = [length or 0 for length in known]
    wanted = np.array([-1 if length is None else length for length in known], np.int64)
    odd = ((shapes < 0) | ((shapes != wanted) & (wanted >= 0))).any(axis=1) & ~mask
    if odd.any():
        row = int(odd.argmax())
        raise ValueError(f"no cell of shape {tuple(shapes[row].tolist())}, at position {row}")
    return shapes
