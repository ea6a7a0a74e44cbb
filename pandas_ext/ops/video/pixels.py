"""Pixels of decoded frames."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.blocks import Blocks
from pandas_ext.codec.turn import UPRIGHT, Turn
from pandas_ext.errors import LimitError
from pandas_ext.settings import options

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_MATRIX: Final = struct.Struct("=5i")  # the first of nine numbers, in 16.16 fixed point


def upright(
    frame: VideoFrame, size: tuple[int, int] | None, blocks: Blocks | None = None
) -> NDArray[Any]:
    """Return a frame in RGB as it is shown.

    Parameters
    ----------
    frame : VideoFrame
    size : (int, int) or None
        Width and height to scale to; 0 follows from the other one.
    blocks : Blocks, optional
        Where pixels are put.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        By FFmpeg's scaler (libswscale), bilinear and antialiased where it scales. Not to be
        written to.

    Raises
    ------
    LimitError
        If it has more pixels than ``options.max_pixels``.
    """
    check_pixels(frame.width, frame.height)
    turn = _turn(frame)
    width, height = scaled(turn.size(frame.width, frame.height), size)
    check_pixels(width, height)
    width, height = turn.size(width, height)
    array: NDArray[Any] = frame.to_ndarray(format="rgb24", width=width, height=height)
    array = turn.apply(array)
    if blocks is not None:
        room = blocks.take(array.size).reshape(array.shape)
        room[...] = array
        array = room
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


def _turn(frame: VideoFrame) -> Turn:
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return UPRIGHT
    a, b, _, c, d = _MATRIX.unpack_from(bytes(matrix))
    return Turn.of(a, b, c, d)


def scaled(shown: tuple[int, int], size: tuple[int, int] | None) -> tuple[int, int]:
    """Return the width and height of frames that are scaled to a size.

    Examples
    --------
    >>> scaled((640, 360), (0, 180))
    (320, 180)
    """
    if size is None:
        return shown
    width, height = size
    if not width:
        width = max(1, round(height * shown[0] / max(shown[1], 1)))
    elif not height:
        height = max(1, round(width * shown[1] / max(shown[0], 1)))
    return width, height


def check_pixels(width: int, height: int) -> None:
    """Raise LimitError for more pixels than ``options.max_pixels``."""
    if width * height > options.max_pixels:
        raise LimitError(
            f"frames of {width}x{height} pixels are more than options.max_pixels, "
            f"{options.max_pixels:,}"
        )
