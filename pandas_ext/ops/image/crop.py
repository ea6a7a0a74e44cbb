"""Cut out a part of a picture, or put a border around it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Final

from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.check import Fill, colour, settle, whole
from pandas_ext.ops.image.fill import filled
from pandas_ext.value.pixels import Outline, Pixels

_EDGES: Final = ("left", "top", "right", "bottom")


class Cut(Operation):
    """A step that cuts out a box; what of it lies outside of the picture is 0."""

    __slots__ = ()

    @abstractmethod
    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return the edges of the box in a picture of some size."""

    def apply(self, pixels: Pixels) -> Pixels:
        return cut(pixels, *self.box(pixels.width, pixels.height))


@dataclass(frozen=True, slots=True)
class Crop(Cut):
    """Cut out a box; what of it lies outside of the picture is 0.

    Attributes
    ----------
    left, top, right, bottom : int
        Edges of the box in pixels, from the left and upper edge of the picture.
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        edges = {name: whole(name, getattr(self, name)) for name in _EDGES}
        if edges["right"] <= edges["left"] or edges["bottom"] <= edges["top"]:
            raise ValueError(f"no pixels in the box {tuple(edges.values())}")
        settle(self, **edges)

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class CenterCrop(Cut):
    """Cut out the middle; what of it lies outside of the picture is 0.

    Attributes
    ----------
    width, height : int
        Pixels.
    """

    width: int
    height: int

    def __post_init__(self) -> None:
        width, height = whole("width", self.width, 1), whole("height", self.height, 1)
        settle(self, width=width, height=height)

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        left, top = (width - self.width) // 2, (height - self.height) // 2
        return left, top, left + self.width, top + self.height

    def outline(self, before: Outline) -> Outline:
        return Outline(before.mode, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Pad(Operation):
    """Put a border around the picture.

    Attributes
    ----------
    left, top, right, bottom : int
        Its width on each side, in pixels.
    fill : int, str or tuple
        Its colour.
    """

    left: int
    top: int
    right: int
    bottom: int
    fill: Fill = 0

    def __post_init__(self) -> None:
        edges = {name: whole(name, getattr(self, name), 0) for name in _EDGES}
        settle(self, fill=colour(self.fill), **edges)

    def apply(self, pixels: Pixels) -> Pixels:
        right, bottom = pixels.width + self.right, pixels.height + self.bottom
        return cut(pixels, -self.left, -self.top, right, bottom, self.fill)

    def outline(self, before: Outline) -> Outline:
        if not before.width or not before.height:
            return Outline(before.mode, 0, 0)
        width = self.left + before.width + self.right
        return Outline(before.mode, width, self.top + before.height + self.bottom)


def cut(pixels: Pixels, left: int, top: int, right: int, bottom: int, fill: Fill = 0) -> Pixels:
    """Return a box of a picture; a view of its pixels, where it lies inside."""
    array, mode = pixels
    if left >= 0 and top >= 0 and right <= pixels.width and bottom <= pixels.height:
        return Pixels(array[top:bottom, left:right], mode)
    whole_box = filled(mode, right - left, bottom - top, fill)
    inside = array[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    down, across = max(-top, 0), max(-left, 0)
    if inside.size:
        whole_box[down : down + inside.shape[0], across : across + inside.shape[1]] = inside
    return Pixels(whole_box, mode)
