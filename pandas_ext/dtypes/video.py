"""``video``."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import pandas
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

if TYPE_CHECKING:
    from pandas_ext.arrays.video import VideoArray
    from pandas_ext.value.video import Video


@register_extension_dtype
class VideoDtype(ExtensionDtype):
    """The type of a column of clips.

    Examples
    --------
    >>> import pandas_ext
    >>> pandas.api.types.pandas_dtype("video")
    video
    """

    name = "video"
    na_value = pandas.NA

    @property
    def type(self) -> builtins.type[Video]:
        """The class of a cell."""
        from pandas_ext.value.video import Video

        return Video

    def construct_array_type(self) -> builtins.type[VideoArray]:
        """Return the class of columns."""
        from pandas_ext.arrays.video import VideoArray

        return VideoArray

    def __from_arrow__(self, array: Any) -> VideoArray:
        """Return a column of an Arrow array; bytes are not copied."""
        from pandas_ext.arrays.video import VideoArray
        from pandas_ext.arrow.media import from_arrow

        return VideoArray(from_arrow(array, self.type.restored), self)

    def __repr__(self) -> str:
        return self.name
