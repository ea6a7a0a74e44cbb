"""What must hold for any bytes taken as a scan or a point cloud, and the files that are damaged."""

from __future__ import annotations

import functools
import gzip
from typing import Final

import numpy as np
import pandas as pd

import pandas_ext
from compat_tests.media.fuzz.examine import Finding, examine
from compat_tests.media.scans.files import DICOM, NIFTI, dicom, nifti
from compat_tests.media.scans.points import las, npy, pcd, ply, records
from pandas_ext.cloud.table import read_cloud
from pandas_ext.codec.dicom_tags import read_tags
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image

_MAX_BYTES: Final = 20_000_000
_REAL: Final = ("MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_implicit.dcm",
                "SC_rgb_small_odd_jpeg.dcm", "MR_small_jp2klossless.dcm", "rtdose.dcm",
                "SC_rgb_rle_2frame.dcm", "examples_palette.dcm", "liver_1frame.dcm",
                "image_dfl.dcm", "rtplan.dcm")  # fmt: skip
_LARGEST: Final = 300_000  # bytes of a real file


@functools.cache
def scan_samples() -> tuple[bytes, ...]:
    """DICOM and NIfTI files of every kind that is read."""
    levels = np.arange(60).reshape(3, 4, 5)
    window = {"WindowCenter": 5, "WindowWidth": 9, "RescaleSlope": 2, "RescaleIntercept": -1}
    volume = nifti(levels.astype("i2"), slope=0.5)
    real = [DICOM[name] for name in _REAL] + [NIFTI["example_nifti2.nii.gz"]]
    return (
        *(path.read_bytes()[:_LARGEST] for path in real),
        dicom(levels.astype("u2"), **window),
        dicom(levels.astype("u1"), "MONOCHROME1"),
        DICOM["CT_small.dcm"].read_bytes()[132:],  # without a preamble
        volume,
        gzip.compress(volume),
        gzip.compress(nifti(np.zeros((30, 40, 5, 2), "f4"))),
        nifti(levels.astype(">f8")),
    )


@functools.cache
def cloud_samples() -> tuple[bytes, ...]:
    """Files of points of every format."""
    points = records(40)
    return (
        *(pcd(points, kind) for kind in ("ascii", "binary", "binary_compressed")),
        *(ply(points, kind) for kind in ("ascii", "binary_little_endian", "binary_big_endian")),
        las(60),
        las(60, compressed=True),
        las(60, version="1.4", kind=7, compressed=True),
        npy(points),
        npy(np.ones((9, 4), "f4")),
        np.ones((9, 4), "f4").tobytes(),
    )


def examine_scans(data: bytes) -> list[Finding]:
    """Read tags, headers, pixels and volumes; only a ``MediaError`` may come of it."""
    with pandas_ext.option_context(max_bytes=_MAX_BYTES):
        return examine(data, (_pixels, _tags, _frames, _volume))


def examine_clouds(data: bytes) -> list[Finding]:
    """Read all fields of all points; only a ``MediaError`` may come of it."""
    with pandas_ext.option_context(max_bytes=_MAX_BYTES):
        return examine(data, (_cloud, _bare))


def _pixels(data: bytes) -> list[Finding]:
    image = Image(Encoded(data))
    header, pixels = image.header, image.pixels
    if pixels.outline != header.outline:
        return [Finding("header", f"{header} of pixels {pixels.outline}")]
    return []


def _tags(data: bytes) -> list[Finding]:
    header = read_tags(Encoded(data))
    return [] if all(isinstance(name, str) for name in header) else [Finding("tags", "")]


def _frames(data: bytes) -> list[Finding]:
    column = pd.Series([data], dtype="image")
    frames = column.img.explode()["image"].iloc[:5]
    shown = frames.img.window().img.decode(on_error="report")
    wrong = shown.iloc[:, 0].isna() == shown["error"].isna()
    return [Finding("report", repr(shown))] if wrong.any() else []


def _volume(data: bytes) -> list[Finding]:
    column = pd.Series([data], dtype="image")
    volume, affine = column.img.nifti.volume()[0], column.img.nifti.affine[0]
    return [] if volume.ndim >= 3 and affine.shape == (4, 4) else [Finding("volume", "")]


def _cloud(data: bytes) -> list[Finding]:
    cloud = read_cloud(data, "a.pcd", ("x", "y", "z", "intensity"))
    wrong = [name for name, field in cloud.fields.items() if field().shape != (cloud.count,)]
    return [Finding("fields", repr(wrong))] if wrong else []


def _bare(data: bytes) -> list[Finding]:
    cloud = read_cloud(data, "a.bin", ("x", "y", "z"))
    return [] if cloud.count <= len(data) else [Finding("count", str(cloud.count))]
