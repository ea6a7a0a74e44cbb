"""``read_dicom`` and ``read_nifti``."""

import os
import shutil

import nibabel
import numpy as np
import pytest

import pandas_ext
from compat_tests.media.scans.files import DICOM, NIFTI, dicom, nifti
from pandas_ext import MediaError, TensorDtype

LEVELS = np.arange(6, dtype="u2").reshape(2, 3)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.dcm").write_bytes(dicom(LEVELS, Modality="MR"))
    (tmp_path / "b.IMA").write_bytes(dicom(np.stack([LEVELS] * 3), Modality="CT"))
    (tmp_path / "c.nii").write_bytes(nifti(LEVELS[:, :, None]))
    shutil.copy(NIFTI["example_nifti2.nii.gz"], tmp_path / "d.nii.gz")
    (tmp_path / "notes.txt").write_text("no scan")
    return tmp_path


def names(frame):
    return [os.path.basename(path) for path in frame["path"]]


def test_dicom(folder):
    frame = pandas_ext.read_dicom(folder)
    assert frame.columns.tolist() == ["path", "size", "modified", "image"]
    assert names(frame) == ["b.IMA", "a.dcm"]
    assert frame["image"].img.explode()["frame"].tolist() == [0, 1, 2, 0]
    np.testing.assert_array_equal(frame["image"][1].to_numpy(), LEVELS)
    tagged = pandas_ext.read_dicom(folder, ["Modality", "Rows"])
    assert tagged.columns.tolist() == ["path", "size", "modified", "image", "Modality", "Rows"]
    assert tagged["Modality"].tolist() == ["CT", "MR"]


def test_dicom_files_are_not_opened_before(folder):
    for path in pandas_ext.read_dicom(folder)["path"]:
        os.truncate(path, 0)
    frame = pandas_ext.read_dicom(folder)
    with pytest.raises(MediaError, match=r"row 0: .*b\.IMA: the file is empty"):
        frame["image"].img.width.tolist()


def test_dicom_on_error(folder):
    shutil.copy(DICOM["rtplan.dcm"], folder / "x.dcm")
    report = pandas_ext.read_dicom(f"{folder}/*", ["Modality"], on_error="report")
    assert names(report) == ["b.IMA", "c.nii", "d.nii.gz", "notes.txt", "x.dcm"]
    assert report["image"].isna().tolist() == [False, False, False, True, True]
    assert report["Modality"].tolist()[0] == "CT"
    assert "no pixels" in report["error"][4]
    null = pandas_ext.read_dicom(f"{folder}/*", ["Modality"], on_error="null")
    assert null.columns.tolist() == ["path", "size", "modified", "image", "Modality"]
    with pytest.raises(MediaError, match=r"row 1: .*c\.nii: not a DICOM file"):
        pandas_ext.read_dicom(f"{folder}/*", ["Modality"])


def test_nifti(folder):
    frame = pandas_ext.read_nifti(folder)
    assert frame.columns.tolist() == ["path", "size", "modified", "image"]
    assert names(frame) == ["c.nii", "d.nii.gz"]
    assert frame["image"].img.mode.tolist() == ["I;16", "F"]


def test_nifti_volumes(folder):
    frame = pandas_ext.read_nifti(folder, volumes=True, dtype="float64")
    assert frame.columns.tolist() == ["path", "size", "modified", "volume", "affine"]
    assert frame["affine"].dtype == TensorDtype("float64", (4, 4))
    image = nibabel.load(folder / "d.nii.gz")
    np.testing.assert_array_equal(frame["volume"][1], image.get_fdata())
    np.testing.assert_array_equal(frame["affine"][1], image.affine)


def test_nifti_on_error(folder):
    (folder / "e.nii").write_bytes(nifti(LEVELS)[:-1])
    (folder / "f.nii").write_bytes(b"")
    with pytest.raises(MediaError, match=r"row 2: .*e\.nii: truncated"):
        pandas_ext.read_nifti(folder, volumes=True)
    for volumes in (False, True):
        frame = pandas_ext.read_nifti(folder, volumes=volumes, on_error="report")
        assert frame.columns[-1] == "error"
        assert frame["error"].notna().tolist() == [False, False, True, True]
        assert frame["volume" if volumes else "image"].isna().tolist() == [False, False, True, True]
    frame = pandas_ext.read_nifti(folder, volumes=True, on_error="null")
    assert frame["affine"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("name", ["read_dicom", "read_nifti"])
def test_accel_gives_frames_of_its_own(folder, name):
    import accel.pandas

    frame = getattr(accel.pandas, name)(folder)
    assert isinstance(frame, accel.pandas.DataFrame)
    assert len(frame["image"].img.window().img.decode()) == 2
