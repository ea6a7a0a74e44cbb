"""``.img``: numbers about pictures."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.chain import run_chain
from pandas_ext.ops.image import measure
from pandas_ext.ops.image.check import interval, whole
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.value.image import Image


class Measures(MediaAccessor):
    """Statistics: every picture is read and decoded once, on all cores."""

    def mean(self, *, per_channel: bool = False, on_error: OnError = "raise") -> Any:
        """Return the mean level, of all channels together or of each.

        Parameters
        ----------
        per_channel : bool
            Whether cells are tensors of a number for each channel.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be read: an error, a missing value, or that and a
            frame with a column of reasons.

        Returns
        -------
        Series of Float64 or tensor

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[[0, 10, 20], [2, 10, 30]]], "uint8")], dtype="image")
        >>> pictures.img.mean()
        0    12.0
        dtype: Float64
        >>> pictures.img.mean(per_channel=True)[0]
        array([ 1., 10., 25.])
        """
        return self._measured("mean", per_channel, on_error)

    def std(self, *, per_channel: bool = False, on_error: OnError = "raise") -> Any:
        """Return the standard deviation of levels, of all pixels (not of a sample).

        Parameters
        ----------
        per_channel, on_error
            As for :meth:`mean`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.array([[0, 10]], "uint8")], dtype="image").img.std()[0]
        np.float64(5.0)
        """
        return self._measured("std", per_channel, on_error)

    def min(self, *, per_channel: bool = False, on_error: OnError = "raise") -> Any:
        """Return the lowest level.

        Parameters
        ----------
        per_channel, on_error
            As for :meth:`mean`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.array([[3, 10]], "uint8")], dtype="image").img.min()[0]
        np.float64(3.0)
        """
        return self._measured("min", per_channel, on_error)

    def max(self, *, per_channel: bool = False, on_error: OnError = "raise") -> Any:
        """Return the highest level.

        Parameters
        ----------
        per_channel, on_error
            As for :meth:`mean`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.array([[3, 10]], "uint8")], dtype="image").img.max()[0]
        np.float64(10.0)
        """
        return self._measured("max", per_channel, on_error)

    def entropy(self, *, on_error: OnError = "raise") -> Any:
        """Return Shannon's entropy of the levels of all channels together, in bits.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            As for :meth:`mean`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pd.Series([np.array([[3, 10]], "uint8")], dtype="image").img.entropy()[0]
        np.float64(1.0)
        """
        return self._facts(
            lambda cell, budget: measure.entropy(run_chain(cell, budget)), "Float64", on_error
        )

    def histogram(
        self,
        bins: int = 256,
        range: tuple[float, float] | None = None,  # noqa: A002 - numpy's word
        *,
        on_error: OnError = "raise",
    ) -> Any:
        """Count pixels in bins of equal width.

        Parameters
        ----------
        bins : int
            How many.
        range : (float, float), optional
            Lower edge of the first and upper edge of the last; by default all levels of the mode,
            and for ``"F"`` the finite ones from the lowest to the highest of each picture.
        on_error : {"raise", "null", "report"}
            As for :meth:`mean`.

        Returns
        -------
        Series of tensor
            Of int64, shape (channels, bins).

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.array([[3, 10, 200]], "uint8")], dtype="image")
        >>> pictures.img.histogram(4)[0]
        array([[2, 0, 0, 1]])
        """
        bins = whole("bins", bins, 1)
        between = None if range is None else interval("range", range)

        def counted(cell: Image, budget: Budget) -> Any:
            return measure.histogram(run_chain(cell, budget), bins, between)

        return self._tensors(counted, f"tensor[int64, (*, {bins})]", on_error)

    def _measured(self, name: str, per_channel: bool, on_error: OnError) -> Any:
        of_channels, of_all = measure.MEASURES[name]
        if not per_channel:
            return self._facts(
                lambda cell, budget: of_all(run_chain(cell, budget)), "Float64", on_error
            )

        def of(cell: Image, budget: Budget) -> Any:
            return of_channels(run_chain(cell, budget))

        return self._tensors(of, "tensor[float64, (*,)]", on_error)

    def _tensors(self, of: Any, dtype: str, on_error: OnError) -> Any:
        """Return a column of what is an array for each cell; of ``dtype`` where there is none."""
        from pandas_ext.arrays.tensor import TensorArray

        outcome = self._mapped(of, on_error)
        nothing = all(result is None for result in outcome.results)
        wanted = pandas.api.types.pandas_dtype(dtype) if nothing else None
        column = TensorArray._from_sequence(outcome.results, dtype=wanted)
        return self._reported(self._wrapped(column), outcome, on_error)
