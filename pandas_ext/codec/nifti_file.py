"""NIfTI files: headers, and where which voxels lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.quiet import quiet
from pandas_ext.errors import LimitError, MediaError, MissingLibraryError
from pandas_ext.settings import options
from pandas_ext.source.base import Source
from pandas_ext.source.inflate import GZIP_MARK, inflated

_SINGLE: Final = b"n+1\0"
_DOUBLE: Final = b"n+2\0\r\n\x1a\n"
_PAIRS: Final = (b"ni1\0", b"ni2\0")
_HEAD: Final = 4096
_SIZES: Final = {1: 348, 2: 540}
ACROSS: Final = 2**40
"""Number of the first slice across another axis than the third: no file has as many frames."""

_MOST: Final = 1032  # bytes that a deflated one can become
_COLOURS: Final = {("R", "G", "B"): "RGB", ("R", "G", "B", "A"): "RGBA"}


@dataclass(frozen=True)
class Volume:
    """What a header says.

    Attributes
    ----------
    header : nibabel.Nifti1Header
        As nibabel has it.
    shape : tuple of int
        Voxels along each axis, at least three.
    dtype : dtype
        Of stored voxels, in the order of the file.
    offset : int
        Byte at which they begin, of the file when it is inflated.
    slope, intercept : float
        Voxels are ``slope * stored + intercept``.
    packed : bool
        Whether the file is compressed as a whole.
    """

    header: Any
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    offset: int
    slope: float
    intercept: float
    packed: bool

    @property
    def frames(self) -> int:
        """Slices across the third axis, of all volumes of a series."""
        return math.prod(self.shape[2:])

    @property
    def nbytes(self) -> int:
        """Bytes of all voxels as they are stored."""
        return math.prod(self.shape) * self.dtype.itemsize

    @property
    def mode(self) -> str:
        """What slices are as pictures."""
        if self.dtype.names:
            return _COLOURS[self.dtype.names]
        if (self.slope, self.intercept) == (1.0, 0.0):
            return {"u1": "L", "u2": "I;16"}.get(self.dtype.str[1:], "F")
        return "F"

    def number(self, axis: int, place: int, series: int) -> int:
        """Return the number of a slice across the first or second axis."""
        before = ACROSS
        if axis == 1:
            before += self.shape[0] * (self.frames // self.shape[2])
        return before + series * self.shape[axis] + place

    def values(self, stored: NDArray[Any], dtype: Any) -> NDArray[Any]:
        """Return stored voxels as what they mean."""
        with np.errstate(all="ignore"):
            if (self.slope, self.intercept) == (1.0, 0.0):
                return stored.astype(dtype, copy=False)
            return (stored.astype(np.float64) * self.slope + self.intercept).astype(dtype)


def begins_nifti(head: bytes | memoryview) -> bool:
    """Tell whether a file that begins so is NIfTI, inflated or not."""
    if head[:2] == GZIP_MARK:
        try:
            head = inflated(head, most=_SIZES[1])
        except MediaError:
            return False
    return head[344:348] in (_SINGLE, *_PAIRS) or head[4:12] in (_DOUBLE, b"ni2\0\r\n\x1a\n")


def open_nifti(source: Source) -> Volume:
    """Read a header.

    Raises
    ------
    MediaError
        If it is damaged, or of voxels that no picture has.
    """
    try:
        from nibabel.nifti1 import Nifti1Header
        from nibabel.nifti2 import Nifti2Header
        from nibabel.spatialimages import HeaderDataError
        from nibabel.wrapstruct import WrapStructError
    except ImportError as error:
        raise MissingLibraryError("nibabel", "reading NIfTI files", "scans") from error
    head = bytes(source.read_range(0, _HEAD))
    packed = head[:2] == GZIP_MARK
    if packed:
        head = inflated(head, most=_SIZES[2])
    version = 2 if head[4:8] in (b"n+2\0", b"ni2\0") else 1
    if head[344:348] in _PAIRS or head[4:8] in _PAIRS:
        raise MediaError("its voxels are in another file (.img): open that, or .hdr, by its path")
    if len(head) < _SIZES[version]:
        raise MediaError("truncated: it ends within its header")
    made = Nifti1Header if version == 1 else Nifti2Header
    try:
        with quiet(), np.errstate(all="ignore"):
            header = made(head[: _SIZES[version]], check=False)
            shape = tuple(int(length) for length in header.get_data_shape())
            dtype = header.get_data_dtype()
            slope, intercept = header.get_slope_inter()
            offset = int(header.get_data_offset())
    except (
        HeaderDataError, WrapStructError, ValueError, TypeError, LookupError, ArithmeticError,
    ) as error:  # fmt: skip
        raise MediaError(f"damaged: {str(error)[:120] or 'its header cannot be read'}") from error
    return _checked(header, shape, dtype, offset, (slope, intercept), packed, source)


def _checked(
    header: Any,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    offset: int,
    scale: tuple[float | None, float | None],
    packed: bool,
    source: Source,
) -> Volume:
    if not shape or min(shape) < 1 or len(shape) > 7:
        raise MediaError(f"damaged: no volume has the shape {shape}")
    if dtype.names not in _COLOURS and (dtype.kind not in "iuf" or dtype.itemsize > 8):
        raise MediaError(f"voxels of type {str(dtype)[:40]} are not supported")
    if not _SIZES[1] <= offset < 2**40:
        raise MediaError(f"damaged: its voxels begin at byte {offset:,}")
    slope, intercept = (1.0, 0.0) if scale[0] is None else (scale[0], scale[1] or 0.0)
    if dtype.names:
        slope, intercept = 1.0, 0.0
    shape = shape + (1,) * (3 - len(shape))
    volume = Volume(header, shape, dtype, offset, float(slope), float(intercept), packed)
    if offset + volume.nbytes > source.size() * (_MOST if packed else 1):
        size = "x".join(map(str, shape))
        raise MediaError(f"truncated: {source.size():,} bytes are not {size} voxels of {dtype}")
    return volume


def read_voxels(source: Source, volume: Volume, start: int, count: int) -> NDArray[Any]:
    """Return stored voxels as one axis, in the order of the file: the first axis runs fastest.

    Raises
    ------
    MediaError
        If the file ends before, or that is more than is allowed.
    """
    first = volume.offset + start * volume.dtype.itemsize
    size = count * volume.dtype.itemsize
    if size > options.max_bytes:
        raise LimitError(
            f"{size:,} bytes of voxels are more than options.max_bytes, {options.max_bytes:,}"
        )
    if volume.packed:
        data: Any = memoryview(inflated(source.read(), most=first + size))[first:]
    else:
        data = source.read_range(first, first + size)
    if len(data) < size:
        raise MediaError("truncated: it ends before all of its voxels")
    return np.frombuffer(data, volume.dtype, count)


def read_volume(source: Source, volume: Volume, dtype: Any) -> NDArray[Any]:
    """Return all voxels, of shape (x, y, z) or, of a series, (x, y, z, t, ...).

    Raises
    ------
    MediaError
        If the file ends before, is more than is allowed, or of colours.
    """
    if volume.dtype.names:
        raise MediaError(f"voxels of type {volume.mode} are colours, not numbers")
    stored = read_voxels(source, volume, 0, math.prod(volume.shape))
    return volume.values(stored, dtype).reshape(volume.shape, order="F")
