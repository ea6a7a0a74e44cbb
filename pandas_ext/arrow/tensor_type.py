"""Arrow's canonical type of tensors that differ in shape, which pyarrow has no class for."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Self

import numpy as np
import pyarrow as pa

from pandas_ext.dtypes.tensor import TensorDtype

VARIABLE = "arrow.variable_shape_tensor"


class VariableShapeTensorType(pa.ExtensionType):
    """Arrow's canonical type of tensors that differ in shape.

    Parameters
    ----------
    value_type : pyarrow.DataType
        Of the elements.
    ndim : int
        Axes.
    uniform_shape : list of int or None, optional
        Length of each axis, None where it differs.
    dim_names : list of str, optional
        Names of the axes.
    permutation : list of int, optional
        Which stored axis each axis of a cell is; as they are stored, by default.

    Notes
    -----
    Storage and metadata are those of https://arrow.apache.org/docs/format/CanonicalExtensions.html.
    """

    def __init__(
        self,
        value_type: pa.DataType,
        ndim: int,
        uniform_shape: list[int | None] | None = None,
        dim_names: list[str] | None = None,
        permutation: list[int] | None = None,
    ) -> None:
        self.value_type = value_type
        self.ndim = ndim
        self.uniform_shape = uniform_shape
        self.dim_names = dim_names
        self.permutation = permutation
        storage = pa.struct([("data", pa.list_(value_type)), ("shape", pa.list_(pa.int32(), ndim))])
        super().__init__(storage, VARIABLE)

    def __hash__(self) -> int:
        return hash(str(self))  # as that of Arrow's own types; pandas looks them up in dicts

    def __arrow_ext_serialize__(self) -> bytes:
        names = ("uniform_shape", "dim_names", "permutation")
        known = {name: getattr(self, name) for name in names}
        return json.dumps({key: value for key, value in known.items() if value}).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: pa.StructType, serialized: bytes) -> Self:
        known = json.loads(serialized) if serialized else {}
        shape = storage_type.field("shape").type
        return cls(
            storage_type.field("data").type.value_type,
            shape.list_size,
            known.get("uniform_shape"),
            known.get("dim_names"),
            known.get("permutation"),
        )

    def to_pandas_dtype(self) -> TensorDtype:
        """Return the dtype that the type becomes in pandas."""
        stored = self.uniform_shape or [None] * self.ndim
        shape = [stored[axis] for axis in self.permutation or range(self.ndim)]
        return TensorDtype(np.dtype(self.value_type.to_pandas_dtype()), shape)


def register() -> None:
    """Make pyarrow know the type of tensors that differ in shape."""
    if not hasattr(pa, "variable_shape_tensor"):
        # where pyarrow or another library was first, its type has the same storage
        with suppress(pa.ArrowKeyError):
            pa.register_extension_type(VariableShapeTensorType(pa.float32(), 1))
