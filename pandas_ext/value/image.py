"""A picture: where it comes from and what is to be done with it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Header
from pandas_ext.codec.table import read_header
from pandas_ext.ops.image.base import Operation
from pandas_ext.source.base import Source
from pandas_ext.value.pixels import Outline, Pixels, pixels_in
from pandas_ext.value.same import same_pixels
from pandas_ext.value.stored import Stored, source_in, stored_source


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

    def stored(self) -> Stored:
        """Return what Arrow holds of the cell: its source or, after steps, its pixels."""
        if not self.steps and isinstance(self.source, Source):
            return stored_source(self.source)
        array, mode = self.pixels
        detail = {"mode": mode, "height": array.shape[0], "width": array.shape[1]}
        return Stored(np.ascontiguousarray(array).data.cast("B"), detail=detail)

    @classmethod
    def restored(cls, stored: Stored) -> Image:
        """Return the cell that Arrow holds.

        Raises
        ------
        MediaError
            If what is there is no picture's.
        """
        if stored.detail is None:
            return cls(source_in(stored))
        return cls(pixels_in(stored.data, stored.detail))

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
