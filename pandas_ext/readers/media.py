"""``read_images``, ``read_videos``, ``read_audio``: a frame with a row for every file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas

from pandas_ext.readers.listing import Entry, list_files
from pandas_ext.settings import OnError

IMAGES: Final = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".dib", ".webp", ".tif",
                 ".tiff", ".avif", ".jp2", ".j2k", ".ppm", ".pgm", ".pbm", ".pnm", ".tga", ".ico",
                 ".icns", ".dds", ".pcx", ".qoi")  # fmt: skip
VIDEOS: Final = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts",
                 ".flv", ".wmv", ".ogv", ".3gp")  # fmt: skip
AUDIO: Final = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aac", ".aif", ".aiff",
                ".au", ".caf", ".wma")  # fmt: skip

_Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def read_images(paths: _Paths, *, on_error: OnError = "raise") -> pandas.DataFrame:
    """Return a frame of pictures: ``path``, ``size``, ``modified`` and ``image``.

    Files are listed; none is opened before something of it is needed.

    Parameters
    ----------
    paths : str, path or iterable of these
        Files, patterns such as ``"photos/**/*.jpg"``, folders, which stand for all pictures below,
        and URLs: what fsspec opens, if ``pandas_ext.options.schemes`` allows it.
    on_error : {"raise", "null", "report"}
        With the latter two, headers are read at once; a file that is no picture gives a missing
        value, and with ``"report"`` its reason in a column ``error``.

    Returns
    -------
    DataFrame
        ``size`` is in bytes, ``modified`` in UTC; both are missing where they are not known
        without opening a file. Rows are in the order of the paths.

    Raises
    ------
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> import pathlib, tempfile, pandas_ext
    >>> from PIL import Image
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Image.new("RGB", (4, 3)).save(pathlib.Path(folder, "a.png"))
    ...     pandas_ext.read_images(folder).image.img.width.tolist()
    [4]
    """
    return _read(paths, IMAGES, "image", "img", on_error)


def read_videos(paths: _Paths, *, on_error: OnError = "raise") -> pandas.DataFrame:
    """Return a frame of clips: ``path``, ``size``, ``modified`` and ``video``.

    See Also
    --------
    read_images : tells what the parameters and columns are.
    """
    return _read(paths, VIDEOS, "video", "vid", on_error)


def read_audio(paths: _Paths, *, on_error: OnError = "raise") -> pandas.DataFrame:
    """Return a frame of recordings: ``path``, ``size``, ``modified`` and ``audio``.

    See Also
    --------
    read_images : tells what the parameters and columns are.
    """
    return _read(paths, AUDIO, "audio", "audio", on_error)


def frame_of(entries: list[Entry]) -> pandas.DataFrame:
    """Return what is known of files without opening them."""
    sizes = [entry.size for entry in entries]
    times = [np.datetime64("NaT") if e.modified is None else _moment(e.modified) for e in entries]
    return pandas.DataFrame({
        "path": _texts([entry.path for entry in entries]),
        "size": pandas.array(sizes, dtype="Int64" if None in sizes else "int64"),
        "modified": pandas.Series(np.array(times, "M8[us]")).dt.tz_localize("UTC"),
    })  # fmt: skip


def _texts(paths: list[str]) -> Any:
    try:
        return pandas.array(paths, dtype="str")
    except UnicodeEncodeError:  # Arrow holds no names that are not UTF-8
        return pandas.array(paths, dtype=pandas.StringDtype("python", na_value=np.nan))


def _moment(seconds: float) -> np.datetime64:
    return np.datetime64(round(seconds * 1_000_000), "us")


def _read(
    paths: Any, extensions: tuple[str, ...], kind: str, accessor: str, on_error: OnError
) -> pandas.DataFrame:
    frame = frame_of(list_files(paths, extensions))
    column = frame["path"].astype(kind)
    if on_error == "raise":
        frame[kind] = column
        return frame
    checked = getattr(column, accessor).check(on_error=on_error)
    if on_error == "null":
        frame[kind] = checked
        return frame
    frame[kind], frame["error"] = checked.iloc[:, 0], checked["error"]
    return frame
