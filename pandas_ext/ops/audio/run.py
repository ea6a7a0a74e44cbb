"""Runs a chain of steps on a recording: only the part that counts is decoded."""

from __future__ import annotations

from contextlib import nullcontext

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import LimitError, MediaError
from pandas_ext.ops.audio.base import SoundOperation
from pandas_ext.ops.audio.segment import Segment
from pandas_ext.parallel import Budget
from pandas_ext.settings import options
from pandas_ext.value.audio import Audio
from pandas_ext.value.samples import Samples


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


def _part(audio: Audio) -> tuple[int, int | None, tuple[SoundOperation, ...]]:
    """Return the range of samples that counts, and the steps that remain."""
    start, stop = 0, None
    rate = audio.header.sample_rate
    for k, step in enumerate(audio.steps):
        if not isinstance(step, Segment):
            return start, stop, audio.steps[k:]
        first, last = step.places(rate)
        ends = [end for end in (stop, None if last is None else start + last) if end is not None]
        start, stop = start + first, min(ends) if ends else None
        if stop is not None:
            start = min(start, stop)
    return start, stop, ()


def _decoded(audio: Audio, start: int, stop: int | None) -> NDArray[np.float32]:
    blocks = []
    size = 0
    for block in audio.codec.blocks(audio.source, start, stop):
        size += block.nbytes
        _check(size)
        blocks.append(block)
    if not blocks:
        return np.empty((0, audio.header.channels), np.float32)
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def _check(size: int) -> None:
    if size > options.max_bytes:
        raise LimitError(
            f"samples of {size:,} bytes are more than options.max_bytes, {options.max_bytes:,}"
        )
