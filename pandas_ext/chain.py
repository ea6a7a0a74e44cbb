"""Runs a chain of steps: a picture is decoded once, and all steps are applied in one pass."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from pandas_ext.codec.table import codec_of
from pandas_ext.errors import LimitError, MediaError
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Outline, Pixels


def run_chain(image: Image, budget: Budget | None = None) -> Pixels:
    """Return the pixels of a picture after all its steps.

    Parameters
    ----------
    image : Image
        Stays as it is.
    budget : Budget, optional
        Where to take the bytes of the pixels from.

    Raises
    ------
    MediaError
        If it cannot be read or decoded, or is over a limit; the error names the file.
    """
    if image.kept is not None:
        return image.kept
    source = image.source
    if isinstance(source, Pixels):
        outline = source.outline
        with _held(budget, _cost(image, outline)):
            return _applied(image, source)
    try:
        outline = image.header.outline
        _check_pixels(outline)
        with _held(budget, _cost(image, outline) + source.size()):
            return _applied(image, _decoded(image, source.read(), outline))
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def _decoded(image: Image, data: bytes | memoryview, outline: Outline) -> Pixels:
    least = image.steps[0].least_size(outline) if image.steps else None
    return codec_of(data).decode(data, 0, least)


def _applied(image: Image, pixels: Pixels) -> Pixels:
    for step in image.steps:
        _check_pixels(step.outline(pixels.outline))
        pixels = step.apply(pixels)
    return pixels


def _cost(image: Image, outline: Outline) -> int:
    """Return the bytes that two neighbours of the chain need together, at most."""
    most = last = outline.nbytes
    for step in image.steps:
        outline, cost = step.outline(outline), step.cost(outline)
        most, last = max(most, last + cost), cost
    return most


def _held(budget: Budget | None, size: int) -> AbstractContextManager[None]:
    return nullcontext() if budget is None else budget.hold(size)


def _check_pixels(outline: Outline) -> None:
    if outline.width * outline.height > options.max_pixels:
        raise LimitError(
            f"{outline.width}x{outline.height} pixels are more than options.max_pixels, "
            f"{options.max_pixels:,}"
        )
