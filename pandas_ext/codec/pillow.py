"""All formats that Pillow reads."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from pandas_ext.codec.base import Codec, Header
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.settings import options
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream
from pandas_ext.value.pixels import CHANNELS, Pixels

if TYPE_CHECKING:
    from PIL import Image

# What modes that are no colours or grey levels become; palettes that have a transparent entry,
# colours and it.
_BECOMES: Final = {"1": "L", "P": "RGB", "PA": "RGBA", "I": "F", "YCbCr": "RGB", "LAB": "RGB",
                   "HSV": "RGB", "RGBX": "RGB", "RGBa": "RGBA", "La": "LA",
                   "I;16B": "I;16", "I;16L": "I;16", "I;16N": "I;16"}  # fmt: skip


class _Pillow(Codec):
    def matches(self, head: bytes | memoryview) -> bool:
        return True  # asked last: it says itself what it cannot identify

    def header(self, source: Source) -> Header:
        with _opened(io.BufferedReader(SourceStream(source))) as image:
            frames = getattr(image, "n_frames", 1)
            return Header(image.format or "", _mode_of(image), image.width, image.height, frames)

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        with _opened(io.BytesIO(data)) as image:
            if image.width * image.height > options.max_pixels:
                raise LimitError(
                    f"{image.width}x{image.height} pixels are more than options.max_pixels, "
                    f"{options.max_pixels:,}"
                )
            if frame:
                image.seek(frame)
            if least is not None:
                image.draft(None, least)
            return from_pillow(image)


def from_pillow(image: Image.Image) -> Pixels:
    """Return the pixels of a Pillow image."""
    mode = _mode_of(image)
    if mode != image.mode:
        image = image.convert(mode)
    return Pixels(np.array(image), mode)


def to_pillow(pixels: Pixels) -> Image.Image:
    """Return pixels as a Pillow image that shares their memory, where Pillow can."""
    from PIL import Image

    return Image.fromarray(np.ascontiguousarray(pixels.array))


def _mode_of(image: Image.Image) -> str:
    if image.mode in ("P", "L", "RGB") and "transparency" in image.info:
        return {"P": "RGBA", "L": "LA", "RGB": "RGBA"}[image.mode]
    mode = _BECOMES.get(image.mode, image.mode)
    if mode not in CHANNELS:
        raise MediaError(f"pictures of mode {image.mode} are not supported")
    return mode


@contextmanager
def _opened(stream: IO[bytes]) -> Iterator[Image.Image]:
    """Open a picture; what Pillow raises for a damaged one becomes ours."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise MissingLibraryError("Pillow", "reading pictures") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is max_pixels
        try:
            with Image.open(stream) as image:
                yield image
        except UnidentifiedImageError as error:
            raise MediaError("not a picture of a known format") from error
        except Image.DecompressionBombError as error:
            raise LimitError(str(error)) from error
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
            if isinstance(error, MediaError):
                raise
            # its decoders for odd formats fail in many ways on damaged files
            raise MediaError(f"damaged or truncated picture: {error}") from error


PILLOW: Final = _Pillow()
