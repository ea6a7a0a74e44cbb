"""``image``, ``image[RGB]``, ``image[RGB, 224x224]``."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING, Any, Final

import pandas
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

from pandas_ext.value.pixels import CHANNELS, Outline

if TYPE_CHECKING:
    from pandas_ext.arrays.image import ImageArray
    from pandas_ext.value.image import Image

_NAME: Final = re.compile(r"image(?:\[\s*([^\],]*?)\s*(?:,\s*(\d+)\s*x\s*(\d+)\s*)?\])?")
_SIZE: Final = re.compile(r"(\d+)\s*x\s*(\d+)")


@register_extension_dtype
class ImageDtype(ExtensionDtype):
    """The type of a column of pictures.

    Parameters
    ----------
    mode : str, optional
        The mode of all of them (``"L"``, ``"RGB"``, ...); each has its own, by default.
    size : (int, int), optional
        Width and height of all of them, in pixels.

    Examples
    --------
    >>> import pandas_ext
    >>> ImageDtype("RGB", (224, 224))
    image[RGB, 224x224]
    >>> pandas.api.types.pandas_dtype("image[RGB]").mode
    'RGB'
    """

    _metadata = ("mode", "size")

    def __init__(self, mode: str | None = None, size: tuple[int, int] | None = None) -> None:
        if mode is not None and mode not in CHANNELS:
            raise TypeError(f"no mode {mode!r}; there are {', '.join(CHANNELS)}")
        if size is not None and min(size) < 1:
            raise TypeError(f"a size is of two numbers of at least 1, not {size}")
        self.mode = mode
        self.size = size

    @property
    def name(self) -> str:
        """The name that :meth:`construct_from_string` reads."""
        size = () if self.size is None else (f"{self.size[0]}x{self.size[1]}",)
        parts = (() if self.mode is None else (self.mode,)) + size
        return f"image[{', '.join(parts)}]" if parts else "image"

    @property
    def type(self) -> builtins.type[Image]:
        """The class of a cell."""
        from pandas_ext.value.image import Image

        return Image

    @property
    def na_value(self) -> Any:
        """What a missing cell gives."""
        return pandas.NA

    @property
    def outline(self) -> Outline:
        """What is known of every picture."""
        return Outline(self.mode, *(self.size or (0, 0)))

    @classmethod
    def of(cls, outline: Outline) -> ImageDtype:
        """Return the dtype of pictures of which that much is known."""
        known = outline.width and outline.height
        return cls(outline.mode, (outline.width, outline.height) if known else None)

    def holds(self, outline: Outline) -> bool:
        """Tell whether a picture may be a cell."""
        return self.mode in (None, outline.mode) and self.size in (None, outline[1:])

    @classmethod
    def construct_from_string(cls, string: str) -> ImageDtype:
        """Read a name.

        Raises
        ------
        TypeError
            If it is no image dtype's.
        """
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        found = _NAME.fullmatch(string.strip())
        if found is None:
            raise TypeError(f"Cannot construct a '{cls.__name__}' from '{string}'")
        mode, width, height = found.groups()
        alone = _SIZE.fullmatch(mode or "")
        if alone is not None and width is None:
            return cls(None, (int(alone[1]), int(alone[2])))
        return cls(mode or None, None if width is None else (int(width), int(height)))

    def construct_array_type(self) -> builtins.type[ImageArray]:
        """Return the class of columns."""
        from pandas_ext.arrays.image import ImageArray

        return ImageArray

    def __from_arrow__(self, array: Any) -> ImageArray:
        """Return an Arrow column as a column of pictures; bytes are not copied."""
        from pandas_ext.arrays.image import ImageArray
        from pandas_ext.arrow.media import from_arrow

        return ImageArray(from_arrow(array, self.type.restored), self)

    def _get_common_dtype(self, dtypes: list[Any]) -> ImageDtype | None:
        """Return the narrowest image dtype that holds all; pandas takes object without one."""
        if not all(isinstance(dtype, ImageDtype) for dtype in dtypes):
            return None
        modes = {dtype.mode for dtype in dtypes}
        sizes = {dtype.size for dtype in dtypes}
        return ImageDtype(
            modes.pop() if len(modes) == 1 else None, sizes.pop() if len(sizes) == 1 else None
        )

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return self.name
