"""Tags of TIFF files that are not about how pixels are stored: read, and added to a file."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal

from pandas_ext.codec.pillow import FAILURES
from pandas_ext.codec.quiet import quiet

if TYPE_CHECKING:
    from PIL import Image

_CAMERA: Final = 0x8769  # directory of exposure, lens and time
_PLACE: Final = 0x8825  # of coordinates
_INTEROPERABILITY: Final = 0xA005  # in the camera's directory: a place in the file
_LEGACY: Final = range(0x0200, 0x020A)  # of JPEG in TIFF
# What says how pixels are stored (TIFF 6.0, section 8; its supplements; TIFF/EP), and packets that
# hold the same once more for other programs: XMP, IPTC, Photoshop.
_STORAGE: Final = frozenset((
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 288,
    289, 290, 291, 292, 293, 317, 320, 321, 322, 323, 324, 325, 326, 327, 328, 330, 332, 333, 334,
    336, 338, 339, 340, 341, 342, 347, *_LEGACY, 529, 530, 531, 532, 559, 700, 32995, 32996, 33421,
    33422, 33723, 34377, 34675, 37724,
))  # fmt: skip
_ENTRY: Final = 12  # bytes of a tag


def descriptive(exif: Image.Exif) -> Image.Exif:
    """Return the tags of a TIFF, or of EXIF data, that are not about how pixels are stored."""
    from PIL import Image

    kept = Image.Exif()
    for tag in exif:
        if tag not in _STORAGE and tag not in (_CAMERA, _PLACE):
            kept[tag] = exif[tag]
    for directory in (_CAMERA, _PLACE):
        values = exif.get_ifd(directory)
        if values:
            kept[directory] = {t: v for t, v in values.items() if t != _INTEROPERABILITY}
    return kept


def is_sound(exif: bytes) -> bool:
    """Tell whether Pillow can take EXIF data apart and put them together again."""
    from PIL import Image

    with suppress(*FAILURES), quiet():
        tags = Image.Exif()
        tags.load(exif)
        return bool(tags.tobytes())
    return False


def with_tags(file: bytes, exif: bytes) -> bytes:
    """Return a TIFF of one page with descriptive tags of EXIF data; its own tags stay.

    Pillow hands compressed pictures to libtiff, which writes no directories within directories.
    So a longer first directory is put at the end of the file.

    Parameters
    ----------
    file : bytes
        A TIFF of less than 4 GB.
    exif : bytes
        From the byte order mark on. What of them is damaged is left out.
    """
    from PIL import Image
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    order: Literal["little", "big"] = "little" if file[:2] == b"II" else "big"
    even = file + bytes(len(file) % 2)
    with suppress(*FAILURES), quiet():
        tags = Image.Exif()
        tags.load(exif)
        directory = ImageFileDirectory_v2(file[:8])
        for tag, value in descriptive(tags).items():
            directory[tag] = value
        added = directory.tobytes(len(even))
        merged = _entries(added, 0, order) | _entries(file, int.from_bytes(file[4:8], order), order)
        place = len(even) + len(added)
        first = len(merged).to_bytes(2, order) + b"".join(merged[tag] for tag in sorted(merged))
        return even[:4] + place.to_bytes(4, order) + even[8:] + added + first + bytes(4)
    return file


def _entries(data: bytes, place: int, order: Literal["little", "big"]) -> dict[int, bytes]:
    """Return the tags of a directory as they are there, by number."""
    start, count = place + 2, int.from_bytes(data[place : place + 2], order)
    entries = (data[start + k * _ENTRY : start + (k + 1) * _ENTRY] for k in range(count))
    return {int.from_bytes(entry[:2], order): entry for entry in entries}
