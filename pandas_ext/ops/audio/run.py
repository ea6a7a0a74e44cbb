"""Runs a chain of steps on a recording: only the part that counts is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.ops.audio.base import SoundOperation
from pandas_ext.ops.audio.segment import Segment
from pandas_ext.ops.audio.track import Track
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.audio import Audio
from pandas_ext.value.samples import Samples

_SILENCE: Final = 2**18
"""Samples of silence that are made at a time."""


def run_audio(audio: Audio, budget: Budget | None = None) -> Samples:
    """Return the sound of a recording after all its steps.

    Parameters
    ----------
    audio : Audio
        Stays as it is.
    budget : Budget, optional
        Where to take the bytes of the samples from.

    Raises
    ------
    MediaError
        If it cannot be read or is damaged; the error names the file.
    LimitError
        If its samples need more than ``options.max_bytes``.
    """
    if isinstance(audio.source, Samples):
        samples, steps = audio.source, audio.steps
        for step in steps:
            samples = step.apply(samples)
        return samples
    try:
        start, stop, rest = _part(audio)
        header = audio.header
        known = header.frames if stop is None else stop
        size = 4 * header.channels * max((known or 0) - start, 0)
        _check(size)
        with nullcontext() if budget is None else budget.hold(2 * size):
            samples = Samples(_decoded(audio, start, stop), header.sample_rate)
            for step in rest:
                samples = step.apply(samples)
            return samples
    except MediaError as error:
        raise error.in_file(audio.source.name) from error.__cause__


def iterate_audio(audio: Audio) -> Iterator[NDArray[np.float32]]:
    """Give the sound of a recording after all its steps, piece by piece.

    Parts of files are not held as a whole.

    Raises
    ------
    MediaError
        See :func:`run_audio`.
    """
    if not isinstance(audio.source, Samples):
        try:
            start, stop, rest = _part(audio)
            if not rest:
                yield from _blocks(audio, start, stop)
                return
        except MediaError as error:
            raise error.in_file(audio.source.name) from error.__cause__
    yield run_audio(audio).array


def _part(audio: Audio) -> tuple[int, int | None, tuple[SoundOperation, ...]]:
    """Return the range of samples that counts, and the steps that remain.

    A range that begins before 0 begins with silence.
    """
    start, stop = 0, None
    rate = audio.header.sample_rate
    for k, step in enumerate(audio.steps):
        if not isinstance(step, Segment):
            return start, stop, audio.steps[k:]
        first, last = step.places(rate)
        if isinstance(step, Track):
            start = -round(audio.header.delay * rate)
        ends = [end for end in (stop, None if last is None else start + last) if end is not None]
        start, stop = start + first, min(ends) if ends else None
        if stop is not None:
            start = min(start, stop)
    return start, stop, ()


def _decoded(audio: Audio, start: int, stop: int | None) -> NDArray[np.float32]:
    blocks = []
    size = 0
    for block in _blocks(audio, start, stop):
        size += block.nbytes
        _check(size)
        blocks.append(block)
    if not blocks:
        return np.empty((0, audio.header.channels), np.float32)
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def _blocks(audio: Audio, start: int, stop: int | None) -> Iterator[NDArray[np.float32]]:
    silence = (0 if stop is None else min(stop, 0)) - start
    while silence > 0:
        count = min(silence, _SILENCE)
        yield np.zeros((count, audio.header.channels), np.float32)
        silence -= count
    if stop is None or stop > 0:
        yield from audio.codec.blocks(audio.source, max(start, 0), stop)


def _check(size: int) -> None:
    if size > options.max_bytes:
        raise LimitError(
            f"samples of {size:,} bytes are more than options.max_bytes, {options.max_bytes:,}"
        )
