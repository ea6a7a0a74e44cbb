"""Scans of other people: those that ship with pydicom and nibabel, and small ones made here."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pydicom
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage


def _folder(package: str, *parts: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.joinpath(*parts)


DICOM = {path.name: path for path in sorted(_folder("pydicom", "data").rglob("*.dcm"))}
NIFTI = {path.name: path for path in sorted(_folder("nibabel", "tests", "data").glob("*.nii*"))}


def dicom(array: np.ndarray[Any, Any], kind: str = "MONOCHROME2", **tags: Any) -> bytes:
    """A DICOM file without compression; more than two axes of grey levels are frames."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    colours = kind not in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")
    dataset.SamplesPerPixel = 3 if colours else 1
    dataset.PhotometricInterpretation = kind
    if colours:
        dataset.PlanarConfiguration = 0
    if array.ndim > 2 + colours:
        dataset.NumberOfFrames = len(array)
    dataset.Rows, dataset.Columns = array.shape[array.ndim - 2 - colours :][:2]
    dataset.BitsAllocated = dataset.BitsStored = 8 * array.dtype.itemsize
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(array.dtype.kind == "i")
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    dataset.PixelData = data + b"\0" * (len(data) % 2)
    dataset["PixelData"].VR = "OB" if array.dtype.itemsize == 1 else "OW"
    for name, value in tags.items():
        setattr(dataset, name, value)
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, dataset, enforce_file_format=True)
    return stream.getvalue()


def nifti(
    array: np.ndarray[Any, Any],
    affine: Any = None,
    *,
    slope: float = 1,
    intercept: float = 0,
    kind: Any = nibabel.Nifti1Image,
) -> bytes:
    """A NIfTI file of stored voxels."""
    image = kind(array, np.eye(4) if affine is None else affine, dtype=array.dtype)
    image.header.set_slope_inter(slope, intercept)
    data: bytes = image.to_bytes()
    return data
