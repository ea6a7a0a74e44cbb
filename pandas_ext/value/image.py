"""A picture: where it comes from and what is to be done with it."""

from __future__ import annotations

import numbers
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Header
from pandas_ext.codec.metadata import NOTHING, Metadata, metadata_in, read_metadata
from pandas_ext.codec.orientation import orientation_in
from pandas_ext.codec.table import count_frames, read_header
from pandas_ext.errors import naming
from pandas_ext.ops.image.base import Operation, bind, bound_steps
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
    metadata : Metadata, optional
        Of pixels: what the file said that they come from.
    """

    __slots__ = ("_done", "_header", "_metadata")

    __array_ufunc__ = None  # an array on the left leaves an operator to the picture

    def __init__(
        self,
        source: Source | Pixels,
        steps: tuple[Operation, ...] = (),
        metadata: Metadata = NOTHING,
    ) -> None:
        self.source = source
        self.steps = steps
        self._metadata = metadata
        self._header: Header | None = None
        self._done: tuple[int, Pixels] | None = None  # how many steps, and what they give

    def then(self, step: Operation) -> Image:
        """Return the picture with one step more."""
        image = Image(self.source, (*self.steps, step), self._metadata)
        image._header = self._header
        image._done = self._done
        return image

    def frame(self, number: int) -> Image:
        """Return a frame, page or slice of the file, with the same steps."""
        image = Image(self.source, (Frame(number), *self.steps), self._metadata)
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
                orientation = orientation_in(self._metadata.exif) or 1
                mode, width, height = self.source.mode, self.source.width, self.source.height
                return Header("", mode, width, height, orientation=orientation)
            self._header = read_header(self.source)
        return self._header

    @property
    def name(self) -> str:
        """What to call its file in messages; "" of pixels."""
        return "" if isinstance(self.source, Pixels) else self.source.name

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
        header = self.header
        count, outline = 0, header.outline
        if self._done is not None:
            count, outline = self._done[0], self._done[1].outline
        for step in bound_steps(self.steps, header)[count:]:
            outline = step.outline(outline)
        return outline

    @property
    def pixels(self) -> Pixels:
        """The decoded picture after all steps."""
        from pandas_ext.chain import run_chain

        return run_chain(self)

    def keep(self, pixels: Pixels) -> None:
        """Remember what the steps give."""
        self._done = len(self.steps), pixels

    @property
    def kept(self) -> Pixels | None:
        """The pixels, if they are in memory."""
        count, pixels = self.done
        return pixels if count == len(self.steps) else None

    @property
    def done(self) -> tuple[int, Pixels | None]:
        """How many steps need not be run any more, and the picture after them, if it is there."""
        if self._done is not None:
            return self._done
        return 0, self.source if isinstance(self.source, Pixels) else None

    @property
    def metadata(self) -> Metadata:
        """EXIF data and colour profile of the file, as they are there."""
        if isinstance(self.source, Pixels):
            return self._metadata
        header = self.header
        if not header.annotated:
            return NOTHING
        frame = self.steps[0].number if self.steps and isinstance(self.steps[0], Frame) else 0
        with naming(self.source.name):
            return read_metadata(self.source, frame)

    def metadata_of(self, pixels: Pixels) -> Metadata:
        """Return what of ``metadata`` holds of the picture after its steps, which is given.

        Raises
        ------
        MediaError
            If the file cannot be read; the error names it.
        """
        found = self.metadata
        if found == NOTHING:
            return found
        left = bind(self.steps, self.header)[1]
        return found.held_by(pixels.mode, pixels.width, pixels.height, left.orientation)

    def moved(self, source: Source) -> Image:
        """Return the same picture from another place that its file is in."""
        image = Image(source, self.steps)
        image._header, image._done = self._header, self._done
        return image

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
        """Return the pixels, shape (height, width[, channels]), read-only: others have them too."""
        array = self.pixels.array.view()
        array.flags.writeable = False
        return array

    def stored(self) -> Stored:
        """Return what Arrow holds of the cell: its source or, after steps, its pixels."""
        if not self.steps and isinstance(self.source, Source):
            return stored_source(self.source)
        from pandas_ext.chain import run_annotated

        pixels, said = run_annotated(self)
        detail = {"mode": pixels.mode, "height": pixels.height, "width": pixels.width}
        detail.update(
            {name: b64encode(data).decode() for name, data in said._asdict().items() if data}
        )
        return Stored(np.ascontiguousarray(pixels.array).data.cast("B"), detail=detail)

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
        return cls(pixels_in(stored.data, stored.detail), (), metadata_in(stored.detail))

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes held, apart from the handle's own."""
        own = 0 if isinstance(self.source, Pixels) else self.source.nbytes_in_memory
        pixels = self.done[1]
        return own + (0 if pixels is None else pixels.nbytes)

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

    def __reduce__(self) -> tuple[type[Image], tuple[Any, ...]]:
        return type(self), (self.source, self.steps, self._metadata)

    def _values_key(self) -> tuple[Any, ...]:
        array, mode = self.source
        return mode, array.shape, array.tobytes()
