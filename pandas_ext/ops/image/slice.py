"""Take a slice of a volume across any of its axes."""

from __future__ import annotations

from dataclasses import dataclass

from pandas_ext.ops.image.frame import Frame
from pandas_ext.value.pixels import Outline


@dataclass(frozen=True, slots=True)
class Slice(Frame):
    """Take a slice across the first or the second axis; those across the third are frames.

    Attributes
    ----------
    number : int
        Which one, as ``NIFTI.read_frame`` counts them.
    width, height : int
        Of the slice.
    """

    width: int = 0
    height: int = 0

    def outline(self, before: Outline) -> Outline:
        return before._replace(width=self.width, height=self.height)
