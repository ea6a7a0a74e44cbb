"""Which dtypes are ours."""

from __future__ import annotations

from typing import Any


def is_media(dtype: Any) -> bool:
    """Tell whether a column of this dtype holds pictures, clips, recordings or tensors.

    Examples
    --------
    >>> import numpy as np, pandas as pd, pandas_ext
    >>> is_media(pd.api.types.pandas_dtype("image[RGB]")), is_media(np.dtype("int64"))
    (True, False)
    """
    return type(dtype).__module__.startswith("pandas_ext.dtypes.")
