"""NIfTI volumes as pictures: one for each slice across the third axis."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.limits import check_frames, check_pixels
from pandas_ext.codec.nifti_file import ACROSS, Volume, begins_nifti, open_nifti, read_voxels
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.pixels import Pixels, dtype_of


class _Nifti(Codec):
    """Pixel (row j, column i) of frame k is voxel (i, j, k), as the bytes lie in the file.

    Frames of a series of volumes follow each other: all slices of the first, then of the next.
    From ``ACROSS``, slices across the first axis are numbered, and then those across the second.
    Slope and intercept are applied; see ``Volume.mode`` for what pictures become of it.
    """

    def matches(self, head: bytes | memoryview) -> bool:
        return begins_nifti(head)

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        volume = open_nifti(source)
        check_frames(volume.frames, source.size())
        width, height = volume.shape[:2]
        return Header("NIFTI", volume.mode, width, height, volume.frames, annotated=False)

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        return self.read_frame(Encoded(data), frame)

    def read_frame(self, source: Source, frame: int) -> Pixels:
        volume = open_nifti(source)
        if frame >= ACROSS:
            return _across(source, volume, frame - ACROSS)
        if frame >= volume.frames:
            raise MediaError(f"there is no frame {frame} of {volume.frames}")
        width, height = volume.shape[:2]
        check_pixels(width, height)
        stored = read_voxels(source, volume, frame * width * height, width * height)
        return _pixels(volume, stored.reshape(height, width))


def _across(source: Source, volume: Volume, number: int) -> Pixels:
    """Return a slice across the first or the second axis."""
    series = volume.frames // volume.shape[2]
    for axis in (0, 1):
        count = volume.shape[axis] * series
        if number < count:
            break
        number -= count
    else:
        raise MediaError(f"there is no such slice of {volume.shape}")
    turn, place = divmod(number, volume.shape[axis])
    size = math.prod(volume.shape[:3])
    stored = read_voxels(source, volume, turn * size, size).reshape(volume.shape[2::-1])
    check_pixels(volume.shape[1 - axis], volume.shape[2])
    return _pixels(volume, stored[:, :, place] if axis == 0 else stored[:, place])


def _pixels(volume: Volume, stored: NDArray[Any]) -> Pixels:
    mode = volume.mode
    if volume.dtype.names:
        array = np.ascontiguousarray(stored).view("u1")
        return Pixels(array.reshape(*stored.shape, -1), mode)
    return Pixels(np.ascontiguousarray(volume.values(stored, dtype_of(mode))), mode)


NIFTI: Final = _Nifti()
