"""What a picture format can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Outline, Pixels


class Table(NamedTuple):
    """How white each level is.

    Attributes
    ----------
    first : int
        The level of the first entry; levels before and after all are shown as the nearest one.
    white : int
        The value that is white.
    values : bytes
        Of 16 bits each, little-endian.
    """

    first: int
    white: int
    values: bytes


class Levels(NamedTuple):
    """Which levels of a scan its file wants shown.

    Attributes
    ----------
    center, width : float or None
        The middle of those from black to white, and how many they are, as DICOM counts.
    function : str
        How levels between become grey: ``"linear"``, ``"linear_exact"`` or ``"sigmoid"``.
    inverted : bool
        Whether the least level is white.
    table : Table or None
        What takes the place of center, width and function.
    """

    center: float | None
    width: float | None
    function: str = "linear"
    inverted: bool = False
    table: Table | None = None


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
        Number of pictures, pages or slices; 0 where more than the header has to be read for it.
    orientation : int
        How the picture is turned, 1 to 8, as EXIF counts; 1 is upright.
    levels : tuple of Levels
        What is to be shown of a scan: the file's choices, tables first.
    frame_levels : tuple of tuple of Levels
        The same for each frame, where they differ.
    annotated : bool
        Whether there may be EXIF data or a colour profile.
    """

    format: str
    mode: str
    width: int
    height: int
    frames: int = 1
    orientation: int = 1
    levels: tuple[Levels, ...] = ()
    frame_levels: tuple[tuple[Levels, ...], ...] = ()
    annotated: bool = True

    @property
    def outline(self) -> Outline:
        """Mode and size."""
        return Outline(self.mode, self.width, self.height)


class Codec(ABC):
    """A format, or a family of formats that one library reads."""

    @abstractmethod
    def matches(self, head: bytes | memoryview) -> bool:
        """Tell whether a file that begins so (4096 bytes, or all it has) is of this format."""

    @abstractmethod
    def header(self, head: bytes | memoryview, source: Source) -> Header:
        """Read the header alone.

        Parameters
        ----------
        head : bytes or memoryview
            What the file begins with, as for ``matches``.
        source : Source
            The file, for what is not in its head.

        Raises
        ------
        MediaError
            If it is damaged.
        """

    def count_frames(self, source: Source) -> int:
        """Return the number of pictures, where the header does not tell.

        Raises
        ------
        MediaError
            If the file is damaged.
        """
        raise NotImplementedError(f"{type(self).__name__} tells it in the header")

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

    def read_frame(self, source: Source, frame: int) -> Pixels:
        """Return the pixels of one frame, reading no more of the file than that takes.

        Raises
        ------
        MediaError
            As ``decode``.
        """
        return self.decode(source.read(), frame, None)
