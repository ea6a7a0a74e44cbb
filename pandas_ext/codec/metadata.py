"""What a file says about its picture, and another file can say, too: EXIF data, colour profiles."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pandas_ext.codec.exif_edit import edited
from pandas_ext.codec.pillow import opened
from pandas_ext.codec.tiff_tags import descriptive, is_sound
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream

if TYPE_CHECKING:
    from PIL import Image

_MARK: Final = b"Exif\0\0"
_MOST_IN_JPEG: Final = 2**16 - 1 - 2 - len(_MARK)  # bytes of a segment, less its own
_ORIENTATION: Final = 0x0112
_SPACES: Final = {"L": b"GRAY", "LA": b"GRAY", "I;16": b"GRAY", "F": b"GRAY", "RGB": b"RGB ",
                  "RGBA": b"RGB ", "CMYK": b"CMYK"}  # fmt: skip
"""What profiles call the colours of a mode (ICC.1:2022, section 7.2.8)."""


class Metadata(NamedTuple):
    """What is said about a picture.

    Attributes
    ----------
    exif : bytes
        EXIF data, from their byte order mark on; empty where there are none.
    icc_profile : bytes
        What its levels mean as colours; empty where nothing is said.
    """

    exif: bytes = b""
    icc_profile: bytes = b""

    def held_by(self, mode: str, width: int, height: int, orientation: int) -> Metadata:
        """Return what holds of a picture that has changed.

        Parameters
        ----------
        mode : str
            A profile of other colours than the mode's is left out.
        width, height : int
            Pixels.
        orientation : int
            How it is turned now, as EXIF counts.
        """
        matches = self.icc_profile[16:20] == _SPACES[mode]
        exif = edited(self.exif, orientation, width, height) if self.exif else b""
        return Metadata(exif, self.icc_profile if matches else b"")


NOTHING: Final = Metadata()


def read_metadata(source: Source, frame: int = 0) -> Metadata:
    """Return what a file says about its picture; pixels are not decoded.

    Parameters
    ----------
    source : Source
        A file of a format that Pillow opens.
    frame : int
        Which page of a TIFF.

    Raises
    ------
    MediaError
        If it cannot be read; the error does not name it.
    """
    with opened(io.BufferedReader(SourceStream(source))) as image:
        if frame and image.format == "TIFF":
            image.seek(frame)
        return metadata_of(image)


def metadata_of(image: Image.Image) -> Metadata:
    """Return what is said about a Pillow image.

    Raises
    ------
    SyntaxError, ValueError, ...
        If the tags of a TIFF are damaged; see ``opened``.
    """
    if image.format == "TIFF":
        tags = descriptive(image.getexif())
        tags.pop(_ORIENTATION, None)  # Pillow turns these upright
        exif = tags.tobytes() if tags else b""
    else:
        exif = image.info.get("exif") or b""
    return Metadata(exif.removeprefix(_MARK), image.info.get("icc_profile") or b"")


def options_of(metadata: Metadata, form: str) -> dict[str, Any]:
    """Return what Pillow is to be told to write metadata into a file of a format.

    TIFF has no EXIF data as such: see ``with_tags``. Those are left out that JPEG has no room for
    (64 kB), or that are damaged where Pillow takes them apart.
    """
    exif, icc_profile = metadata
    options: dict[str, Any] = {}
    if icc_profile and not (form == "WEBP" and icc_profile[16:20] == b"GRAY"):  # it has no greys
        options["icc_profile"] = icc_profile
    if exif and _takes(form, exif):
        options["exif"] = _MARK + exif
    return options


def _takes(form: str, exif: bytes) -> bool:
    if form == "JPEG":
        return len(exif) <= _MOST_IN_JPEG
    return is_sound(exif) if form == "AVIF" else form != "TIFF"


def metadata_in(detail: Mapping[str, Any]) -> Metadata:
    """Return what is stored beside pixels, as base 64; empty where there is none."""
    found = {}
    for name in Metadata._fields:
        with suppress(ValueError, TypeError):
            found[name] = b64decode(detail.get(name, ""), validate=True)
    return Metadata(**found)
