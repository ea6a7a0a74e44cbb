"""All formats that Pillow reads."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.limits import check_pixels
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.codec.quiet import quiet
from pandas_ext.codec.words import in_words
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream
from pandas_ext.value.pixels import CHANNELS, Pixels

if TYPE_CHECKING:
    from PIL import Image

# Tried in this order. Left out: formats that Pillow hands to another program (EPS), those that it
# recognises and cannot decode, and those without a mark of their own, such as TGA: any bytes may
# seem to be one.
FORMATS: Final = ("TIFF", "AVIF", "JPEG2000", "ICO", "PPM", "PCX", "SGI", "QOI", "DDS", "PSD",
                  "ICNS", "CUR", "DIB", "SUN", "FITS", "FLI", "XBM", "XPM",
                  "PNG", "GIF", "BMP", "WEBP", "JPEG")  # fmt: skip

# What modes that are no colours or grey levels become; palettes that have a transparent entry,
# colours and it.
_BECOMES: Final = {"1": "L", "P": "RGB", "PA": "RGBA", "I": "F", "YCbCr": "RGB", "LAB": "RGB",
                   "HSV": "RGB", "RGBX": "RGB", "RGBa": "RGBA", "La": "LA",
                   "I;16B": "I;16", "I;16L": "I;16", "I;16N": "I;16"}  # fmt: skip
_TRANSPARENT: Final = {"P": "RGBA", "1": "LA", "L": "LA", "RGB": "RGBA"}

FAILURES: Final = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError,
    AttributeError, RuntimeError, AssertionError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow raises for damaged files: its decoders for odd formats fail in many ways."""


class _Pillow(Codec):
    def matches(self, head: bytes | memoryview) -> bool:
        return True  # asked last: it says itself what it cannot identify

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        with opened(io.BufferedReader(SourceStream(source))) as image:
            # counting these walks over the whole file
            frames = 0 if image.format in ("TIFF", "GIF") else getattr(image, "n_frames", 1)
            mode, (width, height) = _mode_of(image), image.size
            return Header(image.format or "", mode, width, height, frames, _orientation(image))

    def count_frames(self, source: Source) -> int:
        with opened(io.BufferedReader(SourceStream(source))) as image:
            return int(getattr(image, "n_frames", 1))

    def decode_run(self, data: bytes | memoryview, start: int, count: int) -> list[Pixels]:
        """Return frames that follow each other, up to the end or one that is damaged."""
        frames: list[Pixels] = []
        with suppress(MediaError), opened(io.BytesIO(data)) as image:
            for frame in range(start, start + count):
                image.seek(frame)
                check_pixels(image.width, image.height)
                frames.append(from_pillow(image))
        return frames

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        with opened(io.BytesIO(data)) as image:
            check_pixels(image.width, image.height)
            if frame:
                image.seek(frame)
                check_pixels(image.width, image.height)  # pages differ
            if least is not None:
                image.draft(None, least)
            return from_pillow(image)


def from_pillow(image: Image.Image) -> Pixels:
    """Return the pixels of a Pillow image."""
    mode = _mode_of(image)
    if image.mode == "LAB":
        image = _of_lab(image)
    elif mode == "I;16":
        return Pixels(np.asarray(image).astype(np.uint16, copy=False), mode)
    elif mode != image.mode:
        image = image.convert(mode)
    return Pixels(np.asarray(image), mode)


def to_pillow(pixels: Pixels) -> Image.Image:
    """Return pixels as a Pillow image that shares their memory, where Pillow can."""
    from PIL import Image

    # I;16 and F follow from the elements; CMYK would be taken for RGBA
    return Image.fromarray(pixels.array, "CMYK" if pixels.mode == "CMYK" else None)


def _of_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    image.load()  # what is wrong with the file is said as of any other
    profiles = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, *profiles, outputMode="RGB")
    assert converted is not None  # it is where nothing is done in place
    return converted


def _orientation(image: Image.Image) -> int:
    if image.format == "TIFF":  # Pillow turns these upright itself
        return 1
    if image.format == "PNG":  # Pillow would decode it, to find one after its pixels
        exif = image.info.get("exif") or b""
        return orientation_in(exif.removeprefix(b"Exif\0\0")) or 1
    stated = image.getexif().get(0x0112, 1)
    return stated if stated in range(1, 9) else 1


def _mode_of(image: Image.Image) -> str:
    if "transparency" in image.info and image.mode in _TRANSPARENT:
        return _TRANSPARENT[image.mode]
    mode = _BECOMES.get(image.mode, image.mode)
    if mode not in CHANNELS:
        raise MediaError(f"pictures of mode {image.mode} are not supported")
    return mode


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[Image.Image]:
    """Open a picture; what Pillow raises for a damaged one becomes ours."""
    with told(), _identified(stream) as image:
        yield image


@contextmanager
def told() -> Iterator[None]:
    """Make ours what Pillow raises for a damaged picture in the block."""
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingLibraryError("Pillow", "reading pictures") from error
    with quiet():
        try:
            yield
        except MediaError:
            raise
        except Image.DecompressionBombError as error:
            raise LimitError(
                "more pixels than Pillow allows (PIL.Image.MAX_IMAGE_PIXELS)"
            ) from error
        except FAILURES as error:
            raise MediaError(f"damaged or truncated: {in_words(error, 'data')}") from error


def _accepts(accept: Any, prefix: bytes) -> bool:
    """Ask a format whether a file that begins so is one of its own."""
    try:
        return accept is None or accept(prefix) is True
    except (IndexError, struct.error):  # the whole file is shorter than its mark
        return False


def _identified(stream: IO[bytes]) -> Image.Image:
    """Open a picture as ``Image.open`` does, with our limits instead of its own."""
    from PIL import Image

    Image.init()  # looks for formats once
    prefix = stream.read(16)
    reason = "not a picture of a known format"
    for name in FORMATS:
        factory, accept = Image.OPEN.get(name, (None, None))
        if factory is None or not _accepts(accept, prefix):
            continue  # of another format, or one that this Pillow is without
        stream.seek(0)
        try:
            return factory(stream, "")
        except (SyntaxError, IndexError, TypeError, struct.error) as error:
            reason = f"damaged {name}: {in_words(error, 'header')}"  # or of another format
    raise MediaError(reason)


PILLOW: Final = _Pillow()
