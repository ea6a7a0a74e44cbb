"""Whether a decoder may give a smaller picture, and how the steps go on from it.

A step that resamples with ``reducing`` may start from any picture of at least the size it makes.
Steps before it that do the same at any size are done to the smaller picture, and a box that is cut
out before it becomes the box that is resampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from pandas_ext.ops.image.base import Operation
from pandas_ext.ops.image.crop import Cut
from pandas_ext.ops.image.flip import Turn
from pandas_ext.ops.image.resample import Box, Resample, Size
from pandas_ext.value.pixels import Outline, Pixels

Steps = tuple[Operation, ...]

_MARGIN: Final = 17 / 16
"""How much larger than needed a decoder's picture is at least: at its very size, edges are lost."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """The beginning of a chain, up to a step that resamples.

    Attributes
    ----------
    least : (int, int)
        The width and height of the decoded picture that suffice.
    before : tuple of Operation
        What is done at the size of the smaller picture.
    outline : Outline
        What the full picture would be after that.
    box : (float, float, float, float)
        The part of it that is resampled.
    size : (int, int)
        Width and height that it is resampled to.
    step : Resample
        How.
    after : tuple of Operation
        The rest of the chain.
    """

    least: Size
    before: Steps
    outline: Outline
    box: Box
    size: Size
    step: Resample
    after: Steps

    def start(self, pixels: Pixels) -> Pixels:
        """Return the picture after the step, from a smaller version after ``before``."""
        (across, down), (from_left, from_top) = self._place(pixels)
        left, top, right, bottom = self.box
        scaled = (
            from_left + left * across,
            from_top + top * down,
            min(from_left + right * across, pixels.width),
            min(from_top + bottom * down, pixels.height),
        )
        return self.step.apply_to(pixels, self.size, scaled)

    def _place(self, pixels: Pixels) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return how much smaller the picture is, across and down, and where it begins.

        Libraries for JPEG give eighths and round sizes up: a part of the last pixel, or of the
        first one after a turn, lies outside of the picture.
        """
        width, height = self.outline.width, self.outline.height
        for parts in range(1, 8):
            high, wide = height * parts / 8, width * parts / 8
            if (pixels.width, pixels.height) == (ceil(wide), ceil(high)):
                mirrored = self._mirrored()
                begin = (
                    pixels.width - wide if mirrored[0] else 0.0,
                    pixels.height - high if mirrored[1] else 0.0,
                )
                return (parts / 8, parts / 8), begin
        return (pixels.width / width, pixels.height / height), (0.0, 0.0)

    def _mirrored(self) -> tuple[bool, bool]:
        """Tell whether left and right, and up and down, are exchanged after ``before``."""
        across = down = False
        for step in self.before:
            if isinstance(step, Turn):
                exchanged, mirrors_down, mirrors_across = step.turn
                if exchanged:
                    across, down = down, across
                across, down = across != mirrors_across, down != mirrors_down
        return across, down


def reduction_of(steps: Steps, outline: Outline) -> Reduction | None:
    """Return how a chain may start from a smaller picture, if it may.

    Examples
    --------
    >>> from pandas_ext.ops.image.crop import Crop
    >>> from pandas_ext.ops.image.resize import Resize
    >>> steps = (Crop(100, 100, 500, 300), Resize(200, 100, reducing=True))
    >>> reduction_of(steps, Outline("RGB", 640, 480)).least
    (340, 255)
    """
    before: list[Operation] = []
    full = outline
    box: tuple[int, int, int, int] | None = None
    for k, step in enumerate(steps):
        if isinstance(step, Resample):
            if not step.reducing or not full.width or not full.height:
                return None
            left, top, right, bottom = box or (0, 0, full.width, full.height)
            size, part = step.target(right - left, bottom - top)
            scale = max(size[0] / (part[2] - part[0]), size[1] / (part[3] - part[1]))
            scale *= _MARGIN
            if scale >= 1:
                return None
            least = ceil(outline.width * scale), ceil(outline.height * scale)
            moved = (left + part[0], top + part[1], left + part[2], top + part[3])
            return Reduction(least, tuple(before), full, moved, size, step, steps[k + 1 :])
        if isinstance(step, Cut):
            if box is not None or not full.width or not full.height:
                return None
            box = step.box(full.width, full.height)
            if min(box) < 0 or box[2] > full.width or box[3] > full.height:
                return None
        elif step.pointwise or (step.at_any_size and box is None):
            before.append(step)
            full = step.outline(full)
        else:
            return None
    return None
