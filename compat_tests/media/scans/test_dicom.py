"""DICOM files as pictures; the oracle is pydicom."""

import warnings

import numpy as np
import pandas as pd
import pydicom
import pytest
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_windowing

from compat_tests.media.scans.files import DICOM, dicom
from pandas_ext import LimitError, MediaError, option_context
from pandas_ext.display.thumbnail import thumbnail

# what pydicom itself cannot decode with Pillow alone
UNREAD = {
    "GDCMJ2K_TextGBR.dcm": "broken data stream",
    "JPEG-lossy.dcm": "12-bit",
    "JPGExtended.dcm": "12-bit",
    "JPEG2000-embedded-sequence-delimiter.dcm": "a frame of 256x1024 holds",
    "JPEGLSNearLossless_08.dcm": "needs a library that is not installed: .*pylibjpeg",
    "MR_small_jpeg_ls_lossless.dcm": "needs a library that is not installed: .*pylibjpeg",
    "SC_rgb_jpeg_gdcm.dcm": "needs a library that is not installed: .*pylibjpeg",
    "MR_truncated.dcm": "damaged or truncated",
    "badVR.dcm": "damaged or truncated",
    "chrJapMulti.dcm": "it holds no pixels",
    "test-SR.dcm": "it holds no pixels",
    "no_meta.dcm": "not a picture of a known format",
}
MODES = {
    "CT_small.dcm": "F",
    "MR_small.dcm": "F",
    "MR_small_RLE.dcm": "F",
    "MR_small_bigendian.dcm": "F",
    "MR_small_implicit.dcm": "F",
    "MR_small_jp2klossless.dcm": "F",
    "MR_small_padded.dcm": "F",
    "693_J2KI.dcm": "F",
    "JPEG2000.dcm": "F",
    "ExplVR_BigEnd.dcm": "RGB",
    "SC_rgb_dcmtk_+eb+cy+np.dcm": "RGB",
    "SC_rgb_gdcm_KY.dcm": "RGB",
    "SC_rgb_jpeg.dcm": "RGB",
    "SC_rgb_rle_16bit_2frame.dcm": "RGB",
    "SC_rgb_rle_32bit.dcm": "RGB",
    "SC_rgb_small_odd.dcm": "RGB",
    "SC_rgb_small_odd_big_endian.dcm": "RGB",
    "SC_ybr_full_422_uncompressed.dcm": "RGB",
    "chrH31.dcm": "L",
    "examples_jpeg2k.dcm": "RGB",
    "examples_overlay.dcm": "I;16",
    "examples_palette.dcm": "RGB",
    "image_dfl.dcm": "L",
    "liver_1frame.dcm": "L",
    "liver_expb_1frame.dcm": "L",
    "rtdose.dcm": "F",
    "rtdose_expb.dcm": "F",
    "rtdose_rle.dcm": "F",
}
TYPES = {"F": np.float32, "I;16": np.uint16, "L": np.uint8, "RGB": np.uint8}


def column(*files):
    values = [str(file) if not isinstance(file, bytes) else file for file in files]
    return pd.Series(values, dtype="image")


