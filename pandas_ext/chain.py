"""Runs a chain of steps: a picture is decoded once, and all steps are applied in one pass."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Final

import numpy as np

from pandas_ext.codec.limits import check_pixels
from pandas_ext.codec.metadata import Metadata
from pandas_ext.codec.parts import Decode, decoder_of, reads_parts
from pandas_ext.errors import MediaError, naming
from pandas_ext.ops.image.base import Operation, bound_steps
from pandas_ext.ops.image.frame import Frame
from pandas_ext.ops.image.reduction import Steps, reduction_of
from pandas_ext.parallel import Budget
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Outline, Pixels

_FETCH: Final = 2**24  # bytes that a file elsewhere is taken to have before it is here


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
        # where asking costs more than bytes do, a file is asked for once
        ahead = None
        if not image.is_known and not source.is_near:
            with _held(budget, _FETCH):  # nobody knows how much will come
                ahead = source.read()
            image.learn(ahead)
        count, done = image.done
        outline = image.header.outline if done is None else done.outline
        steps = bound_steps(image.steps, image.header)[count:]
        _check_pixels(outline)
        need = _cost(steps, outline)
        if done is not None:
            with _held(budget, need):
                return _applied(steps, done)
        before = _shared(steps) if budget is not None else None
        many = budget.shared if budget is not None and _takes_frame(steps) else None

        def begun(count: int) -> Pixels:
            decode = decoder_of(image.header, source, ahead, many)
            return _decoded(steps[:count], decode, outline)

        if reads_parts(image.header):
            need += outline.nbytes
        else:
            need += source.size() if ahead is None else len(ahead)
        with _held(budget, need):
            if budget is None or before is None:
                return _compact(begun(len(steps)))
            key = (id(source), *map(id, image.steps[:before]))
            whole = budget.shared.get(key, image, lambda: begun(before))
            return _compact(_applied(steps[before:], whole))
    except MediaError as error:
        raise error.in_file(image.name) from error.__cause__


def run_annotated(image: Image, budget: Budget | None = None) -> tuple[Pixels, Metadata]:
    """Return the pixels of a picture after all its steps, and what its file says that they keep.

    Parameters
    ----------
    image, budget
        As for :func:`run_chain`.

    Raises
    ------
    MediaError
        As of :func:`run_chain`.
    """
    source = image.source
    if image.waits:  # asked for once
        with naming(source.name), _held(budget, _FETCH):
            image = image.moved(Encoded(source.read(), source.name))
    pixels = run_chain(image, budget)
    return pixels, image.metadata_of(pixels)


def _shared(steps: Steps) -> int | None:
    """Return how many of the first steps are done once for several rows, if others want that."""
    return next((k for k, step in enumerate(steps) if step.shares_before), None)


def _takes_frame(steps: Steps) -> bool:
    return bool(steps) and isinstance(steps[0], Frame)


def _decoded(steps: Steps, decode: Decode, outline: Outline) -> Pixels:
    """Return the picture after some steps, decoded no larger than they need it."""
    if steps and isinstance(steps[0], Frame) and steps[0].number:
        return _applied(steps[1:], decode(steps[0].number, None))
    reduction = reduction_of(steps, outline)
    if reduction is None:
        return _applied(steps, decode(0, None))
    pixels = decode(0, reduction.least)
    if pixels.outline[1:] == outline[1:]:
        return _applied(steps, pixels)
    smaller = _applied(reduction.before, pixels)
    return _applied(reduction.after, _done(reduction.step, lambda: reduction.start(smaller)))


def _applied(steps: Steps, pixels: Pixels) -> Pixels:
    for step in steps:
        _check_pixels(step.outline(pixels.outline))
        pixels = _done(step, partial(step.apply, pixels))
    return pixels


def _done(step: Operation, call: Callable[[], Pixels]) -> Pixels:
    try:
        return call()
    except (ValueError, TypeError) as error:
        if isinstance(error, MediaError):
            raise
        raise MediaError(f"{type(step).__name__}: {error}") from error


def _compact(pixels: Pixels) -> Pixels:
    """Return pixels that keep no much larger array alive: a box of one is a view."""
    whole = pixels.array.base
    if isinstance(whole, np.ndarray) and whole.nbytes > 2 * pixels.array.nbytes:
        return Pixels(pixels.array.copy(), pixels.mode)
    return pixels


def _cost(steps: Steps, outline: Outline) -> int:
    most = last = outline.nbytes
    for step in steps:
        outline, cost = step.outline(outline), step.cost(outline)
        most, last = max(most, last + cost), cost
    return most


def _held(budget: Budget | None, size: int) -> AbstractContextManager[None]:
    return nullcontext() if budget is None else budget.hold(size)


def _check_pixels(outline: Outline) -> None:
    check_pixels(outline.width, outline.height)
