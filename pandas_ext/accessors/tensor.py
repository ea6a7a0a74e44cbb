"""``series.tensor`` and ``frame.tensor``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pandas_ext.accessors.tensor_base import TensorBase, plain
from pandas_ext.accessors.tensor_reductions import Reductions
from pandas_ext.accessors.tensor_shapes import Shapes
from pandas_ext.accessors.tensor_vectors import Vectors
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.arrays.tensor_operators import ARITHMETIC, COMPARISON
from pandas_ext.dtypes.tensor import Shape, TensorDtype
from pandas_ext.ops.tensor import clouds
from pandas_ext.ops.tensor.elementwise import elementwise

if TYPE_CHECKING:
    import torch


class Clouds(TensorBase):
    """Cells of shape (points, fields)."""

    def _points(self) -> Any:
        return clouds.coordinates(self._storage, self._array.dtype.fields)

    def bounding_box(self) -> pd.Series:
        """Return the smallest and largest coordinates of each cloud, shape (2, d).

        Coordinates are the fields x, y, z; without such names the first three. A cloud without
        points has none: missing.
        """
        return self._tensors(clouds.bounding_box(self._points()))

    def within(self, box: Any) -> pd.Series:
        """Tell of each point whether it lies in a box, its faces included.

        Parameters
        ----------
        box : array-like of shape (2, d), or Series of such
            Smallest and largest coordinates, as `bounding_box` gives them.
        """
        return self._tensors(clouds.within(self._points(), self._other(box)))

    def distances(self) -> pd.Series:
        """Return the distance of each point to the origin."""
        return self._tensors(clouds.distances(self._points()))

    def range(self, minimum: float = 0.0, maximum: float = np.inf) -> pd.Series:
        """Tell of each point whether its distance to the origin lies in a range, ends included."""
        return self._tensors(clouds.in_range(self._points(), minimum, maximum))

    def select(self, chosen: pd.Series) -> pd.Series:
        """Keep the points, or whatever lies along the first axis, that a column of truth says.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series([np.array([[0.0, 0.0], [3.0, 4.0]])], dtype="tensor")
        >>> s.tensor.select(s.tensor.range(1))[0]
        array([[3., 4.]])
        """
        made = clouds.select(self._storage, self._column(chosen).storage)
        return self._tensors(made, self._array.dtype.fields)


class TensorAccessor(Clouds, Vectors, Reductions, Shapes):
    """Operations on a column of tensors: numpy's meaning, cell by cell."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the elements."""
        return self._storage.element

    @property
    def shape(self) -> Shape:
        """Length of each axis of a cell, None where it differs from cell to cell."""
        return self._array.dtype.shape

    @property
    def shapes(self) -> pd.Series:
        """The shape of each cell, as tensors of int64."""
        return self._tensors(FixedStorage(self._storage.shapes, self._storage.mask.copy()))

    @property
    def ndim(self) -> int:
        """The number of axes of a cell."""
        return len(self._array.dtype.shape)

    @property
    def size(self) -> pd.Series:
        """How many elements each cell has."""
        return self._wrap(plain(FixedStorage(self._storage.sizes, self._storage.mask)))

    @property
    def fields(self) -> tuple[str, ...] | None:
        """Names along the last axis."""
        return self._array.dtype.fields

    def to_numpy(self, *, copy: bool = False) -> NDArray[Any]:
        """Return one array of shape (n, *shape).

        Parameters
        ----------
        copy : bool
            Whether it is the caller's own. Otherwise it shares the column's memory, and cannot be
            written to.

        Raises
        ------
        ValueError
            If a cell is missing, or shapes differ.
        """
        values = self._array.stacked()
        if copy:
            return values.copy()
        view = values.view()
        view.flags.writeable = False
        return view

    def to_torch(self) -> torch.Tensor:
        """Return one torch tensor that shares the column's memory: do not write to it."""
        import torch

        made: torch.Tensor = torch.utils.dlpack.from_dlpack(self._array)
        return made

    def __dlpack__(self, **options: Any) -> Any:
        return self._array.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self._array.__dlpack_device__()


def _operation(name: str, function: np.ufunc) -> Callable[[TensorAccessor, Any], pd.Series]:
    def method(self: TensorAccessor, other: Any) -> pd.Series:
        right = other if isinstance(other, (bool, int, float)) else self._other(other)
        fields = self._array.dtype.fields
        return self._tensors(elementwise(function, [self._storage, right])[0], fields)

    method.__name__ = name
    method.__doc__ = f"""Apply `operator.{name}` to each cell and another, broadcast as numpy does.

    Unlike the operator of the Series, takes an array for one cell, never for one value a row.
    """
    return method


for _name, _function in (ARITHMETIC | COMPARISON).items():
    if _name not in ("divmod", "and", "or", "xor"):
        setattr(TensorAccessor, _name, _operation(_name, _function))


class FrameTensorAccessor:
    """``frame.tensor``: that of the only column of tensors.

    Raises
    ------
    AttributeError
        If there is none, or more than one; a column called tensor is then what pandas gives.
    """

    def __new__(cls, frame: pd.DataFrame) -> Any:
        """Return the accessor of the column."""
        places = [k for k, dtype in enumerate(frame.dtypes) if isinstance(dtype, TensorDtype)]
        if len(places) != 1 or "tensor" in frame.columns:
            raise AttributeError(f"a frame with {len(places)} columns of tensors has no .tensor")
        return TensorAccessor(frame.iloc[:, places[0]])
