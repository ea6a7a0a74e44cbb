"""``.vid``: clips as files, and their sound."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

import numpy as np
import pandas

from pandas_ext.accessors.files import FilesAccessor
from pandas_ext.arrays.audio import AudioArray
from pandas_ext.dtypes.audio import AudioDtype
from pandas_ext.ops.video.decode import iterate_frames
from pandas_ext.ops.video.frames import Frames
from pandas_ext.ops.video.remux import remuxed
from pandas_ext.ops.video.sound import clip_sound, sound_of
from pandas_ext.ops.video.write import STEADY, Moment, check_target, encoded, steady
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.value.video import Video

_BYTES_OF_FRAMES: Final = 100
"""For each pixel: some 20 frames in a decoder, some 40 in an encoder, each of 1.5 bytes."""


class VideoFiles(FilesAccessor):
    """Writes clips, on all cores."""

    def write(
        self,
        folder: str | os.PathLike[str],
        name: Any = None,
        *,
        format: str = "mp4",  # noqa: A002 - the word of the field
        codec: str | None = None,
        fps: float | None = None,
        size: tuple[int, int] | None = None,
        crf: int | None = None,
        audio: bool = True,
        on_error: OnError = "raise",
    ) -> Any:
        """Write each clip to a file of its own, and return the paths.

        Parameters
        ----------
        folder : str or PathLike
            A path, made if it is not there, or a URL that fsspec can write to.
        name : str or Series of str, optional
            A pattern with ``{index}`` and ``{position}``, or a name for each row; by default the
            index. The suffix of the format is added.
        format : {"mp4", "mkv", "webm", "mov", "avi", "ts"}
            The container.
        codec : {"h264", "mpeg4", "vp9", "mjpeg", "ffv1"}, optional
            Without: packets are copied as they are, sound too, in no time and without loss; a part
            of a clip then begins with the keyframe that is shown at or last before its start. With:
            exactly the frames of the clip are encoded anew, at their times.
        fps : float, optional
            Frames a second of what is encoded anew; those of the clip by default.
        size : (int, int), optional
            Width and height to scale to; 0 follows from the other one.
        crf : int, optional
            Constant rate factor of H.264 and VP9: lower is better and larger.
        audio : bool
            Whether the sound is written too. With a codec, that of a whole file is copied where the
            container takes it; that of a part is cut to the sample and encoded anew, as AAC (Opus
            in webm, PCM in avi and, beside ffv1, FLAC in mkv).
        on_error : {"raise", "null", "report"}
            What becomes of a clip that cannot be read or written: an error, a missing path, or that
            and a frame with a column of reasons.

        Returns
        -------
        Series of str

        Raises
        ------
        ValueError
            If two rows have the same name, or one does not stay below the folder; nothing is
            written then.
        MediaError
            Naming row, file and reason.
        """
        check_target(codec, format)
        if codec is None and (fps is not None or size is not None or crf is not None):
            raise ValueError("fps, size and crf need a codec: packets are copied without one")
        frames = Frames(fps=fps, size=size)

        def data(video: Video, budget: Budget) -> bytes | memoryview:
            if codec is None:
                return remuxed(video, format, audio=audio)
            header = video.header
            rate = Fraction(fps or header.fps or 25).limit_denominator(65_535)
            sound = partial(clip_sound, video, suffix=format, exact=codec == "ffv1")
            with budget.hold(header.width * header.height * _BYTES_OF_FRAMES):
                pictures = _pictures(video, frames, rate, steady_rate=format in STEADY)
                return encoded(pictures, rate, codec, format, crf, sound if audio else None)

        return self._written(folder, name, f".{format}", data, on_error)

    def audio(self) -> pandas.Series:
        """Return the sound tracks as recordings; nothing is read for it.

        Returns
        -------
        Series of dtype audio
            Of the same part of the file, from its first picture on: silence comes first where
            sound begins later. A clip without sound is an error where samples are needed.
        """
        cells = [None if cell is None else sound_of(cell) for cell in self._array.cells]
        return self._wrapped(AudioArray(np.fromiter(cells, object, len(cells)), AudioDtype()))


def _pictures(
    video: Video, frames: Frames, rate: Fraction, *, steady_rate: bool
) -> Iterator[Moment]:
    """Give frames at their own times, or at a steady rate; the first begins the clip."""
    if frames.fps is not None or steady_rate:
        chosen = replace(frames, fps=frames.fps or float(rate))
        yield from steady((pixels for _, pixels in iterate_frames(video, chosen)), rate)
        return
    begins = True
    for time, pixels in iterate_frames(video, frames):
        yield Moment(Fraction(0) if begins else time, pixels)
        begins = False
