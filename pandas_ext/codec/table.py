"""Which codec reads a file."""

from __future__ import annotations

from typing import Final

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.jpeg import JPEG
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source

CODECS: Final[tuple[Codec, ...]] = (JPEG, PILLOW)
"""Asked in turn."""

_HEAD: Final = 512  # bytes: DICOM's and NIfTI's marks come late


def codec_of(head: bytes | memoryview) -> Codec:
    """Return the codec of a file that begins so.

    Raises
    ------
    MediaError
        If the file is empty.
    """
    if not len(head):
        raise MediaError("the file is empty")
    return next(codec for codec in CODECS if codec.matches(head[:_HEAD]))


def read_header(source: Source) -> Header:
    """Return what a file says of its picture, without decoding it.

    Raises
    ------
    MediaError
        If it cannot be read, or is no picture; the error names the file.
    """
    try:
        return codec_of(source.read_range(0, _HEAD)).header(source)
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__
