"""Runs a chain of steps: a picture is decoded once, and all steps are applied in one pass."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from pandas_ext.codec.table import codec_of
from pandas_ext.errors import LimitError, MediaError
from pandas_ext.ops.image.base import Operation, bound_steps
from pandas_ext.ops.image.frame import Frame
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
    try:
        outline = image.header.outline
        steps = bound_steps(image.steps, image.header)
        _check_pixels(outline)
        need = _cost(steps, outline)
        if isinstance(source, Pixels):
            with _held(budget, need):
                return _applied(steps, source)
        with _held(budget, need + source.size()):
            return _applied(steps, _decoded(steps, source.read(), outline))
    except MediaError as error:
        raise error.in_file(_name(image)) from error.__cause__


def _name(image: Image) -> str:
    return "" if isinstance(image.source, Pixels) else image.source.name


def _decoded(steps: tuple[Operation, ...], data: bytes | memoryview, outline: Outline) -> Pixels:
    frame = 0
    if steps and isinstance(steps[0], Frame):
        frame, steps = steps[0].number, steps[1:]
    least = steps[0].least_size(outline) if steps else None
    return codec_of(data).decode(data, frame, least)


def _applied(steps: tuple[Operation, ...], pixels: Pixels) -> Pixels:
    for step in steps:
        _check_pixels(step.outline(pixels.outline))
        try:
            pixels = step.apply(pixels)
        except (ValueError, TypeError) as error:
            if isinstance(error, MediaError):
                raise
            raise MediaError(f"{type(step).__name__}: {error}") from error
    return pixels


def _cost(steps: tuple[Operation, ...], outline: Outline) -> int:
    most = last = outline.nbytes
    for step in steps:
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
