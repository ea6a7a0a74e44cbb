"""DICOM images (DICOM PS3.3 section C.7.6.3, PS3.5), single and of several frames."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.codec.base import Codec, Header
from pandas_ext.codec.dicom_begin import begins_dicom
from pandas_ext.codec.dicom_file import Opened, open_dicom, reading
from pandas_ext.codec.dicom_levels import of_frame, shown_levels
from pandas_ext.codec.jpeg import JPEG
from pandas_ext.codec.limits import check_frames, check_pixels
from pandas_ext.codec.pillow import opened
from pandas_ext.errors import MediaError
from pandas_ext.source.base import Source
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.pixels import Pixels

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_TAGS: Final = (
    "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames",
    "Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation",
    "RescaleSlope", "RescaleIntercept", "RescaleType", "ModalityLUTSequence",
    "WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence",
    "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence",
    "RedPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableDescriptor",
    "BluePaletteColorLookupTableDescriptor", "RedPaletteColorLookupTableData",
    "GreenPaletteColorLookupTableData", "BluePaletteColorLookupTableData",
    "SegmentedRedPaletteColorLookupTableData", "SegmentedGreenPaletteColorLookupTableData",
    "SegmentedBluePaletteColorLookupTableData",
    "ExtendedOffsetTable", "ExtendedOffsetTableLengths",
)  # fmt: skip
_COLOURS: Final = ("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")
_GREYS: Final = ("MONOCHROME1", "MONOCHROME2")
_JPEG2000: Final = (b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  ")
_PALETTE: Final = "PALETTE COLOR"


class _Dicom(Codec):
    """Pixels are the values that the file means.

    Rescale slope and intercept, or the lookup table in their place, are applied. Grey levels of
    unsigned integers without these are of mode ``L`` (8 bits) or ``I;16``, all others ``F``.
    Levels of ``MONOCHROME1``, where the least is white, stay as they are: ``Window`` inverts
    them. Palettes and luma become RGB; deeper colours lose their lower bits.
    """

    def matches(self, head: bytes | memoryview) -> bool:
        return begins_dicom(head)

    def header(self, head: bytes | memoryview, source: Source) -> Header:
        with reading():
            header = _header(open_dicom(source, _TAGS))
            check_frames(header.frames, source.size())
            return header

    def decode(self, data: bytes | memoryview, frame: int, least: tuple[int, int] | None) -> Pixels:
        return self.read_frame(Encoded(data), frame)

    def read_frame(self, source: Source, frame: int) -> Pixels:
        with reading():
            file = open_dicom(source, _TAGS)
            header = _header(file)
            if frame >= header.frames:
                raise MediaError(f"there is no frame {frame} of {header.frames}")
            check_pixels(header.width, header.height)
            array = _levels(_decoded(file, frame, header), file.dataset, frame, header.mode)
            if array.shape[:2] != (header.height, header.width):
                raise MediaError(f"the pixels of {header.width}x{header.height} are {array.shape}")
            return Pixels(array, header.mode)


def _header(file: Opened) -> Header:
    dataset = file.dataset
    if not file.pixels:
        raise MediaError("it holds no pixels")
    width, height = int(dataset.Columns), int(dataset.Rows)
    frames = int(dataset.get("NumberOfFrames") or 1)
    if min(width, height, frames) < 1:
        raise MediaError(f"no picture has {frames} frames of {width}x{height}")
    levels = shown_levels(dataset, frames)
    return Header(
        "DICOM",
        _mode(file),
        width,
        height,
        frames,
        levels=levels[0],
        frame_levels=levels if len(levels) > 1 else (),
        annotated=False,
    )


def _mode(file: Opened) -> str:
    dataset = file.dataset
    kind, samples = dataset.PhotometricInterpretation, int(dataset.SamplesPerPixel)
    if (samples == 3 and kind in _COLOURS) or (samples == 1 and kind == _PALETTE):
        return "RGB"
    if samples != 1 or kind not in _GREYS:
        raise MediaError(f"pictures of {samples} samples and kind {kind} are not supported")
    bits = int(dataset.BitsAllocated)
    signed = bool(dataset.get("PixelRepresentation", 0))
    if file.pixels != "PixelData" or signed or bits > 16 or _is_rescaled(dataset):
        return "F"
    return "L" if bits <= 8 else "I;16"


def _is_rescaled(dataset: Dataset) -> bool:
    if dataset.get("ModalityLUTSequence"):
        return True
    if _groups(dataset, "PixelValueTransformationSequence"):
        return True
    return _rescale(dataset) != (1.0, 0.0)


def _rescale(dataset: Dataset) -> tuple[float, float]:
    slope, intercept = dataset.get("RescaleSlope"), dataset.get("RescaleIntercept")
    if slope is None or intercept is None:  # each needs the other
        return 1.0, 0.0
    return float(slope), float(intercept)


def _groups(dataset: Dataset, name: str) -> bool:
    """Tell whether any functional group of an enhanced file holds a sequence."""
    return any(
        name in group
        for groups in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
        for group in dataset.get(groups) or ()
    )


def _decoded(file: Opened, frame: int, header: Header) -> NDArray[Any]:
    """Return the samples of one frame as they are stored, colours of luma as RGB."""
    from pydicom.pixels.decoders.base import get_decoder
    from pydicom.pixels.utils import as_pixel_options

    syntax = file.syntax
    if syntax is None:
        raise MediaError("it does not tell how its pixels are compressed")
    try:
        decoder = get_decoder(syntax)
    except NotImplementedError as error:
        raise MediaError(f"the transfer syntax {syntax.name} is not supported") from error
    if not decoder.is_available:
        names = " or ".join(need.partition(" ")[0] for need in decoder.missing_dependencies)
        raise MediaError(f"{syntax.name} needs a library that is not installed: {names}")
    settings = as_pixel_options(
        file.dataset,
        pixel_keyword=file.pixels,
        pixel_vr=file.pixel_vr,
        number_of_frames=header.frames,
    )
    if syntax.is_encapsulated:
        _check_frame(file.stream, frame, header, settings)
    elif not file.dataset.original_encoding[1]:
        settings["be_swap_ow"] = int(file.dataset.BitsAllocated) == 8 and file.pixel_vr == "OW"
    array, _ = decoder.as_array(file.stream, index=frame, **settings)
    return array


def _check_frame(stream: BinaryIO, frame: int, header: Header, settings: dict[str, Any]) -> None:
    """Check that an encoded picture is of the size that the file says: it may be a bomb."""
    from pydicom.encaps import get_frame

    start = stream.tell()
    data = get_frame(
        stream,
        frame,
        number_of_frames=header.frames,
        extended_offsets=settings.get("extended_offsets"),
    )
    stream.seek(start)
    if JPEG.matches(data):
        coded = JPEG.header(data[:4096], Encoded(data))
        width, height = coded.width, coded.height
    elif data.startswith(_JPEG2000):
        with opened(io.BytesIO(data)) as image:
            width, height = image.size
    else:
        return
    if (width, height) != (header.width, header.height):
        raise MediaError(f"a frame of {header.width}x{header.height} holds {width}x{height} pixels")


def _levels(array: NDArray[Any], dataset: Dataset, frame: int, mode: str) -> NDArray[Any]:
    """Return stored samples as pixels of a mode."""
    if mode == "RGB":
        if dataset.PhotometricInterpretation == _PALETTE:
            from pydicom.pixels.processing import apply_color_lut

            array = apply_color_lut(array, dataset)
            depth = 8 * array.dtype.itemsize
        else:
            depth = int(dataset.BitsStored)
        return (array >> max(depth - 8, 0)).astype(np.uint8, copy=False)
    if mode != "F":
        return array.astype(np.uint8 if mode == "L" else np.uint16, copy=False)
    told = of_frame(dataset, "PixelValueTransformationSequence", frame)
    if told is dataset and dataset.get("ModalityLUTSequence"):
        from pydicom.pixels.processing import apply_modality_lut

        return apply_modality_lut(array, dataset).astype(np.float32)
    slope, intercept = _rescale(told)
    if (slope, intercept) == (1.0, 0.0):
        return array.astype(np.float32)
    with np.errstate(all="ignore"):
        return (array.astype(np.float64) * slope + intercept).astype(np.float32)


DICOM: Final = _Dicom()
