"""Columns of recordings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from pandas_ext.arrays.handles import HandleArray
from pandas_ext.arrays.steps import with_step
from pandas_ext.dtypes.audio import AudioDtype
from pandas_ext.source.open import source_of
from pandas_ext.value.audio import Audio


class AudioArray(HandleArray):
    """A column of recordings: files, encoded bytes or samples, decoded when samples are needed.

    Examples
    --------
    >>> import pandas as pd, pandas_ext
    >>> pd.array(["speech.flac", None], dtype="audio").isna()
    array([False,  True])
    """

    _dtype: AudioDtype

    @classmethod
    def _default_dtype(cls) -> AudioDtype:
        return AudioDtype()

    @classmethod
    def _box(cls, value: Any, dtype: AudioDtype) -> Audio:
        return value if isinstance(value, Audio) else audio_of(value)

    def then(self, make: Callable[..., Any], arguments: Mapping[str, Any]) -> Self:
        """Return the recordings with one step more; see :func:`with_step`."""
        return type(self)(with_step(self._items, make, arguments)[0], self._dtype)


def audio_of(value: Any) -> Audio:
    """Return a recording of a path, URL, bytes or open file.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    try:
        return Audio(source_of(value))
    except TypeError:
        raise TypeError(
            f"a recording cannot be made of {type(value).__name__!r}; Audio.of(array, rate) makes "
            "one of samples"
        ) from None
