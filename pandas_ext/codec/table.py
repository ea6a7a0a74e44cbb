"""Which codec reads a file."""

from __future__ import annotations

from typing import Final

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.bmp import BMP
from pandas_ext.codec.dicom import DICOM
from pandas_ext.codec.gif import GIF
from pandas_ext.codec.jpeg import JPEG
from pandas_ext.codec.nifti import NIFTI
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.codec.png import PNG
from pandas_ext.codec.webp import WEBP
from pandas_ext.errors import MediaError, naming
from pandas_ext.source.base import Source

CODECS: Final[tuple[Codec, ...]] = (JPEG, PNG, WEBP, GIF, BMP, DICOM, NIFTI, PILLOW)
"""Asked in turn."""

_HEAD: Final = 4096  # bytes: where the headers of most files end


def codec_of(head: bytes | memoryview) -> Codec:
    """Return the codec of a file that begins so.

    Raises
    ------
    MediaError
        If the file is empty.
    """
    if not len(head):
        raise MediaError("the file is empty")
    return next(codec for codec in CODECS if codec.matches(head))


def read_header(source: Source) -> Header:
    """Return what a file says of its picture, without decoding it.

    Raises
    ------
    MediaError
        If it cannot be read, or is no picture; the error names the file.
    """
    with naming(source.name):
        head = source.read_range(0, _HEAD)
        return codec_of(head).header(head, source)


def count_frames(source: Source) -> int:
    """Return the number of pictures in a file, without decoding them.

    Raises
    ------
    MediaError
        If it cannot be read, or is no picture; the error names the file.
    """
    with naming(source.name):
        head = source.read_range(0, _HEAD)
        codec = codec_of(head)
        return codec.header(head, source).frames or codec.count_frames(source)
