"""Take one picture of a file that holds several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.check import settle, whole
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from pandas_ext.codec.base import Header

_DIFFERING: Final = ("TIFF", "MPO", "ICO", "ICNS", "MIC", "PSD")
"""Formats that hold pictures of several sizes."""
_SCANS: Final = ("DICOM", "NIFTI")
"""Formats that hold pictures of one size and mode."""


@dataclass(frozen=True, slots=True)
class Frame(Operation):
    """Take a frame of an animation, a page of a document, a slice of a volume.

    The first step of a chain, if any: it says what a decoder is to decode.

    Attributes
    ----------
    number : int
        From 0.
    alike : bool
        Whether all of the file have one size; filled in.
    same : bool
        Whether they have one mode, too; filled in.
    """

    number: int
    alike: bool = False
    same: bool = False

    asks_file: ClassVar = True
    pointwise: ClassVar = True

    def __post_init__(self) -> None:
        settle(self, number=whole("number", self.number, 0))

    def apply(self, pixels: Pixels) -> Pixels:
        return pixels

    def bound(self, header: Header) -> tuple[Operation, Header]:
        alike, same = header.format not in _DIFFERING, header.format in _SCANS
        if header.frame_levels and self.number < len(header.frame_levels):
            header = replace(header, levels=header.frame_levels[self.number], frame_levels=())
        return replace(self, alike=alike, same=same), header

    def outline(self, before: Outline) -> Outline:
        if self.number == 0 or self.same:
            return before
        return before._replace(mode=None) if self.alike else Outline(None, 0, 0)
