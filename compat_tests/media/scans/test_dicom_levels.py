"""Windows and tables that DICOM files give to be shown; the oracle is pydicom."""

import io

import numpy as np
import pandas as pd
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut, apply_voi
from pydicom.sequence import Sequence

from compat_tests.media.scans.files import dicom
from pandas_ext import MediaError

LEVELS = np.arange(64, dtype="u2").reshape(8, 8) * 3


def table(first, values, bits):
    item = Dataset()
    item.LUTDescriptor = [len(values), first, bits]
    item.LUTData = list(values)
    item["LUTData"].VR = "US"
    return item


RISING = table(20, (np.arange(100) ** 2 % 4096).tolist(), 12)
FALLING = table(0, (4 * np.arange(256)[::-1]).tolist(), 10)  # pydicom wraps places in 8 bits


def column(**tags):
    data = dicom(LEVELS, **tags)
    return pd.Series([data], dtype="image"), pydicom.dcmread(io.BytesIO(data))


@pytest.mark.parametrize("tags", [{}, {"RescaleSlope": 2, "RescaleIntercept": -40}])
@pytest.mark.parametrize(("view", "bits"), [(0, 12), (1, 10)])
def test_tables(tags, view, bits):
    scans, dataset = column(VOILUTSequence=Sequence([RISING, FALLING]), **tags)
    levels = apply_modality_lut(dataset.pixel_array, dataset).astype("i4")
    wanted = np.rint(apply_voi(levels, dataset, index=view) / (2**bits - 1) * 255)
    np.testing.assert_array_equal(scans.img.window(view=view)[0].to_numpy(), wanted)
    if view == 0:
        np.testing.assert_array_equal(scans.img.window()[0].to_numpy(), wanted)


def test_a_table_of_bytes_and_an_inverted_one():
    item = table(5, [0], 16)
    item.LUTDescriptor = [3, 5, 16]
    item.LUTData = np.array([0, 65535, 32768], "<u2").tobytes()
    item["LUTData"].VR = "OW"
    scans, _ = column(VOILUTSequence=Sequence([item]))
    inverted = pd.Series([dicom(LEVELS, "MONOCHROME1", VOILUTSequence=Sequence([item]))])
    shown = scans.img.window()[0].to_numpy()
    assert shown[0, :4].tolist() == [0, 0, 255, 128]  # of levels 0, 3, 6 and 9
    swapped = pydicom.dcmread(io.BytesIO(dicom(LEVELS, VOILUTSequence=Sequence([item]))))
    swapped.VOILUTSequence[0].LUTData = np.array([0, 65535, 32768], ">u2").tobytes()
    swapped.PixelData = LEVELS.astype(">u2").tobytes()
    swapped.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRBigEndian
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, swapped, implicit_vr=False, little_endian=False)
    big = pd.Series([stream.getvalue()], dtype="image").img.window()[0]
    np.testing.assert_array_equal(big.to_numpy(), shown)
    assert (255 - inverted.astype("image").img.window()[0].to_numpy() == shown).mean() > 0.9


def test_views():
    tags = {"WindowCenter": [50, 90], "WindowWidth": [30, 100]}
    scans, _ = column(VOILUTSequence=Sequence([FALLING]), **tags)
    for view, window in ((1, (50, 30)), (2, (90, 100))):
        shown = scans.img.window(view=view)[0].to_numpy()
        np.testing.assert_array_equal(shown, scans.img.window(*window)[0].to_numpy())
    by_row = pd.concat([scans, scans], ignore_index=True).img.window(view=pd.Series([1, 2]))
    np.testing.assert_array_equal(by_row[1].to_numpy(), scans.img.window(90, 100)[0].to_numpy())
    with pytest.raises(MediaError, match=r"row 0: .*there is no view 3 of 3"):
        scans.img.window(view=3).img.decode()
    with pytest.raises(ValueError, match="excludes a center"):
        scans.img.window(1, 2, view=0)
    plain = pd.Series([np.zeros((2, 2), "u1")], dtype="image")
    with pytest.raises(MediaError, match="there is no view 0 of 0"):
        plain.img.window(view=0).img.decode()


def test_windows_of_frames():
    groups = []
    for center in (30, 120):
        window, group = Dataset(), Dataset()
        window.WindowCenter, window.WindowWidth = center, 40
        group.FrameVOILUTSequence = Sequence([window])
        groups.append(group)
    data = dicom(np.stack([LEVELS, LEVELS]), PerFrameFunctionalGroupsSequence=Sequence(groups))
    scans = pd.Series([data], dtype="image")
    frames = scans.img.explode()["image"]
    for frame, center in zip(frames.img.window(), (30, 120), strict=True):
        wanted = pd.Series([LEVELS], dtype="image").img.window(center, 40)[0].to_numpy()
        np.testing.assert_array_equal(frame.to_numpy(), wanted)


@pytest.mark.parametrize("descriptor", [[3, 0, 99], [3, 0, 0]])
def test_a_damaged_table(descriptor):
    item = table(0, [1, 2, 3], 8)
    item.LUTDescriptor = descriptor
    scans, _ = column(VOILUTSequence=Sequence([item]))
    with pytest.raises(MediaError, match=r"row 0: .*a table of 3 entries"):
        scans.img.window().img.decode()
