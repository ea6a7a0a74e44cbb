"""EXIF data of a file: what the camera noted, by name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from pandas_ext.codec.pillow import opened, told
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream

if TYPE_CHECKING:
    from PIL import Image

_CAMERA: Final = 0x8769  # directory of exposure, lens and time
_PLACE: Final = 0x8825  # of coordinates


def read_exif(source: Source) -> dict[str, Any]:
    """Return the EXIF data of a file, empty if it has none; pixels are not decoded.

    Parameters
    ----------
    source : Source
        A file.

    Returns
    -------
    dict
        Values by the names of the EXIF standard; coordinates are a dict under ``"GPSInfo"``, tags
        without a name are there as ``"0x1234"``. Fractions are floats.

    Raises
    ------
    MediaError
        If the file cannot be read; the error names it.
    """
    with opened(io.BufferedReader(SourceStream(source))) as image:
        if image.format == "PNG" and "exif" not in image.info:
            return {}  # Pillow would decode the pixels to find some after them
        return _named(image.getexif())


def exif_in(data: bytes) -> dict[str, Any]:
    """Return EXIF data by name, as :func:`read_exif` does.

    Parameters
    ----------
    data : bytes
        From the byte order mark on.

    Raises
    ------
    MediaError
        If they are damaged.
    """
    from PIL import Image

    with told():
        exif = Image.Exif()
        exif.load(data)
        return _named(exif)


def _named(exif: Image.Exif) -> dict[str, Any]:
    from PIL import ExifTags

    found = {tag: value for tag, value in exif.items() if tag not in (_CAMERA, _PLACE)}
    found.update(exif.get_ifd(_CAMERA))
    facts = {_name(ExifTags.TAGS, tag): _plain(value) for tag, value in found.items()}
    place = exif.get_ifd(_PLACE)
    if place:
        named = {_name(ExifTags.GPSTAGS, tag): _plain(value) for tag, value in place.items()}
        facts["GPSInfo"] = named
    return facts


def _name(names: dict[int, str], tag: int) -> str:
    return names.get(tag, f"0x{tag:04x}")


def _plain(value: Any) -> Any:
    """Return a value as Python has it."""
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    if isinstance(value, str):
        return value.rstrip("\0")
    if hasattr(value, "numerator") and not isinstance(value, int):
        return float(value.numerator) / value.denominator if value.denominator else float("nan")
    return value
