"""How frames are decoded: of most formats out of the whole file, of scans out of a part of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.dicom import DICOM
from pandas_ext.codec.nifti import NIFTI
from pandas_ext.codec.runs import ANIMATED, frame_in_run
from pandas_ext.codec.table import codec_of
from pandas_ext.sharing import Shared
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.inflate import GZIP_MARK, inflated
from pandas_ext.value.pixels import Pixels

Decode = Callable[[int, tuple[int, int] | None], Pixels]
"""Gives the pixels of a frame; see ``Codec.decode``."""

_BY_PARTS: Final[dict[str, Codec]] = {"DICOM": DICOM, "NIFTI": NIFTI}


def reads_parts(header: Header) -> bool:
    """Tell whether a frame takes no more than a part of the file."""
    return header.format in _BY_PARTS


def decoder_of(
    header: Header, source: Source, data: bytes | memoryview | None, shared: Shared | None
) -> Decode:
    """Return what decodes frames of a file.

    Parameters
    ----------
    header : Header
        What the file says.
    source : Source
        The file.
    data : bytes, optional
        All of it, where somebody has it.
    shared : Shared, optional
        Where further frames of the file are wanted: what is inflated, or came from elsewhere, is
        kept there for them.
    """
    codec = _BY_PARTS.get(header.format)
    if codec is None or data is not None:
        if shared is not None and header.format in ANIMATED:
            return partial(frame_in_run, header, source, data, shared)
        data = source.read() if data is None else data
        return partial(codec_of(data).decode, data)

    def decode(frame: int, least: tuple[int, int] | None) -> Pixels:
        return codec.read_frame(_readable(source, shared), frame)

    return decode


def _readable(source: Source, shared: Shared | None) -> Source:
    """Return a source of which parts can be read: as it is, or all of it in memory."""
    if shared is None or (source.is_near and source.read_range(0, 2) != GZIP_MARK):
        return source

    def whole() -> NDArray[Any]:
        data = source.read()
        return np.frombuffer(inflated(data) if data[:2] == GZIP_MARK else data, np.uint8)

    return Encoded(shared.get((id(source), "whole"), source, whole).data, source.name)
