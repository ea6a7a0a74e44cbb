"""Slices of a DICOM series become a volume."""

import numpy as np
import pydicom
import pytest
from pydicom.pixels.processing import apply_modality_lut

import pandas_ext
from compat_tests.media.scans.files import DICOM, dicom
from pandas_ext import LimitError, MediaError, TensorDtype, option_context

SIDES = [0.0, 1.0, 0.0, 0.0, 0.0, -1.0]  # rows run to the back, columns down: slices are sagittal
VOXELS = np.arange(4 * 3 * 2, dtype="i2").reshape(4, 3, 2)  # slice, row, column


def part(k, **tags):
    told = {
        "SeriesInstanceUID": "1.2.9",
        "InstanceNumber": k + 1,
        "ImageOrientationPatient": SIDES,
        "ImagePositionPatient": [10 - 2.5 * k, -7, 30],
        "PixelSpacing": [0.5, 0.75],
        "RescaleSlope": 2,
        "RescaleIntercept": -k,
        "Modality": "CT",
    }
    return dicom(VOXELS[k], **{name: v for name, v in {**told, **tags}.items() if v is not None})


def write(folder, *files):
    for name, data in zip("dbca", files, strict=False):
        (folder / name).write_bytes(data)
    return folder


def test_slices_are_in_the_order_of_space(tmp_path):
    frame = pandas_ext.read_dicom(
        write(tmp_path, *map(part, (2, 0, 3, 1))), ["Modality"], series=True
    )
    assert frame.columns.tolist() == ["series", "paths", "volume", "affine", "Modality"]
    assert frame["series"].tolist() == ["1.2.9"]
    assert frame["Modality"].tolist() == ["CT"]
    assert frame["volume"].dtype == TensorDtype("float32", (None,) * 3)
    assert frame["affine"].dtype == TensorDtype("float64", (4, 4))
    assert [path[-1] for path in frame["paths"][0]] == ["b", "a", "d", "c"]
    values = VOXELS * 2.0 - np.arange(4).reshape(4, 1, 1)
    np.testing.assert_array_equal(frame["volume"][0], values.T)
    # by hand: voxel (i, j, k) to the left, to the back and up, then to the right and forward
    i, j, k = 1, 2, 3
    left, back, up = 10 - 2.5 * k, -7 + 0.75 * i, 30 - 0.5 * j
    np.testing.assert_allclose(frame["affine"][0] @ [i, j, k, 1], [-left, -back, up, 1])


def test_without_a_place_slices_are_in_the_order_of_their_numbers(tmp_path):
    files = [part(k, ImagePositionPatient=None, RescaleIntercept=0) for k in (3, 1, 0, 2)]
    frame = pandas_ext.read_dicom(write(tmp_path, *files), series=True)
    assert frame["affine"].isna().tolist() == [True]
    np.testing.assert_array_equal(frame["volume"][0], 2 * VOXELS.T)


def test_real_series():
    folder = DICOM["CT_small.dcm"].parent / "dicomdirtests"
    frame = pandas_ext.read_dicom(folder / "77654033", ["Modality"], series=True)
    assert sorted(len(paths) for paths in frame["paths"]) == [1, 1, 1, 4]
    (row,) = frame[frame["Modality"] == "CT"].itertuples()
    headers = sorted(map(pydicom.dcmread, row.paths), key=lambda h: h.ImagePositionPatient[2])
    assert [header.filename for header in headers] == row.paths
    for k, header in enumerate(headers):
        levels = apply_modality_lut(header.pixel_array, header)
        np.testing.assert_array_equal(row.volume[:, :, k], levels.T)
    assert row.affine is frame["affine"].dtype.na_value  # there are slices 18, 180, 181 and 182
    frame = pandas_ext.read_dicom(folder / "98892003", series=True, on_error="report")
    assert frame["error"].str.contains("several directions").sum() == 3  # to look around with
    assert (frame["volume"].isna() == frame["error"].notna()).all()


def test_slices_that_are_missing(tmp_path):
    files = [part(k) for k in (0, 1, 3)]
    frame = pandas_ext.read_dicom(write(tmp_path, *files), series=True)
    assert frame["volume"][0].shape == (2, 3, 3)
    assert frame["affine"].isna().tolist() == [True]


def test_files_that_do_not_fit(tmp_path):
    write(tmp_path, part(0), part(1, Rows=2), part(2, SeriesInstanceUID="1.2.3"), b"no scan")
    with pytest.raises(MediaError, match="not a DICOM file"):
        pandas_ext.read_dicom(tmp_path, series=True)
    frame = pandas_ext.read_dicom(tmp_path, series=True, on_error="report")
    assert frame["volume"].isna().tolist() == [True, True, False]
    assert "not a DICOM file" in frame["error"][0]
    assert "a slice of F 2x2 in a series of 2x3" in frame["error"][1]
    assert frame["volume"][2].shape == (2, 3, 1)
    (tmp_path / "a").unlink()
    with pytest.raises(MediaError, match=r"row 0: .*/b: a slice of F 2x2"):
        pandas_ext.read_dicom(tmp_path, series=True)


def test_slices_of_other_directions(tmp_path):
    turned = part(1, ImageOrientationPatient=[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    with pytest.raises(MediaError, match="several directions"):
        pandas_ext.read_dicom(write(tmp_path, part(0), turned), series=True)


def test_frames_of_one_file(tmp_path):
    file = dicom(VOXELS.astype("u1"), SeriesInstanceUID="1.2.9")
    frame = pandas_ext.read_dicom(write(tmp_path, file), series=True)
    np.testing.assert_array_equal(frame["volume"][0], VOXELS.T)
    with option_context(max_bytes=50), pytest.raises((LimitError, MediaError), match="max_bytes"):
        pandas_ext.read_dicom(tmp_path, series=True)
