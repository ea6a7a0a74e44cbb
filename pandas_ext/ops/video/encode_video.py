"""``pandas_ext.encode_video``: pictures and arrays as a clip."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.ops.video.sound import encoded_sound
from pandas_ext.ops.video.write import check_target, encoded, steady
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.open import source_of
from pandas_ext.value.audio import Audio
from pandas_ext.value.image import Image
from pandas_ext.value.video import Video
from pandas_ext.writers.target import Target


def encode_video(
    frames: Any,
    fps: float = 25,
    *,
    codec: str = "h264",
    crf: int | None = None,
    audio: Audio | None = None,
    path: str | os.PathLike[str] | None = None,
    format: str | None = None,  # noqa: A002 - the word of the field
) -> Video:
    """Make a clip of pictures.

    Parameters
    ----------
    frames : Series of image, or array_like of uint8, shape (frames, height, width, 3)
        All of one size. Pictures are converted to RGB. A row or column is left out where the codec
        wants even sizes.
    fps : float
        Frames a second.
    codec : {"h264", "mpeg4", "vp9", "mjpeg", "ffv1"}
        ffv1 is without loss.
    crf : int, optional
        Constant rate factor of H.264 and VP9: lower is better and larger.
    audio : Audio, optional
        The sound, which begins with the first picture.
    path : str or PathLike, optional
        Where to write the file; it is held in memory without.
    format : {"mp4", "mkv", "webm", "mov", "avi", "ts"}, optional
        The container; by default what the path ends in, or mkv for ffv1, or mp4.

    Returns
    -------
    Video
        So that ``frame.groupby("clip")["image"].agg(pandas_ext.encode_video)`` gives clips.

    Raises
    ------
    ValueError
        If there are no frames, sizes differ, or there is no such codec or container.
    MediaError
        If a picture or the sound cannot be read, or the file not be written.

    Examples
    --------
    >>> import numpy as np, pandas_ext
    >>> pandas_ext.encode_video(np.zeros((50, 32, 48, 3), "uint8"), fps=25).duration
    Fraction(2, 1)
    """
    ending = "" if path is None else os.path.splitext(os.fspath(path))[1].lower().lstrip(".")
    suffix = format or ending or ("mkv" if codec == "ffv1" else "mp4")
    check_target(codec, suffix)
    if not fps > 0:
        raise ValueError(f"fps is a number of frames a second above 0, not {fps!r}")
    rate = Fraction(fps).limit_denominator(65_535)
    sound = (
        None
        if audio is None
        else partial(encoded_sound, audio, suffix=suffix, exact=codec == "ffv1")
    )
    data = encoded(steady(_arrays(frames), rate), rate, codec, suffix, crf, sound)
    if path is None:
        return Video(Encoded(data))
    folder, name = os.path.split(os.fspath(path))
    Target(folder or ".").write(name, data)
    return Video(source_of(path))


def _arrays(frames: Iterable[Any]) -> Iterator[NDArray[Any]]:
    from pandas_ext.ops.image.convert import Convert

    for k, frame in enumerate(frames):
        if isinstance(frame, Image):
            try:
                yield frame.then(Convert("RGB")).to_numpy()
            except MediaError as error:
                raise error.at_row(k) from error.__cause__
            continue
        array = np.asarray(frame)
        if array.dtype != np.uint8 or array.ndim != 3 or array.shape[2] != 3:
            raise ValueError(
                f"a frame is of uint8 and shape (height, width, 3), not {array.dtype} and "
                f"{array.shape}"
            )
        yield array
