"""NIfTI volumes in two files, .hdr and .img; the oracle is nibabel."""

import gzip
import pickle
import shutil

import nibabel
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import pandas_ext
from pandas_ext import MediaError

LEVELS = np.arange(2 * 3 * 4 * 2, dtype="i2").reshape(2, 3, 4, 2)
AFFINE = np.diag([2.0, 3, 4, 1])


def write(folder, name="scan.hdr", kind=nibabel.Nifti1Pair, order="<"):
    image = kind(LEVELS, AFFINE, kind(LEVELS, AFFINE).header.as_byteswapped(order))
    image.header.set_slope_inter(0.5, -1)
    nibabel.save(image, folder / name)
    return folder / name


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [nibabel.Nifti1Pair, nibabel.Nifti2Pair])
@pytest.mark.parametrize("name", ["scan.hdr", "scan.hdr.gz"])
def test_either_file_stands_for_both(tmp_path, name, kind, order):
    header = write(tmp_path, name, kind, order)
    expected = nibabel.load(header).get_fdata()
    paths = [str(header), str(header).replace(".hdr", ".img")]
    frame = pandas_ext.read_nifti([*paths, tmp_path], volumes=True)
    assert frame["path"].tolist() == [*paths, str(header)]
    for volume, affine in zip(frame["volume"], frame["affine"], strict=True):
        np.testing.assert_array_equal(volume, expected)
        np.testing.assert_array_equal(affine, AFFINE)
    column = pd.Series(paths, dtype="image")
    assert [image.frames for image in column] == [8, 8]
    slices = column.img.explode()["image"]
    for k, cell in enumerate(slices):
        np.testing.assert_array_equal(cell.to_numpy(), expected[:, :, k % 4, k % 8 // 4].T)
    for again in (pickle.loads(pickle.dumps(column)), pa.array(column.array).to_pandas()):
        assert again.tolist() == column.tolist()
        np.testing.assert_array_equal(pd.Series(again).img.nifti.volume()[1], expected)


def test_files_that_are_compressed_alone(tmp_path):
    header = write(tmp_path)
    voxels = tmp_path / "scan.img"
    expected = nibabel.load(header).get_fdata()
    (tmp_path / "scan.img.gz").write_bytes(gzip.compress(voxels.read_bytes()))
    voxels.unlink()
    np.testing.assert_array_equal(pandas_ext.read_nifti(header, volumes=True).volume[0], expected)
    (tmp_path / "scan.img.gz").rename(voxels)  # compressed, whatever it is called
    np.testing.assert_array_equal(pandas_ext.read_nifti(voxels, volumes=True).volume[0], expected)


def test_names_in_capitals_and_a_written_copy(tmp_path):
    header = write(tmp_path)
    shutil.move(header, tmp_path / "A.HDR")
    shutil.move(tmp_path / "scan.img", tmp_path / "A.IMG")
    column = pd.Series([str(tmp_path / "A.IMG")], dtype="image")
    (tmp_path / "whole.nii").write_bytes(column.array[0].source.read())
    whole = nibabel.load(tmp_path / "whole.nii")
    np.testing.assert_array_equal(whole.get_fdata(), column.img.nifti.volume()[0])


def test_halves_alone(tmp_path):
    header = write(tmp_path)
    (tmp_path / "scan.img").rename(tmp_path / "other.img")
    with pytest.raises(MediaError, match=r"its voxels are missing: there is no .*scan\.img"):
        pandas_ext.read_nifti(header, volumes=True)
    with pytest.raises(MediaError, match=r"row 0: .*not a NIfTI file"):
        pandas_ext.read_nifti(tmp_path / "other.img", volumes=True)
    with pytest.raises(MediaError, match="its voxels are in another file"):
        _ = pd.Series([header.read_bytes()], dtype="image").img.nifti.shape
    (tmp_path / "scan.img").write_bytes((tmp_path / "other.img").read_bytes()[:-1])
    with pytest.raises(MediaError, match="truncated"):
        pandas_ext.read_nifti(header, volumes=True)


def test_other_files_of_such_names(tmp_path):
    pixels = pd.Series([np.full((2, 3, 3), 7, "u1")], dtype="image")
    data = pixels.img.encode("PNG")[0].source.read()
    for name in ("a.img", "a.hdr"):  # the one looks for the other
        (tmp_path / name).write_bytes(data)
    column = pd.Series([str(tmp_path / "a.img"), str(tmp_path / "a.hdr")], dtype="image")
    assert column.img.format.tolist() == ["PNG", "PNG"]
    part = pandas_ext.reference(tmp_path / "a.img", 0, len(data))
    assert pd.Series([part], dtype="image").img.width.tolist() == [3]
