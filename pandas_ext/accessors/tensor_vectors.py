"""``series.tensor``: products, distances, nearest rows, quantisation."""

from __future__ import annotations

import operator
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from pandas_ext.accessors.tensor_base import TensorBase
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_fixed import FixedStorage
from pandas_ext.ops.tensor import linear
from pandas_ext.ops.tensor.nearest import nearest
from pandas_ext.ops.tensor.quantise import dequantise, quantise
from pandas_ext.ops.tensor.reduce import Axes


class Quantised(NamedTuple):
    """Codes, and what they mean: ``(code - zero_point) * scale``.

    Attributes
    ----------
    codes : Series of tensor
        int8 or uint8.
    scale : float or Series
        Of all rows, or one a row.
    zero_point : int or Series
        The code of 0.
    """

    codes: pd.Series
    scale: Any
    zero_point: Any


class Vectors(TensorBase):
    """Cells as vectors and matrices.

    ``other`` is one cell for all rows (an array) or a column with one for each (a Series, which is
    aligned by its index).
    """

    def dot(self, other: Any) -> pd.Series:
        """Multiply along the last axis and add up, `numpy.vecdot` of each row.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.eye(2), dtype="tensor")
        >>> s.tensor.dot([3, 4]).tolist()
        [3.0, 4.0]
        """
        return self._numbers(linear.dot(self._storage, self._other(other)))

    def matmul(self, other: Any) -> pd.Series:
        """Multiply cells by matrices, `numpy.matmul` of each row."""
        return self._numbers(linear.matmul(self._storage, self._other(other)))

    def normalize(self, axis: Axes = -1, *, ord: float = 2) -> pd.Series:  # noqa: A002
        """Divide by the norm over some axes; zeros become NaN."""
        return self._tensors(linear.normalize(self._storage, axis, ord), self._array.dtype.fields)

    def cosine_similarity(self, other: Any) -> pd.Series:
        """Return the cosine of the angle to another cell, NaN for a cell of zeros."""
        return self._distance(other, "cosine_similarity")

    def cosine_distance(self, other: Any) -> pd.Series:
        """Return 1 less the cosine similarity."""
        return self._distance(other, "cosine_distance")

    def euclidean_distance(self, other: Any) -> pd.Series:
        """Return the length of the difference to another cell."""
        return self._distance(other, "euclidean_distance")

    def _distance(self, other: Any, metric: str) -> pd.Series:
        return self._numbers(linear.distance(self._storage, self._other(other), metric))

    def top_k(
        self, query: Any, k: int = 10, metric: Literal["cosine", "dot", "euclidean"] = "cosine"
    ) -> Any:
        """Find the rows nearest to a query, best first.

        Parameters
        ----------
        query : array-like, shape (d,) or (q, d), or Series of tensor
            One vector, or several. One of zeros is similar to nothing: no rows are found.
        k : int
            Rows to find for each.
        metric : {"cosine", "dot", "euclidean"}
            Cosine similarity, dot product, Euclidean distance.

        Returns
        -------
        Series or DataFrame
            For one vector the scores, with the labels of the rows found as index. For several a
            frame of ``query`` (position, or label of a Series), ``label`` and ``score``.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.eye(3), index=["a", "b", "c"], dtype="tensor")
        >>> s.tensor.top_k([0.0, 3.0, 4.0], k=2)
        c    0.8
        b    0.6
        Name: score, dtype: float64
        """
        if not isinstance(self._storage, FixedStorage) or len(self._storage.shape) != 1:
            raise ValueError(f"rows of {self._array.dtype} are not vectors of one length")
        several = isinstance(query, pd.Series) and isinstance(query.array, TensorArray)
        queries = query.array.stacked() if several else np.asarray(query)
        if queries.shape[-1:] != self._storage.shape or queries.ndim not in (1, 2):
            raise ValueError(f"queries of shape {queries.shape} for rows of {self._array.dtype}")
        numbers, positions, scores = nearest(
            self._storage, np.atleast_2d(queries), operator.index(k), metric
        )
        if metric == "euclidean":
            scores = -scores
        index = self._series.index.take(positions)
        if queries.ndim == 1:
            return pd.Series(scores, index=index, name="score")
        asked = query.index.take(numbers) if several else numbers
        return pd.DataFrame({"query": asked, "label": index, "score": scores})

    def quantise(
        self,
        element: Literal["int8", "uint8"] = "int8",
        *,
        per: Literal["column", "row"] = "column",
    ) -> Quantised:
        """Map elements onto small whole numbers, with one scale and zero point or one a row.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> s = pd.Series(np.array([[0.0, 51.0, 255.0]]), dtype="tensor")
        >>> codes, scale, zero_point = s.tensor.quantise("uint8")
        >>> codes[0].tolist(), float(scale), zero_point
        ([0, 51, 255], 1.0, 0)
        """
        if element not in ("int8", "uint8") or per not in ("column", "row"):
            raise ValueError("element is int8 or uint8, per is 'column' or 'row'")
        codes, scale, zero = quantise(self._storage, np.dtype(element), per == "row")
        made = self._tensors(codes, self._array.dtype.fields)
        if per == "column":
            return Quantised(made, scale[0], int(zero[0]))
        return Quantised(made, self._wrap(scale), self._wrap(zero))

    def dequantise(self, scale: Any, zero_point: Any, element: Any = "float32") -> pd.Series:
        """Return what codes stand for: ``(code - zero_point) * scale``."""
        values = dequantise(
            self._storage, self._per_row(scale), self._per_row(zero_point), np.dtype(element)
        )
        return self._tensors(values, self._array.dtype.fields)

    def _per_row(self, value: Any) -> Any:
        if isinstance(value, pd.Series):
            return value.reindex(self._series.index).to_numpy()
        return np.atleast_1d(np.asarray(value))
