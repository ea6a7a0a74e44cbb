"""Columns of clips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from pandas_ext.arrays.handles import HandleArray
from pandas_ext.arrays.steps import with_step
from pandas_ext.dtypes.video import VideoDtype
from pandas_ext.source.open import source_of
from pandas_ext.value.video import Video


class VideoArray(HandleArray):
    """A column of clips: files or encoded bytes, decoded when frames are needed.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> pd.array(["clip.mp4", None], dtype="video").isna()
    array([False,  True])
    """

    _dtype: VideoDtype

    @classmethod
    def _default_dtype(cls) -> VideoDtype:
        return VideoDtype()

    @classmethod
    def _box(cls, value: Any, dtype: VideoDtype) -> Video:
        return value if isinstance(value, Video) else video_of(value)

    def then(self, make: Callable[..., Any], arguments: Mapping[str, Any]) -> Self:
        """Return the clips with one step more; see :func:`with_step`."""
        return type(self)(with_step(self._items, make, arguments)[0], self._dtype)


def video_of(value: Any) -> Video:
    """Return a clip of a path, URL, bytes or open file.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    try:
        return Video(source_of(value))
    except TypeError:
        raise TypeError(f"a clip cannot be made of {type(value).__name__!r}") from None
