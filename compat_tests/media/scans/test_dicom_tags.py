"""``.img.dicom``: tags of DICOM files."""

import warnings

import numpy as np
import pandas as pd
import pydicom
import pytest

from compat_tests.media.scans.files import DICOM, dicom
from pandas_ext import MediaError

LEVELS = np.zeros((2, 3), "u1")
WINDOWS = {"WindowCenter": [1, 2], "WindowWidth": [3, 4]}
FILES = [
    dicom(LEVELS, PatientID="7", PatientName="Doe^Jane", StudyDate="20040119", Modality="CT",
          SliceThickness="2.5", InstanceNumber="3", PixelSpacing=[0.5, 0.25], **WINDOWS),
    None,
    dicom(LEVELS, PatientID="8", WindowCenter=9, PatientWeight=None),
    str(DICOM["CT_small.dcm"]),
]  # fmt: skip
SCANS = pd.Series(FILES, index=list("abcd"), dtype="image")


def test_tags_as_columns():
    names = ["PatientID", "PatientName", "StudyDate", "SliceThickness", "InstanceNumber", "Rows"]
    expected = pd.DataFrame({
        "PatientID": pd.array(["7", None, "8", "1CT1"], dtype="str"),
        "PatientName": pd.array(["Doe^Jane", None, None, "CompressedSamples^CT1"], dtype="str"),
        "StudyDate": pd.array(["20040119", None, None, "20040119"], dtype="str"),
        "SliceThickness": pd.array([2.5, None, None, 5.0], dtype="Float64"),
        "InstanceNumber": pd.array([3, None, None, 1], dtype="Int64"),
        "Rows": pd.array([2, None, 2, 128], dtype="Int64"),
    }, index=list("abcd"))  # fmt: skip
    pd.testing.assert_frame_equal(SCANS.img.dicom.tags(names), expected)


def test_tags_of_several_values():
    tags = SCANS.img.dicom.tags(["PixelSpacing", "WindowCenter", "TransferSyntaxUID"])
    assert tags["PixelSpacing"].tolist() == [[0.5, 0.25], None, None, [0.661468, 0.661468]]
    assert tags["WindowCenter"].tolist() == [[1.0, 2.0], None, 9.0, None]
    assert tags["TransferSyntaxUID"].tolist()[0] == "1.2.840.10008.1.2.1"


def plain(value):
    if isinstance(value, list):
        return all(plain(one) for one in value)
    if isinstance(value, dict):
        return all(plain(one) for one in value.values())
    return value is None or type(value) in (int, float, str, bytes)


@pytest.mark.parametrize("name", DICOM)
def test_headers_of_all_files(name):
    scans = pd.Series([str(DICOM[name])], dtype="image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bare = name.endswith("NoMeta.dcm") or name == "rtstruct.dcm"  # elements alone
            wanted = pydicom.dcmread(DICOM[name], stop_before_pixels=True, force=bare)
    except pydicom.errors.InvalidDicomError:
        with pytest.raises(MediaError, match=r"row 0: .*not a DICOM file"):
            scans.img.dicom.header()
        return
    header = scans.img.dicom.header()[0]
    assert plain(header)
    public = {tag for tag in [*wanted.keys(), *wanted.file_meta.keys()] if not tag.is_private}
    assert len(header) == len(public)
    assert "PixelData" not in header
    if "StudyInstanceUID" in wanted:
        assert header["StudyInstanceUID"] == wanted.StudyInstanceUID


def test_sequences_are_dicts():
    header = pd.Series([str(DICOM["rtplan.dcm"])], dtype="image").img.dicom.header()[0]
    beams = header["BeamSequence"]
    assert beams[0]["BeamName"] == "Field 1"
    assert beams[0]["ControlPointSequence"][0]["NominalBeamEnergy"] == 6.0


def test_values_that_their_kind_does_not_allow_are_text():
    scans = pd.Series([str(DICOM["badVR.dcm"])], dtype="image")
    assert scans.img.dicom.header()[0]["NumberOfFrames"] == "1A"
    assert scans.img.dicom.tags(["NumberOfFrames"])["NumberOfFrames"].tolist() == ["1A"]


def test_pixels_are_not_read():
    data = DICOM["CT_small.dcm"].read_bytes()
    cut = data[: data.index(b"\xe0\x7f\x10\x00")]
    scans = pd.Series([cut], dtype="image")
    assert scans.img.dicom.tags(["Modality"])["Modality"].tolist() == ["CT"]


def test_what_is_no_dicom_file():
    pictures = pd.Series([b"GIF89a", FILES[0], LEVELS], dtype="image")
    with pytest.raises(MediaError, match="row 0: not a DICOM file"):
        pictures.img.dicom.header()
    tags = pictures.img.dicom.tags(["Modality"], on_error="report")
    assert tags["Modality"].tolist()[1] == "CT"
    assert tags["error"].notna().tolist() == [True, False, True]
    with pytest.raises(ValueError, match="DICOM has no tag 'Patient'"):
        pictures.img.dicom.tags(["Patient"])
    with pytest.raises(TypeError, match="list of keywords"):
        pictures.img.dicom.tags("Modality")
