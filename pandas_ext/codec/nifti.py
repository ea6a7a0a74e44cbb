"""NIfTI volumes as pictures: one for each slice across the third axis."""

from __future__ import annotations

from typing import Final

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.limits import check_frames, check_pixels
from pandas_ext.codec.nifti_file import begins_nifti, open_nifti, read_voxels
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.pixels import Pixels, dtype_of, shape_of


class _Nifti(Codec):
    """Pixel (row j, column i) of frame k is voxel (i, j, k), as the bytes lie in the file.

    Frames of a series of volumes follow each other: all slices of the first, then of the next.
    Slope and intercept are applied; see ``Volume.mode`` for what pictures become of it.
    """

    def matches(self, head: bytes | memoryview) -> bool:
        return begins_nifti(head)

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        volume = open_nifti(source)
        check_frames(volume.frames, source.size())
        width, height = volume.shape[:2]
        return Header("NIFTI", volume.mode, width, height, volume.frames)

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        return self.read_frame(Encoded(data), frame)

    def read_frame(self, source: Source, frame: int) -> Pixels:
        volume = open_nifti(source)
        if frame >= volume.frames:
            raise MediaError(f"there is no frame {frame} of {volume.frames}")
        width, height = volume.shape[:2]
        check_pixels(width, height)
        stored = read_voxels(source, volume, frame * width * height, width * height)
        mode = volume.mode
        if volume.dtype.names:
            return Pixels(stored.view("u1").reshape(shape_of(mode, width, height)), mode)
        return Pixels(volume.values(stored, dtype_of(mode)).reshape(height, width), mode)


NIFTI: Final = _Nifti()
