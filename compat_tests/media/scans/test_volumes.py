"""``.img.nifti``; the oracle is nibabel."""

import gzip

import nibabel
import numpy as np
import pandas as pd
import pytest

from compat_tests.media.scans.files import NIFTI, nifti
from pandas_ext import MediaError, TensorDtype

NAMES = ["anatomical.nii", "functional.nii", "example4d.nii.gz", "example_nifti2.nii.gz"]
SCANS = pd.Series(
    [str(NIFTI[name]) for name in NAMES] + [None], index=[*NAMES, "none"], dtype="image"
)


def test_where_volumes_lie():
    affine, size = SCANS.img.nifti.affine, SCANS.img.nifti.voxel_size
    assert affine.dtype == TensorDtype("float64", (4, 4))
    assert size.dtype == TensorDtype("float64", (3,))
    for name in NAMES:
        image = nibabel.load(NIFTI[name])
        np.testing.assert_array_equal(affine[name], image.affine)
        np.testing.assert_array_equal(size[name], np.float64(image.header.get_zooms()[:3]))
        assert SCANS.img.nifti.shape[name] == image.shape
    assert affine.isna().tolist() == [False] * len(NAMES) + [True]


@pytest.mark.parametrize("dtype", ["float32", "float64", "int16"])
def test_volumes(dtype):
    volumes = SCANS.img.nifti.volume(dtype=dtype)
    assert volumes.dtype == TensorDtype(dtype, (None,) * 4)
    assert volumes.isna().tolist() == [False] * len(NAMES) + [True]
    for name in NAMES:
        data = nibabel.load(NIFTI[name]).get_fdata()
        shape = (*data.shape, *(1,) * (4 - data.ndim))
        np.testing.assert_array_equal(volumes[name], data.reshape(shape).astype(dtype))


def test_volumes_of_three_axes():
    small = np.arange(24, dtype="i2").reshape(2, 3, 4)
    files = pd.Series([nifti(small), nifti(small[:, :, 0])], dtype="image")
    volumes = files.img.resize(1, 1).img.nifti.volume()  # whatever is done to the pictures
    assert volumes.dtype == TensorDtype("float32", (None,) * 3)
    np.testing.assert_array_equal(volumes[0], small)
    np.testing.assert_array_equal(volumes[1], small[:, :, :1])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_slices(axis, packed):
    data = np.arange(2 * 3 * 4 * 2, dtype="i2").reshape(2, 3, 4, 2)
    file = nifti(data, slope=0.5, intercept=1)
    scans = pd.Series([None, gzip.compress(file) if packed else file], dtype="image", name="scan")
    slices = scans.img.nifti.slices(axis)
    assert slices.columns.tolist() == ["scan", "slice", "volume"]
    count = data.shape[axis]
    assert slices.index.tolist() == [0] + [1] * 2 * count
    assert slices["slice"].tolist() == [pd.NA, *range(count), *range(count)]
    assert slices["volume"].tolist() == [pd.NA] + [0] * count + [1] * count
    values = data * 0.5 + 1
    for cell, k, t in slices.iloc[1:].itertuples(index=False):
        wanted = values[..., t].take(k, axis=axis).T
        assert cell.outline == cell.pixels.outline == ("F", *wanted.shape[::-1])
        np.testing.assert_array_equal(cell.to_numpy(), wanted)
    shrunk = slices["scan"].img.resize(1, 2).img.decode()
    assert shrunk.img.size.tolist()[1:] == [(1, 2)] * 2 * count


def test_numbers_too_large_for_float32():
    column = pd.Series([nifti(np.full((2, 2, 2), 1e300))], dtype="image")
    assert np.isinf(column.img.nifti.volume()[0]).all()
    assert np.isinf(column[0].to_numpy()).all()


def test_no_slices():
    slices = pd.Series([], dtype="image").img.nifti.slices()
    assert slices.dtypes.astype(str).to_dict() == {
        "image": "image", "slice": "Int64", "volume": "Int64",
    }  # fmt: skip


def test_slices_of_colours():
    array = np.arange(2 * 3 * 4 * 3).astype("u1").reshape(2, 3, 4, 3)
    records = array.view([(name, "u1") for name in "RGB"])[..., 0]
    slices = pd.Series([nifti(records)], dtype="image").img.nifti.slices(1)["image"]
    np.testing.assert_array_equal(slices.iloc[2].to_numpy(), array[:, 2].transpose(1, 0, 2))
    with pytest.raises(MediaError, match="are colours, not numbers"):
        pd.Series([nifti(records)], dtype="image").img.nifti.volume()


def test_what_is_no_volume():
    pictures = pd.Series([b"GIF89a", nifti(np.zeros((2, 2, 2), "u1"))[:-1]], dtype="image")
    with pytest.raises(MediaError, match="row 0: not a NIfTI file"):
        pictures.img.nifti.affine.tolist()
    report = pictures.img.nifti.volume(on_error="report")
    assert report["value"].isna().all()
    assert report["value"].dtype == TensorDtype("float32", (None,) * 3)
    assert ["not a NIfTI" in report["error"][0], "truncated" in report["error"][1]] == [True, True]
    with pytest.raises(MediaError, match="but pixels"):
        _ = pd.Series([np.zeros((2, 2), "u1")], dtype="image").img.nifti.shape
    with pytest.raises(ValueError, match="axis is 0, 1 or 2"):
        pictures.img.nifti.slices(3)
