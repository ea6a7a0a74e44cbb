"""A picture: where it comes from and what is to be done with it."""

from __future__ import annotations

import numbers
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Header
from pandas_ext.codec.table import count_frames, read_header
from pandas_ext.ops.image.base import Operation, bound_steps
from pandas_ext.ops.image.frame import Frame
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.handle import Handle
from pandas_ext.value.operators import PixelOperators
from pandas_ext.value.pixels import Outline, Pixels, pixels_in
from pandas_ext.value.stored import Stored, source_in, stored_source
from pandas_ext.value.units import byte_size

if TYPE_CHECKING:
    from pandas_ext.parallel import Budget


class Image(PixelOperators, Handle):
    """A cell of an image column.

    Parameters
    ----------
    source : Source or Pixels
        A file, bytes, or pixels.
    steps : tuple of Operation
        What is done with it when its pixels are needed.
    """

    __slots__ = ("_header", "_pixels")

    __array_ufunc__ = None  # an array on the left leaves an operator to the picture

    def __init__(self, source: Source | Pixels, steps: tuple[Operation, ...] = ()) -> None:
        self.source = source
        self.steps = steps
        self._header: Header | None = None
        self._pixels: Pixels | None = None

    def then(self, step: Operation) -> Image:
        """Return the picture with one step more."""
        kept = self._pixels
        if kept is not None and not step.asks_file:
            return Image(kept, (step,))
        image = Image(self.source, (*self.steps, step))
        image._header = self._header
        return image

    def frame(self, number: int) -> Image:
        """Return a frame, page or slice of the file, with the same steps."""
        image = Image(self.source, (Frame(number), *self.steps))
        image._header = self._header
        return image

    def __invert__(self) -> Image:
        from pandas_ext.ops.image.point import Invert

        return self.then(Invert())

    def _reckoned(self, symbol: str, other: Any, reverse: bool) -> Any:
        from pandas_ext.ops.image.arithmetic import Arithmetic

        if isinstance(other, numbers.Real):
            other = float(other)
        elif not isinstance(other, Image):
            return NotImplemented
        return self.then(Arithmetic(symbol, other, reverse))

    @property
    def header(self) -> Header:
        """What the file says; of pixels in memory, what they are."""
        if self._header is None:
            if isinstance(self.source, Pixels):
                return Header("", self.source.mode, self.source.width, self.source.height)
            self._header = read_header(self.source)
        return self._header

    @property
    def is_known(self) -> bool:
        """Whether nothing has to be read for the header."""
        return self._header is not None or isinstance(self.source, Pixels)

    def learn(self, data: bytes | memoryview) -> None:
        """Read the header out of the file's bytes, which somebody has."""
        self._header = read_header(Encoded(data, self.source.name))

    @property
    def outline(self) -> Outline:
        """Mode and size after all steps, read from the header alone."""
        if self._pixels is not None:
            return self._pixels.outline
        outline = self.header.outline
        for step in bound_steps(self.steps, self.header):
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

    @property
    def format(self) -> str:
        """Pillow's name of the file's format; ``""`` of pixels."""
        return "" if self.steps else self.header.format

    @property
    def frames(self) -> int:
        """Number of pictures, pages or slices in the file."""
        header = self.header
        if not header.frames:
            self._header = header = replace(header, frames=count_frames(self.source))
        return header.frames

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

    def html(self, side: int, budget: Budget | None = None) -> str:
        from pandas_ext.display.thumbnail import thumbnail_tag

        return thumbnail_tag(self, side, budget, self.summary())

    def check(self) -> None:
        _ = self.outline

    def describe(self) -> str:
        if not self.is_known and not self.source.is_near:
            return f"<{self.source.name}>"  # printing a frame asks no server
        mode, width, height = self.outline
        size = f"{width or '?'}x{height or '?'}"
        parts = [mode or "?", size]
        if self.format:
            parts += [self.format, byte_size(self.source.size())]
        return f"<{' '.join(parts)}>"

    def _values_key(self) -> tuple[Any, ...]:
        array, mode = self.source
        return mode, array.shape, array.tobytes()
