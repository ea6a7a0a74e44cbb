"""``.img``: pixels as arrays and tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pandas_ext.accessors.base import MediaAccessor, stops
from pandas_ext.arrays.image_block import block_of, tensor_of
from pandas_ext.ops.image.to_tensor import ToTensor
from pandas_ext.settings import OnError

Layout = Literal["HWC", "CHW"]


class Tensors(MediaAccessor):
    """From pictures to numbers: every picture is read and decoded once, on all cores."""

    def to_numpy(self) -> NDArray[Any]:
        """Return all pixels as one array, shape (rows, height, width[, channels]).

        Returns
        -------
        ndarray
            Not to be written to: pictures keep their rows of it, so that a second call copies
            nothing.

        Raises
        ------
        ValueError
            If a picture is missing, or sizes or modes differ.
        MediaError
            If a picture cannot be read; the error names its row and file.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((4, 6, 3), "uint8")] * 2, dtype="image")
        >>> pictures.img.resize(3, 2).img.to_numpy().shape
        (2, 2, 3, 3)
        """
        return self._located(lambda: block_of(self._array))

    def to_tensor(
        self,
        layout: Layout = "HWC",
        dtype: Any = None,
        *,
        scale: bool = False,
        on_error: OnError = "raise",
    ) -> Any:
        """Return pixels as a column of tensors.

        Parameters
        ----------
        layout : {"HWC", "CHW"}
            Order of the axes: height, width and channels, or channels first. Grey levels are one
            channel.
        dtype : dtype, optional
            Type of the elements: that of the pixels, or float32 with ``scale``, by default.
        scale : bool
            Whether to divide by the highest level of the mode, so that elements go from 0 to 1.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be read: an error, a missing value, or that and a
            frame with a column of reasons.

        Returns
        -------
        Series of tensor
            Of one shape, in one array, where sizes and modes are the same; ragged otherwise.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.full((4, 6, 3), 51, "uint8"), None], dtype="image")
        >>> tensors = pictures.img.to_tensor("CHW", scale=True)
        >>> tensors.dtype
        tensor[float32, (3, 4, 6)]
        >>> tensors[0].max()
        np.float32(0.2)
        """
        return self._tensor(ToTensor(layout, dtype, scale), on_error)

    def normalize(
        self,
        mean: Any,
        std: Any,
        *,
        layout: Layout = "HWC",
        dtype: Any = "float32",
        scale: bool = True,
        on_error: OnError = "raise",
    ) -> Any:
        """Return ``(level / highest level - mean) / std`` as a column of tensors.

        Parameters
        ----------
        mean, std : float, sequence of float, or Series of these
            Of all channels, or of each. A Series has one for each row.
        layout : {"HWC", "CHW"}
            As for :meth:`to_tensor`.
        dtype : dtype
            Type of the elements, in which is also reckoned.
        scale : bool
            Whether levels are divided by the highest one first.
        on_error : {"raise", "null", "report"}
            As for :meth:`to_tensor`.

        Returns
        -------
        Series of tensor
            As of :meth:`to_tensor`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[0, 255]], "uint8")], dtype="image")
        >>> pictures.img.normalize(mean=0.5, std=0.25)[0].tolist()
        [[[-2.0], [2.0]]]
        """
        plain = ToTensor(layout, dtype, scale)
        steps = self._made(
            partial(replace, plain),
            **{name: _of_channels(value) for name, value in (("mean", mean), ("std", std))},
        )
        return self._tensor(plain, on_error, steps)

    def _tensor(
        self, step: ToTensor, on_error: OnError, steps: Sequence[ToTensor | None] | None = None
    ) -> Any:
        stop = stops(on_error)
        column, outcome = self._located(
            lambda: tensor_of(self._array, step, steps, stop_at_error=stop)
        )
        return self._reported(self._wrapped(column), outcome, on_error)


def _of_channels(value: Any) -> Any:
    """Return what an array has for the channels as a tuple: no value for each row."""
    return tuple(value) if isinstance(value, np.ndarray) and value.ndim else value
