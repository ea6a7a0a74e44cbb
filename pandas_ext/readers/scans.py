"""``read_dicom`` and ``read_nifti``: a frame with a row for every file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas

from pandas_ext.readers.listing import list_files
from pandas_ext.readers.media import frame_of
from pandas_ext.readers.series import series_of
from pandas_ext.settings import OnError

DICOM: Final = (".dcm", ".dicom", ".dic", ".ima", "")
NIFTI: Final = (".nii", ".nii.gz", ".hdr", ".hdr.gz")
_NO_SCAN: Final = ("/DICOMDIR", "\\DICOMDIR")  # a list of files
_Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def read_dicom(
    paths: _Paths,
    tags: Sequence[str] = (),
    *,
    series: bool = False,
    on_error: OnError = "raise",
) -> pandas.DataFrame:
    """Return a frame of DICOM files: ``path``, ``size``, ``modified``, ``image`` and tags.

    Parameters
    ----------
    paths : str, path or iterable of these
        Files, patterns such as ``"study/**/*"``, folders, which stand for all files below whose
        names end with .dcm, .dicom, .dic or .ima, or have no such ending, but for ``DICOMDIR``,
        and URLs: what fsspec opens, if ``pandas_ext.options.schemes`` allows it.
    tags : sequence of str
        Keywords of tags to add as columns: ``["PatientID", "Modality"]``. Files are read for them,
        without their pixels; otherwise none is opened before something of it is needed.
    series : bool
        Whether to put slices of a series together, at once: a row for each ``series``, with its
        ``paths`` in the order of space, a ``volume`` of float32, shape (x, y, z), its ``affine`` as
        :func:`read_nifti` has it (missing where slices do not tell where they lie, or do not
        follow each other evenly), and the tags of its first slice.
    on_error : {"raise", "null", "report"}
        With the latter two, headers are read at once; a file that is no picture gives missing
        values, and with ``"report"`` its reason in a column ``error``.

    Returns
    -------
    DataFrame
        Cells of ``image`` are single pictures, or all frames: ``.img.explode()`` takes them apart.
        See ``.img.dicom.tags`` for the columns of tags.

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import pandas_ext
    >>> from pydicom.data import get_testdata_file
    >>> scans = pandas_ext.read_dicom(get_testdata_file("CT_small.dcm"), ["Modality"])
    >>> scans[["image", "Modality"]]
                         image Modality
    0  <F 128x128 DICOM 39 kB>       CT
    """
    frame = _opened(paths, DICOM)
    if series:
        return series_of(frame["path"].tolist(), frame["image"].tolist(), tags, on_error)
    column = frame["image"]
    asked = column.img.dicom.tags(tags, on_error=on_error) if len(tags) else None
    if on_error != "raise":
        checked = column.img.check(on_error="report")
        frame["image"] = checked.iloc[:, 0]
    if asked is not None:
        for name in tags:
            frame[name] = asked[name]
    if on_error == "report":
        frame["error"] = checked["error"]
    return frame


def read_nifti(
    paths: _Paths,
    *,
    volumes: bool = False,
    dtype: str = "float32",
    on_error: OnError = "raise",
) -> pandas.DataFrame:
    """Return a frame of NIfTI files: ``path``, ``size``, ``modified`` and ``image``.

    Parameters
    ----------
    paths : str, path or iterable of these
        Files, patterns such as ``"sub-*/**/*.nii.gz"``, folders, which stand for all .nii and .hdr
        files below, compressed or not, and URLs: what fsspec opens, if
        ``pandas_ext.options.schemes`` allows it. Of a pair of files, .hdr and .img, either stands
        for both.
    volumes : bool
        Whether to read whole volumes, several files at a time, as a ragged tensor ``volume``, with
        their ``affine``, in the place of ``image``.
    dtype : str
        Type of the elements of volumes.
    on_error : {"raise", "null", "report"}
        With the latter two, headers are read at once; a file that cannot be read gives a missing
        value, and with ``"report"`` its reason in a column ``error``.

    Returns
    -------
    DataFrame
        Cells of ``image`` have a frame for each slice; see ``.img.nifti``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    MediaError
        If a volume cannot be read; the error names row, file and reason.

    Examples
    --------
    >>> import pathlib, tempfile, nibabel, numpy as np, pandas_ext
    >>> scan = nibabel.Nifti1Image(np.ones((4, 3, 2), "uint8"), np.eye(4))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nibabel.save(scan, pathlib.Path(folder, "a.nii.gz"))
    ...     pandas_ext.read_nifti(folder, volumes=True).volume[0].shape
    (4, 3, 2)
    """
    frame = _opened(paths, NIFTI)
    column = frame["image"]
    checked = column.img.check(on_error="report") if on_error != "raise" else None
    if checked is not None:
        frame["image"] = checked.iloc[:, 0]
    reasons: Any = None if checked is None else checked["error"]
    if volumes:
        del frame["image"]
        made = column.img.nifti.volume(dtype=dtype, on_error=on_error)
        if on_error == "report":
            made, reasons = made.iloc[:, 0], made["error"]
        frame["volume"] = made
        frame["affine"] = column.where(made.notna()).img.nifti.affine
    if on_error == "report":
        frame["error"] = reasons
    return frame


def _opened(paths: _Paths, extensions: tuple[str, ...]) -> pandas.DataFrame:
    entries = list_files(paths, extensions)
    entries = [e for e in entries if not e.path.upper().endswith(_NO_SCAN)] or entries
    frame = frame_of(entries)
    frame["image"] = frame["path"].astype("image")
    return frame
