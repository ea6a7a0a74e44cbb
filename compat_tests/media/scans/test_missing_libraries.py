"""Without the libraries of scans, errors say what to install."""

import sys

import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.scans.files import dicom, nifti
from compat_tests.media.scans.points import las
from pandas_ext import MissingLibraryError


@pytest.mark.parametrize(
    ("library", "module", "file"),
    [
        ("pydicom", "pydicom.errors", dicom(np.zeros((2, 2), "u1"))),
        ("nibabel", "nibabel.nifti1", nifti(np.zeros((2, 2, 2), "u1"))),
        ("laspy", "laspy", las(3)),
    ],
)
def test_what_to_install(library, module, file, monkeypatch, tmp_path):
    path = tmp_path / "a.las"
    path.write_bytes(file)
    pictures = pd.Series([path], dtype="image")
    read = pandas_ext.read_pointclouds if library == "laspy" else pictures.img.facts
    given = (path,) if library == "laspy" else ()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingLibraryError, match=rf"{library}, .*pip install 'accel\[scans\]'"):
        read(*given)
