"""Image, video, audio and tensor columns for plain pandas.

``import pandas_ext`` registers the dtypes ``image``, ``video``, ``audio`` and ``tensor[...]``, and
the accessors ``.img``, ``.vid``, ``.audio`` and ``.tensor``. Everything else is imported when it is
used: accessors with their first call, decoders with the first file.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from pandas_ext.accessors.lazy import register as _register
from pandas_ext.arrow import media as _arrow
from pandas_ext.arrow import tensor_type as _tensor_type
from pandas_ext.display import frames as _frames
from pandas_ext.dtypes.audio import AudioDtype
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.dtypes.tensor import TensorDtype
from pandas_ext.dtypes.video import VideoDtype
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.settings import Options, option_context, options

_LAZY: Final = {
    "Audio": "pandas_ext.value.audio",
    "Image": "pandas_ext.value.image",
    "encode_video": "pandas_ext.ops.video.encode_video",
    "hash_distance": "pandas_ext.hashes",
    "near_duplicates": "pandas_ext.hashes",
    "Video": "pandas_ext.value.video",
    "open_images": "pandas_ext.accessors.img_open",
    "read_audio": "pandas_ext.readers.media",
    "read_dicom": "pandas_ext.readers.scans",
    "read_images": "pandas_ext.readers.media",
    "read_nifti": "pandas_ext.readers.scans",
    "read_pointclouds": "pandas_ext.readers.clouds",
    "read_parquet": "pandas_ext.arrow.foreign",
    "read_videos": "pandas_ext.readers.media",
    "reference": "pandas_ext.source.open",
}

__all__ = [
    "Audio",
    "AudioDtype",
    "Image",
    "ImageDtype",
    "LimitError",
    "MediaError",
    "MissingLibraryError",
    "Options",
    "TensorDtype",
    "Video",
    "VideoDtype",
    "encode_video",
    "hash_distance",
    "near_duplicates",
    "open_images",
    "option_context",
    "options",
    "read_audio",
    "read_dicom",
    "read_images",
    "read_nifti",
    "read_parquet",
    "read_pointclouds",
    "read_videos",
    "reference",
]

_register(
    "img", "pandas_ext.accessors.img:ImageAccessor", "pandas_ext.accessors.frame:image_accessor"
)
_register(
    "vid", "pandas_ext.accessors.vid:VideoAccessor", "pandas_ext.accessors.frame:video_accessor"
)
_register(
    "audio",
    "pandas_ext.accessors.audio:AudioAccessor",
    "pandas_ext.accessors.frame:audio_accessor",
)
_register(
    "tensor",
    "pandas_ext.accessors.tensor:TensorAccessor",
    "pandas_ext.accessors.tensor:FrameTensorAccessor",
)
_arrow.register()
_frames.install()
_tensor_type.register()


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
