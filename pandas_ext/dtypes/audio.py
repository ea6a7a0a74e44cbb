"""``audio``."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import pandas
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

if TYPE_CHECKING:
    from pandas_ext.arrays.audio import AudioArray
    from pandas_ext.value.audio import Audio


@register_extension_dtype
class AudioDtype(ExtensionDtype):
    """The type of a column of recordings.

    Examples
    --------
    >>> import pandas_ext
    >>> pandas.api.types.pandas_dtype("audio")
    audio
    """

    name = "audio"
    na_value = pandas.NA

    @property
    def type(self) -> builtins.type[Audio]:
        """The class of a cell."""
        from pandas_ext.value.audio import Audio

        return Audio

    def construct_array_type(self) -> builtins.type[AudioArray]:
        """Return the class of columns."""
        from pandas_ext.arrays.audio import AudioArray

        return AudioArray

    def __from_arrow__(self, array: Any) -> AudioArray:
        """Return a column of an Arrow array; bytes are not copied."""
        from pandas_ext.arrays.audio import AudioArray
        from pandas_ext.arrow.media import from_arrow

        return AudioArray(from_arrow(array, self.type.restored), self)

    def __repr__(self) -> str:
        return self.name
