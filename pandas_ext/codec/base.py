"""What a picture format can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Outline, Pixels


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of its picture.

    Attributes
    ----------
    format : str
        Pillow's name of the format.
    mode : str
        Mode of the decoded pixels: palettes and bits become colours and grey levels.
    width, height : int
        Pixels.
    frames : int
        Number of pictures, pages or slices; 0 where only decoding tells.
    """

    format: str
    mode: str
    width: int
    height: int
    frames: int = 1

    @property
    def outline(self) -> Outline:
        """Mode and size."""
        return Outline(self.mode, self.width, self.height)


class Codec(ABC):
    """A format, or a family of formats that one library reads."""

    @abstractmethod
    def matches(self, head: bytes | memoryview) -> bool:
        """Tell whether a file that begins so (64 bytes, or all it has) is of this format."""

    @abstractmethod
    def header(self, source: Source) -> Header:
        """Read the header alone.

        Raises
        ------
        MediaError
            If it is damaged.
        """

    @abstractmethod
    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        """Return the pixels of one frame.

        Parameters
        ----------
        data : bytes or memoryview
            The whole file.
        frame : int
            Which picture of it.
        least : (int, int) or None
            A width and height that suffice: a picture of at least that size may be given that the
            format can decode faster. Without it: the picture as it is.

        Raises
        ------
        MediaError
            If the file is damaged, truncated or has no such frame.
        """
