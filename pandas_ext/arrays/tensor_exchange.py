"""A column of tensors handed to other libraries: Arrow, DLPack, pickle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage

if TYPE_CHECKING:
    import pyarrow as pa

    from pandas_ext.dtypes.tensor import TensorDtype


class Exchanged:
    """Without a copy where the other side can look at one array."""

    storage: Storage

    if TYPE_CHECKING:

        @property
        def dtype(self) -> TensorDtype: ...

    def stacked(self) -> NDArray[Any]:
        """Return the rows as one array of shape (n, *shape), sharing the column's memory.

        Raises
        ------
        ValueError
            If a row is missing, or cells differ in shape.
        """
        if self.storage.mask.any():
            position = int(self.storage.mask.argmax())
            raise ValueError(f"the cell at position {position} is missing: drop or fill it first")
        if isinstance(self.storage, RaggedStorage):
            if not len(self.storage):
                shape = tuple(self.storage.empty)
            else:
                shape = tuple(self.storage.shapes[0].tolist())
            return self.storage.to_fixed(shape).values
        return self.storage.values

    def __dlpack__(self, **options: Any) -> Any:
        return self._exported().__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self._exported().__dlpack_device__()

    def _exported(self) -> NDArray[Any]:
        if not isinstance(self.storage, FixedStorage):
            raise BufferError("cells that differ in shape are not one array: see .tensor.pad")
        if self.storage.mask.any():
            raise BufferError("missing cells cannot be handed over: drop or fill them first")
        values = self.storage.values
        # rows in reverse order: torch ends the process over strides below 0
        return np.ascontiguousarray(values) if min(values.strides) < 0 else values

    def __arrow_array__(self, type: Any = None) -> pa.Array | pa.ChunkedArray:  # noqa: A002
        from pandas_ext.arrow.tensor import as_lists, to_arrow

        made = to_arrow(self.storage, self.dtype)
        if type is None or type == made.type:
            return made
        return as_lists(made).cast(type)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        made: Any = self.__arrow_array__()
        if not hasattr(made, "__arrow_c_array__"):
            raise OverflowError("more elements than one array of Arrow can count: see the Series")
        capsules: tuple[object, object] = made.__arrow_c_array__(requested_schema)
        return capsules

    def __reduce__(self) -> tuple[Any, ...]:
        storage = self.storage
        if isinstance(storage, RaggedStorage):
            storage = storage.pack()
            parts: tuple[Any, ...] = (storage.flat, storage.shapes, storage.mask, storage.axes)
        else:
            parts = (storage.values, storage.mask)
        return _restored, (type(self), parts, self.dtype.fields)


def _restored(cls: Any, parts: tuple[Any, ...], fields: tuple[str, ...] | None) -> Any:
    storage = FixedStorage(*parts) if len(parts) == 2 else RaggedStorage.packed(*parts)
    return cls.of(storage, fields)
