"""The dtype of a column whose cells are numeric arrays of one element type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

if TYPE_CHECKING:
    import pyarrow as pa

    from pandas_ext.arrays.tensor import TensorArray

ELEMENTS = frozenset(
    ["bool", "float16", "float32", "float64"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)
_FIELD = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^\s,()"\[\]]+)\s*(?:,|$)')
_TENSOR = re.compile(
    r"tensor\s*\[\s*(?P<element>\w+)\s*,\s*\((?P<shape>[^()]*)\)"
    r"\s*(?:,\s*fields\s*=\s*\((?P<fields>.*)\)\s*)?\]"
)

Shape = tuple[int | None, ...]


@register_extension_dtype
class TensorDtype(ExtensionDtype):
    """Cells are arrays of one element type and number of axes.

    Parameters
    ----------
    element : str or numpy.dtype, optional
        bool, int8 to int64, uint8 to uint64, float16, float32 or float64. Without it the dtype
        stands for "infer element and shape from the data".
    shape : iterable of int or None
        Length of each axis of a cell; None for an axis whose length differs from cell to cell.
    fields : iterable of str, optional
        Names along the last axis, which then has a fixed length: x, y, z of a point cloud.

    Raises
    ------
    TypeError
        For an element type that a tensor cannot have.
    ValueError
        For a negative length, or fields that do not match the last axis.

    Examples
    --------
    >>> TensorDtype("float32", (3, 4))
    tensor[float32, (3, 4)]
    >>> TensorDtype("float32", (None, 2), fields=("x", "y"))
    tensor[float32, (*, 2), fields=(x, y)]
    """

    kind = "O"
    na_value = pd.NA
    _metadata = ("element", "shape", "fields")

    def __init__(
        self,
        element: Any = None,
        shape: Iterable[int | None] = (),
        fields: Iterable[str] | None = None,
    ) -> None:
        self.element: np.dtype[Any] | None = None if element is None else np.dtype(element)
        self.shape: Shape = tuple(None if axis is None else int(axis) for axis in shape)
        self.fields: tuple[str, ...] | None = None if fields is None else tuple(fields)
        if self.element is not None and self.element.name not in ELEMENTS:
            raise TypeError(f"a tensor has no elements of type {self.element}")
        if self.element is None and (self.shape or self.fields is not None):
            raise TypeError("a tensor with a shape needs an element type")
        if any(axis is not None and axis < 0 for axis in self.shape):
            raise ValueError(f"negative axis in the shape {self.shape}")
        if self.fields is not None:
            self._check_fields(self.fields)

    def _check_fields(self, fields: tuple[str, ...]) -> None:
        last = self.shape[-1] if self.shape else None
        if last != len(fields):
            raise ValueError(f"{len(fields)} fields for a last axis of length {last}")
        if not all(isinstance(field, str) and field for field in fields):
            raise ValueError(f"fields must be names, not {fields}")
        if len(set(fields)) != len(fields):
            raise ValueError(f"a field occurs twice in {fields}")

    @property
    def type(self) -> Any:
        """The class of a cell: numpy's number where it has no axes."""
        return self.element.type if self.element is not None and not self.shape else np.ndarray

    @property
    def index_class(self) -> Any:
        """The class of an index of this dtype."""
        from pandas_ext.arrays.tensor_index import TensorIndex

        return TensorIndex

    @property
    def concrete(self) -> bool:
        """Whether element and shape are stated, not to be inferred."""
        return self.element is not None

    @property
    def ragged(self) -> bool:
        """Whether the length of some axis differs from cell to cell."""
        return None in self.shape

    @property
    def name(self) -> str:
        """The text from which `construct_from_string` makes an equal dtype."""
        if self.element is None:
            return "tensor"
        axes = ["*" if axis is None else str(axis) for axis in self.shape]
        shape = f"({axes[0]},)" if len(axes) == 1 else f"({', '.join(axes)})"
        if self.fields is None:
            return f"tensor[{self.element}, {shape}]"
        fields = ", ".join(_quoted(field) for field in self.fields)
        return f"tensor[{self.element}, {shape}, fields=({fields})]"

    def __repr__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and other == "tensor":
            return True  # as every categorical dtype equals "category"
        return bool(super().__eq__(other))

    __hash__ = ExtensionDtype.__hash__

    @classmethod
    def construct_from_string(cls, string: str) -> TensorDtype:
        """Parse what `str` of a dtype prints.

        Examples
        --------
        >>> TensorDtype.construct_from_string("tensor[uint8, (*, 3)]").shape
        (None, 3)
        """
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        if string == "tensor":
            return cls()
        match = _TENSOR.fullmatch(string)
        if match is None or match["element"] not in ELEMENTS:
            raise TypeError(f"Cannot construct a 'TensorDtype' from '{string}'")
        fields = None if match["fields"] is None else _parse_fields(match["fields"], string)
        return cls(match["element"], _parse_shape(match["shape"], string), fields)

    @classmethod
    def construct_array_type(cls) -> Any:
        """Return the class of the arrays of this dtype."""
        from pandas_ext.arrays.tensor import TensorArray

        return TensorArray

    def __from_arrow__(self, array: pa.Array | pa.ChunkedArray) -> TensorArray:
        """Make a column from Arrow's tensors, lists or fixed-size lists."""
        from pandas_ext.arrow.tensor import from_arrow

        return from_arrow(array, self)

    def _get_common_dtype(self, dtypes: list[Any]) -> Any:
        if not all(isinstance(dtype, TensorDtype) and dtype.concrete for dtype in dtypes):
            return None
        if len({len(dtype.shape) for dtype in dtypes}) > 1:
            return None
        axes = zip(*(dtype.shape for dtype in dtypes), strict=True)
        shape = [lengths[0] if len(set(lengths)) == 1 else None for lengths in axes]
        fields = {dtype.fields for dtype in dtypes}
        element = np.result_type(*(dtype.element for dtype in dtypes))
        return TensorDtype(element, shape, fields.pop() if len(fields) == 1 else None)


def _quoted(field: str) -> str:
    return field if re.fullmatch(r'[^\s,()"\[\]]+', field) else json.dumps(field)


def _parse_shape(text: str, string: str) -> list[int | None]:
    axes = [axis.strip() for axis in text.split(",")]
    if axes[-1] == "":
        axes.pop()
    if not all(axis == "*" or axis.isdecimal() for axis in axes):
        raise TypeError(f"Cannot construct a 'TensorDtype' from '{string}'")
    return [None if axis == "*" else int(axis) for axis in axes]


def _parse_fields(text: str, string: str) -> list[str]:
    fields = []
    position = 0
    while position < len(text):
        match = _FIELD.match(text, position)
        if match is None:
            raise TypeError(f"Cannot construct a 'TensorDtype' from '{string}'")
        fields.append(json.loads(match[1]) if match[1].startswith('"') else match[1])
        position = match.end()
    return fields
