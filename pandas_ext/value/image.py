"""A picture: where it comes from and what is to be done with it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from pandas_ext.codec.base import Header
from pandas_ext.codec.table import read_header
from pandas_ext.ops.image.base import Operation
from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Outline, Pixels
from pandas_ext.value.same import same_pixels


class Image:
    """A cell of an image column; immutable.

    Parameters
    ----------
    source : Source or Pixels
        A file, bytes, or pixels.
    steps : tuple of Operation
        What is done with it when its pixels are needed.

    Notes
    -----
    Two are equal if they have the same source (path, bytes or pixels) and the same steps; nothing
    is decoded to compare them.
    """

    __slots__ = ("__weakref__", "_header", "_pixels", "source", "steps")

    def __init__(self, source: Source | Pixels, steps: tuple[Operation, ...] = ()) -> None:
        self.source = source
        self.steps = steps
        self._header: Header | None = None
        self._pixels: Pixels | None = None

    def then(self, step: Operation) -> Image:
        """Return the picture with one step more."""
        kept = self._pixels
        if kept is not None:
            return Image(kept, (step,))
        image = Image(self.source, (*self.steps, step))
        image._header = self._header
        return image

    @property
    def header(self) -> Header:
        """What the file says; of pixels in memory, what they are."""
        if self._header is None:
            if isinstance(self.source, Pixels):
                return Header("", self.source.mode, self.source.width, self.source.height)
            self._header = read_header(self.source)
        return self._header

    @property
    def outline(self) -> Outline:
        """Mode and size after all steps, read from the header alone."""
        if self._pixels is not None:
            return self._pixels.outline
        outline = self.header.outline
        for step in self.steps:
            outline = step.outline(outline)
        return outline

    @property
    def pixels(self) -> Pixels:
        """The decoded picture after all steps."""
        from pandas_ext.chain import run_chain

        return run_chain(self)

    def keep(self, pixels: Pixels) -> None:
        """Remember what the steps give."""
        self._pixels = pixels

    @property
    def kept(self) -> Pixels | None:
        """The pixels, if they are in memory."""
        if self._pixels is None and not self.steps and isinstance(self.source, Pixels):
            return self.source
        return self._pixels

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.outline.width or self.pixels.width

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.outline.height or self.pixels.height

    @property
    def mode(self) -> str:
        """What the channels mean."""
        return self.outline.mode or self.pixels.mode

    def to_numpy(self) -> NDArray[Any]:
        """Return the pixels, shape (height, width[, channels]); not to be written to."""
        return self.pixels.array

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes held, apart from the handle's own."""
        own = 0 if isinstance(self.source, Pixels) else self.source.nbytes_in_memory
        kept = self.kept
        return own + (0 if kept is None else kept.array.nbytes)

    def summary(self) -> str:
        """Return what the cell looks like in a printed frame, in plain text; decodes nothing."""
        mode, width, height = self.outline
        return f"<{mode} {width}x{height}>"

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Image):
            return NotImplemented
        return self.steps == other.steps and same_pixels(self.source, other.source)

    def __hash__(self) -> int:
        if isinstance(self.source, Pixels):
            array, mode = self.source
            return hash((array.shape, mode, array.tobytes(), self.steps))
        return hash((self.source, self.steps))

    def __reduce__(self) -> tuple[type[Image], tuple[Source | Pixels, tuple[Operation, ...]]]:
        return Image, (self.source, self.steps)
