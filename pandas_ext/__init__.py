"""Image, video, audio and tensor columns for plain pandas.

``import pandas_ext`` registers the dtypes ``image``, ``video``, ``audio`` and ``tensor[...]``, and
the accessors ``.img``, ``.vid``, ``.audio`` and ``.tensor``. Libraries that decode are imported
when something is decoded.
"""

from __future__ import annotations

from pandas_ext.accessors import img as _img  # noqa: F401 - registers
from pandas_ext.arrow import media as _arrow
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.settings import Options, option_context, options
from pandas_ext.value.image import Image

__all__ = [
    "Image",
    "ImageDtype",
    "LimitError",
    "MediaError",
    "MissingLibraryError",
    "Options",
    "option_context",
    "options",
]

_arrow.register()
