"""DICOM files without the preamble that PS3.10 asks for; the oracle is pydicom with ``force``."""

import io
import struct
import zlib

import numpy as np
import pandas as pd
import pydicom
import pytest
from pydicom.filewriter import write_dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

import pandas_ext
from compat_tests.media.scans.files import DICOM, dicom, nifti
from pandas_ext import MediaError

LEVELS = np.arange(24, dtype="u2").reshape(2, 3, 4)
CT = DICOM["CT_small.dcm"].read_bytes()


def elements(syntax):
    """The elements of a file alone, in a transfer syntax."""
    dataset = pydicom.dcmread(io.BytesIO(dicom(LEVELS, RescaleSlope=2, RescaleIntercept=-1)))
    dataset.SpecificCharacterSet = "ISO_IR 100"
    stream = pydicom.filebase.DicomBytesIO()
    stream.is_little_endian = syntax != ExplicitVRBigEndian
    stream.is_implicit_VR = syntax == ImplicitVRLittleEndian
    write_dataset(stream, dataset)
    return stream.getvalue()


@pytest.mark.parametrize(
    "syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian]
)
def test_elements_alone(tmp_path, syntax):
    path = tmp_path / "scan"
    path.write_bytes(elements(syntax))
    frame = pandas_ext.read_dicom(path, ["Rows", "SOPClassUID", "TransferSyntaxUID"])
    told = pydicom.dcmread(path, force=True)
    told.file_meta.TransferSyntaxUID = syntax
    expected = told.pixel_array.astype("f4") * 2 - 1
    slices = frame["image"].img.explode()["image"]
    assert [cell.to_numpy().tolist() for cell in slices] == expected.tolist()
    assert frame["Rows"].tolist() == [3]
    assert frame["TransferSyntaxUID"].isna().all()
    assert frame["image"][0].header.format == "DICOM"


def test_after_the_preamble(tmp_path):
    bare = pd.Series([CT[132:], CT], dtype="image")
    assert np.array_equal(bare[0].to_numpy(), bare[1].to_numpy())
    headers = bare.img.dicom.header()
    assert headers[0] == headers[1]
    assert bare.img.window()[0].to_numpy().tolist() == bare.img.window()[1].to_numpy().tolist()


@pytest.mark.parametrize("preamble", [b"", b"\0" * 128 + b"DICM"])
def test_deflated(preamble):
    syntax = DeflatedExplicitVRLittleEndian.encode() + b"\0" * (
        len(DeflatedExplicitVRLittleEndian) % 2
    )
    meta = struct.pack("<HH2sHI", 2, 1, b"OB", 0, 2) + b"\0\1"
    for element, value in ((2, b"1.2.840.10008.5.1.4.1.1.7\0"), (3, b"1.2.3\0"), (16, syntax)):
        meta += struct.pack("<HH2sH", 2, element, b"UI", len(value)) + value
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = deflate.compress(elements(ExplicitVRLittleEndian)) + deflate.flush()
    image = pd.Series([preamble + meta + body], dtype="image")[0]  # no group length
    assert image.header.frames == 2
    assert np.array_equal(image.frame(1).to_numpy(), LEVELS[1] * 2.0 - 1)
    bomb = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    zeros = bomb.compress(b"\0" * 20_000_000) + bomb.flush()
    with (
        pandas_ext.option_context(max_bytes=1_000_000),
        pytest.raises(MediaError, match="max_bytes"),
    ):
        pd.Series([preamble + meta + zeros], dtype="image").img.check()


def test_compressed_pixels_of_a_file_that_does_not_tell():
    file = pydicom.dcmread(DICOM["MR_small_RLE.dcm"])
    stream = pydicom.filebase.DicomBytesIO()
    stream.is_little_endian, stream.is_implicit_VR = True, False
    write_dataset(stream, file)
    column = pd.Series([stream.getvalue()], dtype="image")
    assert column.img.width.tolist() == [64]
    with pytest.raises(MediaError, match="does not tell how its pixels are compressed"):
        column.img.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"\x08\0" * 3000,
        b"\x08\0\x05\0CS\x0a\0ISO_IR 100 and then a text",
        b"\x02\0\0\0UL\x04\0" + bytes(range(200)),
        bytes(np.random.default_rng(0).integers(0, 256, 5000, "u1")),
        b"\x08\0" + bytes(np.random.default_rng(1).integers(0, 256, 5000, "u1")),
        nifti(np.zeros((2, 2, 2), "u1")),
        b"an ordinary text, which somebody called scan.dcm",
        CT[1:],
        b"",
    ],
)
def test_what_is_none(tmp_path, data):
    path = tmp_path / "a.dcm"
    path.write_bytes(data)
    with pytest.raises(MediaError, match=r"row 0: .*a\.dcm: (not a DICOM file|.*empty)"):
        pandas_ext.read_dicom(path, ["Modality"])
