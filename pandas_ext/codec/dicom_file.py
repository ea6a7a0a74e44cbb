"""DICOM files: what lies before their pixels, and where these begin."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

from pandas_ext.codec.dicom_begin import MARK, PLACE, begins_dicom, end_of_meta
from pandas_ext.codec.quiet import quiet
from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.source.inflate import inflated
from pandas_ext.source.stream import SourceStream

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset
    from pydicom.uid import UID

_DEFLATED: Final = b"1.2.840.10008.1.2.1.99"
_PLAIN: Final = b"1.2.840.10008.1.2.1\0\0\0"
_HEAD: Final = 4096
_ENDLESS: Final = b"\xff\xff\xff\xff"  # the length of pixels in several pieces
_PIXELS: Final = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData",
                  0x7FE00010: "PixelData"}  # fmt: skip
_LONG: Final = ("OB", "OW", "OF", "OD", "UN")  # what pixels may be, with a length of four bytes
_LONGEST: Final = 120  # characters of a reason


class Opened(NamedTuple):
    """A file that has been read up to its pixels.

    Attributes
    ----------
    dataset : pydicom.Dataset
        What lies before the pixels.
    stream : file object
        Stands where the value of the pixels begins, if there are any.
    pixels : str
        The keyword of the pixels, ``""`` if there are none.
    pixel_vr : str
        Their value representation.
    syntax : pydicom.UID or None
        How values are encoded; ``None`` of compressed pixels of a file that does not tell.
    """

    dataset: FileDataset
    stream: BinaryIO
    pixels: str
    pixel_vr: str
    syntax: UID | None


def open_dicom(source: Source, tags: Sequence[str] | None = None) -> Opened:
    """Read a DICOM file up to its pixels.

    Parameters
    ----------
    source : Source
        Begins with a preamble of 128 bytes and ``DICM``, or with elements.
    tags : sequence of str, optional
        Keywords of what is wanted; all by default.

    Raises
    ------
    MediaError
        If it is damaged; a library's own errors leave through ``reading``.
    """
    import pydicom

    stream = cast(BinaryIO, _stream(source))
    dataset = pydicom.dcmread(
        stream,
        force=True,  # what begins otherwise was sorted out
        stop_before_pixels=True,
        specific_tags=None if tags is None else list(tags),
    )
    head = stream.read(12)
    syntax = dataset.file_meta.get("TransferSyntaxUID") or _syntax(dataset, head)
    if len(head) < 12:
        return Opened(dataset, stream, "", "", syntax)
    group, element = struct.unpack_from("<HH" if dataset.original_encoding[1] else ">HH", head)
    vr = head[4:6].decode("latin-1")
    if vr not in _LONG:  # without one, whatever the file says of itself
        vr = "OW"
        stream.seek(-4, io.SEEK_CUR)
    return Opened(dataset, stream, _PIXELS.get(group << 16 | element, ""), vr, syntax)


def _syntax(dataset: FileDataset, pixels: bytes) -> UID | None:
    """Return the transfer syntax of a file that does not tell: the one its elements are read by."""
    from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

    implicit, little = dataset.original_encoding
    if not implicit and pixels.endswith(_ENDLESS):
        return None
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if little else ExplicitVRBigEndian


@contextmanager
def reading() -> Iterator[None]:
    """Turn what pydicom raises for damaged files into ours, and keep its warnings back."""
    try:
        from pydicom.errors import BytesLengthException, InvalidDicomError
    except ImportError as error:
        raise MissingLibraryError("pydicom", "reading DICOM files", "scans") from error
    with quiet():
        try:
            yield
        except MediaError:
            raise
        except (
            InvalidDicomError, BytesLengthException, OSError, ValueError, EOFError, LookupError,
            TypeError, ArithmeticError, AttributeError, RuntimeError, AssertionError, MemoryError,
            struct.error, zlib.error,
        ) as error:  # its parser meets whatever a damaged file holds unprepared  # fmt: skip
            raise MediaError(f"damaged or truncated: {_words(error)}") from error


def _words(error: Exception) -> str:
    said = isinstance(error, (OSError, RuntimeError, AttributeError)) or type(error) is ValueError
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:_LONGEST] if said and lines else "a value in it cannot be read"


def _stream(source: Source) -> SourceStream:
    """Return the file as a stream; a deflated one is inflated, no further than is allowed."""
    head = bytes(source.read_range(0, _HEAD))
    if not begins_dicom(head):
        raise MediaError("not a DICOM file")
    start = PLACE + len(MARK) if head[PLACE : PLACE + len(MARK)] == MARK else 0
    if len(head) <= start + 12:
        raise MediaError("damaged or truncated: it ends within its header")
    end = end_of_meta(head, start)
    if _DEFLATED not in head[start:end]:
        return SourceStream(source)
    if end > len(head):
        raise MediaError("damaged: its header has no end")
    rest = inflated(source.read_range(end, source.size()), -zlib.MAX_WBITS)
    return SourceStream(Encoded(head[:end].replace(_DEFLATED, _PLAIN) + rest))
