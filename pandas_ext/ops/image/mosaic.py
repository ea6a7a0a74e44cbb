"""Cut pictures into tiles, and put them together again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.base import Operation, name_of
from pandas_ext.ops.image.crop import Crop
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.pixels import Outline, Pixels, dtype_of, shape_of

if TYPE_CHECKING:
    from pandas_ext.value.image import Image


class Place(NamedTuple):
    """Where a tile lies: its line and column among tiles, and its box in pixels."""

    row: int
    column: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Tile(Crop):
    """A box of a picture of which others are wanted too: what comes before is done once for all."""

    shares_before: ClassVar = True


def places(outline: Outline, width: int, height: int, edge: str) -> Iterator[Place]:
    """Return where tiles of a picture lie, line by line.

    Parameters
    ----------
    outline : Outline
        The picture's.
    width, height : int
        Of a tile, in pixels.
    edge : str
        What becomes of tiles at the right and lower edge that are not whole: ``"keep"`` makes them
        smaller, ``"drop"`` leaves them out, ``"pad"`` fills them up with 0.

    Examples
    --------
    >>> [place[2:] for place in places(Outline("L", 5, 2), 3, 2, "keep")]
    [(0, 0, 3, 2), (3, 0, 5, 2)]
    """
    wide, high = outline.width, outline.height
    if edge == "drop":
        wide, high = wide // width * width, high // height * height
    for row, top in enumerate(range(0, high, height)):
        for column, left in enumerate(range(0, wide, width)):
            right, bottom = left + width, top + height
            if edge == "keep":
                right, bottom = min(right, wide), min(bottom, high)
            yield Place(row, column, left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Mosaic(Operation):
    """Put tiles together.

    Attributes
    ----------
    tiles : tuple of (int, int, Image)
        The line and column of each, and the tile; the picture it is applied to does not count.
        Tiles of a line have one height, those of a column one width.
    """

    tiles: tuple[tuple[int, int, Image], ...]

    def __repr__(self) -> str:
        tiles = ", ".join(f"({r}, {c}, {name_of(tile)})" for r, c, tile in self.tiles)
        return f"Mosaic({tiles})"

    def apply(self, pixels: Pixels) -> Pixels:
        from pandas_ext.chain import run_chain

        together = Budget(options.batch_bytes)  # of these tiles: cut from one picture, mostly
        grid = {(row, column): run_chain(tile, together) for row, column, tile in self.tiles}
        mode = pixels.mode
        if any(tile.mode != mode for tile in grid.values()):
            raise MediaError(
                f"tiles of several modes: {', '.join({t.mode for t in grid.values()})}"
            )
        tops, lefts = self._edges({place: tile.outline for place, tile in grid.items()})
        whole = np.zeros(shape_of(mode, int(lefts[-1]), int(tops[-1])), dtype_of(mode))
        for (row, column), tile in grid.items():
            whole[tops[row] : tops[row + 1], lefts[column] : lefts[column + 1]] = tile.array
        return Pixels(whole, mode)

    def outline(self, before: Outline) -> Outline:
        outlines = {(row, column): tile.outline for row, column, tile in self.tiles}
        if not all(outline.width and outline.height for outline in outlines.values()):
            return Outline(before.mode, 0, 0)
        tops, lefts = self._edges(outlines)
        return Outline(before.mode, int(lefts[-1]), int(tops[-1]))

    def cost(self, before: Outline) -> int:
        return 2 * self.outline(before).nbytes

    def _edges(self, outlines: dict[tuple[int, int], Outline]) -> tuple[np.ndarray, np.ndarray]:
        """Return where lines and columns begin, and where the last ones end.

        Raises
        ------
        MediaError
            If tiles of a line differ in height, or those of a column in width.
        """
        heights: dict[int, int] = {}
        widths: dict[int, int] = {}
        for (row, column), (_, width, height) in outlines.items():
            if (
                heights.setdefault(row, height) != height
                or widths.setdefault(column, width) != width
            ):
                raise MediaError(f"the tile in line {row}, column {column} is {width}x{height}")
        return _starts(heights), _starts(widths)


def _starts(lengths: dict[int, int]) -> np.ndarray:
    missing = set(range(max(lengths) + 1)) - set(lengths)
    if missing:
        raise MediaError(f"no tile in line or column {min(missing)}")
    return np.cumsum([0, *(lengths[k] for k in range(len(lengths)))])
