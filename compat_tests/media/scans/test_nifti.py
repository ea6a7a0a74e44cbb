"""NIfTI volumes as pictures; the oracle is nibabel."""

import gzip

import nibabel
import numpy as np
import pandas as pd
import pytest

from compat_tests.media.scans.files import NIFTI, nifti
from pandas_ext import LimitError, MediaError, option_context

READ = {
    "anatomical.nii": "F",
    "functional.nii": "F",
    "example4d.nii.gz": "F",
    "example_nifti2.nii.gz": "F",
    "reoriented_anat_moved.nii": "F",
    "resampled_anat_moved.nii": "F",
    "standard.nii.gz": "L",
}


def column(*files):
    values = [str(file) if not isinstance(file, bytes) else file for file in files]
    return pd.Series(values, dtype="image")


@pytest.mark.parametrize("name", READ)
def test_slices(name):
    data = nibabel.load(NIFTI[name]).get_fdata()
    data = data.reshape(*data.shape, *(1,) * (3 - data.ndim))
    pictures = column(NIFTI[name])
    assert pictures.img.mode[0] == READ[name]
    assert pictures.img.format[0] == "NIFTI"
    assert pictures.img.size[0] == data.shape[:2]
    slices = data.reshape(*data.shape[:2], -1, order="F")
    assert pictures.img.n_frames[0] == slices.shape[2]
    frames = pictures.img.explode()
    assert frames["frame"].tolist() == list(range(slices.shape[2]))
    every = frames["image"].img.decode()
    for k, cell in enumerate(every):
        np.testing.assert_array_equal(cell.to_numpy(), slices[:, :, k].T.astype("f4"))


@pytest.mark.parametrize("kind", [nibabel.Nifti1Image, nibabel.Nifti2Image])
@pytest.mark.parametrize(
    ("element", "slope", "intercept", "mode"),
    [
        ("u1", 1, 0, "L"),
        ("u2", 1, 0, "I;16"),
        (">u2", 1, 0, "I;16"),
        ("u2", 0.5, -3, "F"),
        ("i2", 1, 0, "F"),
        (">i4", 1, 0, "F"),
        ("f4", 1, 0, "F"),
        ("f8", 2, 1, "F"),
    ],
)
def test_modes(kind, element, slope, intercept, mode):
    array = np.arange(24).reshape(2, 3, 4).astype(element)
    file = nifti(array, kind=kind, slope=slope, intercept=intercept)
    for data in (file, gzip.compress(file)):
        cell = column(data)[0].frame(3)
        assert cell.outline == cell.pixels.outline == (mode, 2, 3)
        np.testing.assert_array_equal(cell.to_numpy(), array[:, :, 3].T * slope + intercept)


@pytest.mark.parametrize(("names", "mode"), [("RGB", "RGB"), ("RGBA", "RGBA")])
def test_colours(names, mode):
    array = np.arange(2 * 3 * 4 * len(names)).astype("u1").reshape(2, 3, 4, len(names))
    records = array.view([(name, "u1") for name in names])[..., 0]
    cell = column(nifti(records))[0].frame(2)
    assert cell.outline == cell.pixels.outline == (mode, 2, 3)
    np.testing.assert_array_equal(cell.to_numpy(), array[:, :, 2].transpose(1, 0, 2))


def field(data, start, value):
    return data[:start] + value + data[start + len(value) :]


PLAIN = nifti(np.arange(24, dtype="i2").reshape(2, 3, 4))
BAD = {
    "no voxels": (PLAIN[:352], "truncated"),
    "fewer voxels": (PLAIN[:-2], "truncated"),
    "fewer deflated": (gzip.compress(PLAIN)[:-30], "truncated"),
    "cut header": (PLAIN[:400][:351], "truncated"),
    "a pair": (field(PLAIN, 344, b"ni1\0"), "another file"),
    "huge": (field(PLAIN, 42, b"\xff\x7f" * 3), "truncated: .* bytes are not 32767x32767x32767"),
    "huge deflated": (gzip.compress(field(PLAIN, 42, b"\xff\x7f" * 3)), "32767"),
    "negative": (field(PLAIN, 42, b"\xff\xff"), "damaged"),
    "axes": (field(PLAIN, 40, b"\x63\x00"), "damaged|not a picture"),
    "type": (field(PLAIN, 70, b"\xff\x03"), "damaged"),
    "complex": (field(PLAIN, 70, b"\x20\x00"), "complex64 are not supported"),
    "place": (field(PLAIN, 108, np.float32(-7).tobytes()), "damaged"),
    "not a number": (field(PLAIN, 108, np.float32(np.nan).tobytes()), "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(name):
    data, reason = BAD[name]
    with pytest.raises(MediaError, match=f"row 0: .*({reason})"):
        column(data).img.explode()["image"].img.decode()


def test_limits():
    file = gzip.compress(nifti(np.zeros((300, 300, 20), "u1")))
    with option_context(max_pixels=50_000), pytest.raises(LimitError, match="300x300 pixels"):
        column(file).img.decode()
    with option_context(max_bytes=100_000):
        column(file).img.decode()
        with pytest.raises(MediaError, match=r"inflated bytes than options\.max_bytes"):
            column(file)[0].frame(15).to_numpy()


def test_no_frame_of_that_number():
    with pytest.raises(MediaError, match="there is no frame 4 of 4"):
        column(PLAIN)[0].frame(4).to_numpy()