def expected(path, mode):
    """Frames as pydicom decodes them, in our element type: deeper colours by their upper bits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = pydicom.dcmread(path)
        array = dataset.pixel_array
        if dataset.PhotometricInterpretation == "PALETTE COLOR":
            array = apply_color_lut(array, dataset)
        else:
            array = apply_modality_lut(array, dataset)
    if mode == "RGB":
        array = array >> (8 * array.dtype.itemsize - 8)
    frames = int(dataset.get("NumberOfFrames") or 1)
    return array.reshape(frames, dataset.Rows, dataset.Columns, *([3] * (mode == "RGB")))


@pytest.mark.parametrize("name", MODES)
def test_pixels_of_every_frame(name):
    mode = MODES[name]
    pictures = column(DICOM[name])
    frames = expected(DICOM[name], mode)
    assert pictures.img.mode[0] == mode
    assert pictures.img.size[0] == (frames.shape[2], frames.shape[1])
    assert pictures.img.n_frames[0] == len(frames)
    assert pictures.img.format[0] == "DICOM"
    cells = pictures.img.explode()["image"]
    assert len(cells) == len(frames)
    for cell, frame in zip(cells, frames, strict=True):
        assert cell.outline == cell.pixels.outline
        assert cell.to_numpy().dtype == TYPES[mode]
        np.testing.assert_array_equal(cell.to_numpy(), frame.astype(TYPES[mode]))


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_says_why(name):
    pictures = pd.Series([None, str(DICOM[name])], index=["a", "b"], dtype="image")
    with pytest.raises(MediaError, match=rf"row 'b': .*{name}: .*{UNREAD[name]}"):
        pictures.img.decode()
    report = pictures.img.decode(on_error="report")
    assert report["error"].notna().tolist() == [False, True]


def test_the_header_is_read_without_the_pixels():
    data = DICOM["CT_small.dcm"].read_bytes()
    cut = column(data[: data.index(b"\xe0\x7f\x10\x00") + 12])
    assert cut.img.size[0] == (128, 128)
    with pytest.raises(MediaError, match="row 0: damaged or truncated"):
        cut.img.decode()


@pytest.mark.parametrize(
    ("kind", "tags", "mode"),
    [
        ("u1", {}, "L"),
        ("u2", {}, "I;16"),
        ("u2", {"RescaleSlope": "1", "RescaleIntercept": "0"}, "I;16"),
        ("u2", {"RescaleSlope": "2.5", "RescaleIntercept": "-1024"}, "F"),
        ("u1", {"RescaleSlope": "1", "RescaleIntercept": "-7"}, "F"),
        ("i2", {}, "F"),
        ("i1", {}, "F"),
        ("u4", {}, "F"),
    ],
)
def test_modes(kind, tags, mode):
    levels = np.arange(12).astype(kind).reshape(3, 4)
    cell = column(dicom(levels, **tags))[0]
    slope, intercept = float(tags.get("RescaleSlope", 1)), float(tags.get("RescaleIntercept", 0))
    assert cell.mode == cell.pixels.mode == mode
    np.testing.assert_array_equal(cell.to_numpy(), (levels * slope + intercept))


def test_rescaling_of_each_frame_of_an_enhanced_file():
    def group(slope):
        item, values = pydicom.Dataset(), pydicom.Dataset()
        values.RescaleSlope, values.RescaleIntercept = slope, -1
        item.PixelValueTransformationSequence = [values]
        return item

    levels = np.arange(6, dtype="u2").reshape(2, 1, 3)
    file = dicom(levels, PerFrameFunctionalGroupsSequence=[group(2), group(10)])
    frames = column(file).img.explode()["image"]
    assert [cell.to_numpy().tolist() for cell in frames] == [[[-1, 1, 3]], [[29, 39, 49]]]


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize("window", [(40, 400), (-600.5, 1500), (100, 1)])
def test_windows(function, window):
    dataset = pydicom.dcmread(DICOM["CT_small.dcm"])
    dataset.WindowCenter, dataset.WindowWidth = window
    dataset.VOILUTFunction = function
    levels = apply_modality_lut(dataset.pixel_array, dataset)
    with np.errstate(over="ignore"):
        wanted = apply_windowing(levels, dataset)  # onto all that the file could hold
    bottom, top = -(2**15) - 1024, 2**15 - 1 - 1024
    wanted = np.rint((wanted - bottom) / (top - bottom) * 255)
    shown = column(DICOM["CT_small.dcm"]).img.window(*window, function=function.lower())
    assert shown.dtype == "image[L]"
    apart = np.abs(shown[0].to_numpy() - wanted)
    assert apart.max() <= 1  # where a half is rounded
    assert apart.mean() < 0.02


def test_the_window_that_the_file_says():
    levels = np.arange(16, dtype="u2").reshape(4, 4) * 100
    tags = {"WindowCenter": [700, 1], "WindowWidth": [301, 2]}
    files = column(
        dicom(levels, **tags), dicom(levels), dicom(levels, VOILUTFunction="SIGMOID", **tags)
    )
    shown = files.img.window()
    np.testing.assert_array_equal(shown[0].to_numpy(), files.img.window(700, 301)[0].to_numpy())
    every = np.rint(levels / 1500 * 255)
    np.testing.assert_array_equal(shown[1].to_numpy(), every)  # all levels there are
    wanted = files.img.window(700, 301, function="sigmoid")
    np.testing.assert_array_equal(shown[2].to_numpy(), wanted[2].to_numpy())


def test_columns_of_windows():
    levels = np.arange(4, dtype="f4").reshape(1, 4)
    pictures = pd.Series([levels, levels, levels], dtype="image")
    shown = pictures.img.window(pd.Series([1.5, 2.5, None]), 2)
    assert shown.isna().tolist() == [False, False, True]
    assert shown[0].to_numpy().tolist() == [[0, 128, 255, 255]]
    assert shown[1].to_numpy().tolist() == [[0, 0, 128, 255]]


def test_white_lowest_levels_are_inverted_where_they_are_shown():
    levels = np.array([[0, 10, 20]], "u1")
    cell = column(dicom(levels, "MONOCHROME1"))
    np.testing.assert_array_equal(cell[0].to_numpy(), levels)
    assert cell.img.window()[0].to_numpy().tolist() == [[255, 128, 0]]


@pytest.mark.parametrize(("center", "width"), [(1, None), (None, 1), (0, 0), (0, -5), (0, 0.5)])
def test_windows_that_are_none(center, width):
    with pytest.raises(ValueError, match="window"):
        column(DICOM["CT_small.dcm"]).img.window(center, width)


def test_no_window_of_colours():
    with pytest.raises(MediaError, match="no window of mode RGB"):
        column(DICOM["SC_rgb_small_odd.dcm"]).img.window(1, 2).img.decode()


def test_limits_hold_before_anything_is_allocated():
    bomb = dicom(np.zeros((2, 2), "u1"), Rows=60_000, Columns=60_000)
    with pytest.raises(LimitError, match="60000x60000 pixels"):
        column(bomb).img.decode()
    with (
        option_context(max_bytes=200_000),
        pytest.raises(LimitError, match=r"inflated bytes than options\.max_bytes"),
    ):
        column(DICOM["image_dfl.dcm"].read_bytes()).img.decode()


def test_a_frame_that_holds_a_larger_picture_is_not_decoded():
    data = DICOM["SC_rgb_jpeg_dcmtk.dcm"].read_bytes()
    start = data.index(b"\xff\xc0\0\x11\x08") + 5
    bomb = data[:start] + b"\xf0\0\xf0\0" + data[start + 4 :]
    with pytest.raises(MediaError, match="a frame of 100x100 holds 61440x61440 pixels"):
        column(bomb).img.decode()


def test_thumbnails_show_what_the_file_wants():
    levels = np.arange(16, dtype="u2").reshape(4, 4) * 100
    tags = {"WindowCenter": 700, "WindowWidth": 301}
    files = column(dicom(levels, **tags), dicom(levels.astype("u1"), "MONOCHROME1"))
    for cell, shown in zip(files, files.img.window(), strict=True):
        np.testing.assert_array_equal(thumbnail(cell, 4), shown.to_numpy())
    for cell in files.img.window(100, 50).img.crop((0, 0, 2, 2)):  # as the user wants
        np.testing.assert_array_equal(thumbnail(cell, 4), cell.to_numpy())
