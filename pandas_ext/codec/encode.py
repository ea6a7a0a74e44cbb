"""Pictures as files: which formats there are, what they hold, and how they are written."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pandas_ext.codec.metadata import NOTHING, Metadata, options_of
from pandas_ext.codec.pillow import to_pillow
from pandas_ext.codec.quiet import quiet
from pandas_ext.codec.tiff_tags import with_tags
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.check import one_of, settle, whole
from pandas_ext.value.pixels import Pixels

_SUBSAMPLING: Final = ("4:4:4", "4:2:2", "4:2:0")


@dataclass(frozen=True, slots=True)
class Form:
    """What a format can do.

    Attributes
    ----------
    suffixes : tuple of str
        Ends of file names; the first is given to new ones.
    modes : tuple of str
        Modes that it holds without loss of channels or depth.
    lossy : bool
        Whether it has a quality.
    options : dict
        How Pillow is to write it.
    """

    suffixes: tuple[str, ...]
    modes: tuple[str, ...]
    lossy: bool
    options: dict[str, Any]


FORMS: Final[dict[str, Form]] = {
    "JPEG": Form((".jpg", ".jpeg", ".jfif"), ("L", "RGB", "CMYK"), True, {}),
    "PNG": Form((".png",), ("L", "LA", "RGB", "RGBA", "I;16"), False, {}),
    "WEBP": Form((".webp",), ("L", "LA", "RGB", "RGBA"), True, {}),
    "AVIF": Form((".avif",), ("L", "LA", "RGB", "RGBA"), True, {}),
    "TIFF": Form((".tif", ".tiff"), ("L", "LA", "RGB", "RGBA", "CMYK", "I;16", "F"), False,
                 {"compression": "tiff_adobe_deflate"}),
    "GIF": Form((".gif",), ("L", "LA", "RGB", "RGBA"), False, {}),
    "BMP": Form((".bmp",), ("L", "RGB"), False, {}),
}  # fmt: skip
"""Formats that can be written, by Pillow's names."""

_ALIASES: Final = {"JPG": "JPEG", "TIF": "TIFF"}
_BY_SUFFIX: Final = {suffix: name for name, form in FORMS.items() for suffix in form.suffixes}


def format_of_name(path: str) -> str | None:
    """Return the format that the end of a path stands for, ``None`` if for none.

    Examples
    --------
    >>> format_of_name("a/b.JPG"), format_of_name("b.txt")
    ('JPEG', None)
    """
    end = path.rfind(".")
    return _BY_SUFFIX.get(path[end:].lower()) if end >= 0 else None


@dataclass(frozen=True, slots=True)
class Encode:
    """How a picture is made a file.

    Attributes
    ----------
    format : str
        One of ``FORMS``.
    quality : int or None
        1 to 100, of formats with losses; ``None`` is the library's own, 75 or 80.
    subsampling : str or None
        ``"4:4:4"``, ``"4:2:2"`` or ``"4:2:0"``: how much coarser colours are kept than brightness,
        in JPEG and AVIF; ``None`` is the coarsest.
    lossless : bool
        WebP alone has a choice; PNG, TIFF and BMP always are, JPEG never.
    exif, icc_profile : bool
        Whether EXIF data and a colour profile go into the file, where the format can hold them.
    """

    format: str
    quality: int | None = None
    subsampling: str | None = None
    lossless: bool = False
    exif: bool = True
    icc_profile: bool = True

    def __post_init__(self) -> None:
        name = str(self.format).upper()
        name = one_of("format", _ALIASES.get(name, name), FORMS)
        settle(self, format=name)
        if self.quality is not None:
            quality = whole("quality", self.quality, 1)
            if quality > 100:
                raise ValueError(f"quality is a number from 1 to 100, not {quality}")
            if not FORMS[name].lossy:
                raise ValueError(f"{name} has no quality")
            settle(self, quality=quality)
        if self.subsampling is not None:
            one_of("subsampling", self.subsampling, _SUBSAMPLING)
            if name not in ("JPEG", "AVIF"):
                raise ValueError(f"{name} has no subsampling")
        for choice in ("lossless", "exif", "icc_profile"):
            if not isinstance(getattr(self, choice), (bool, np.bool_)):
                raise TypeError(f"{choice} is True or False, not {getattr(self, choice)!r}")
        if self.lossless and name in ("JPEG", "AVIF", "GIF"):
            raise ValueError(
                f"{name} is written with losses; PNG, TIFF, BMP and WEBP can do without"
            )

    @property
    def is_plain(self) -> bool:
        """Whether any file of the format will do."""
        return self.quality is None and self.subsampling is None and not self.lossless

    def kept(self, metadata: Metadata) -> Metadata:
        """Return what of a file's metadata is asked for."""
        exif, icc_profile = metadata
        return Metadata(exif if self.exif else b"", icc_profile if self.icc_profile else b"")

    def apply(self, pixels: Pixels, metadata: Metadata = NOTHING) -> bytes:
        """Return the file.

        Parameters
        ----------
        pixels : Pixels
            The picture.
        metadata : Metadata
            What holds of it.

        Raises
        ------
        MediaError
            If the format has no such pictures.
        """
        form = FORMS[self.format]
        if pixels.mode not in form.modes:
            raise MediaError(
                f"no {self.format} of mode {pixels.mode}, only of {', '.join(form.modes)}: "
                f"convert it first"
            )
        stream = io.BytesIO()
        options = dict(form.options)
        if self.quality is not None:
            options["quality"] = self.quality
        if self.subsampling is not None:
            options["subsampling"] = self.subsampling
        if self.lossless and self.format == "WEBP":
            options.update(lossless=True, exact=True)  # colours under full transparency too
        metadata = self.kept(metadata)
        options.update(options_of(metadata, self.format))
        image = to_pillow(pixels)
        try:
            with quiet():
                image.save(stream, self.format, **options)
        except (OSError, ValueError) as error:
            raise MediaError(f"cannot be written as {self.format}: {error}") from error
        file = stream.getvalue()
        return with_tags(file, metadata.exif) if metadata.exif and self.format == "TIFF" else file
