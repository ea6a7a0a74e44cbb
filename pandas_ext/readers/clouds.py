"""``read_pointclouds``: a frame with a row for every file of points."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.accessors.base import stops
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_gather import filled
from pandas_ext.blocks import Blocks
from pandas_ext.cloud.base import Cloud
from pandas_ext.cloud.table import EXTENSIONS, read_cloud
from pandas_ext.errors import MediaError
from pandas_ext.parallel import Budget, Outcome, map_rows
from pandas_ext.readers.listing import list_files
from pandas_ext.readers.media import frame_of
from pandas_ext.settings import OnError
from pandas_ext.source.open import source_of

_PLACE: Final = ("x", "y", "z")
_USUAL: Final = (*_PLACE, "intensity")
_GROWTH: Final = {".laz": 16, ".pcd": 4}
"""Bytes of points, in the making, for each byte of a file that may be compressed; else 3."""


class _Points(NamedTuple):
    fields: tuple[str, ...]
    array: NDArray[Any]  # shape (points, fields)


def read_pointclouds(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    fields: Sequence[str] | Literal["all"] | None = None,
    *,
    dtype: Literal["float32", "float64"] | None = None,
    columns: Sequence[str] = _USUAL,
    on_error: OnError = "raise",
) -> pandas.DataFrame:
    """Return a frame of point clouds: ``path``, ``size``, ``modified`` and ``points``.

    Files are read at once, several at a time.

    Parameters
    ----------
    paths : str, path or iterable of these
        LAS, LAZ, PCD, PLY, KITTI's ``.bin`` and ``.npy`` files, patterns such as
        ``"drive/**/*.bin"``, folders, which stand for all such files below, and URLs: what fsspec
        opens, if ``pandas_ext.options.schemes`` allows it.
    fields : sequence of str or "all", optional
        What of each point is read, as the files call it. By default ``x``, ``y``, ``z`` and, where
        all files have it, ``intensity``; ``"all"`` is all that all files have. Packed colours
        (``rgb`` of PCD) are ``red``, ``green`` and ``blue``.
    dtype : {"float32", "float64"}, optional
        Type of the elements. By default float64 where a file's fields need it, which the
        coordinates of LAS do: in float32, a map's coordinates of millions of metres are off by
        half a metre. Otherwise float32.
    columns : sequence of str
        Names of the fields in ``.bin`` files, which are float32, and in ``.npy`` files without
        names.
    on_error : {"raise", "null", "report"}
        What becomes of a file that cannot be read or lacks a field: an error, a missing value, or
        this and the reason in a column ``error``.

    Returns
    -------
    DataFrame
        ``points`` is a ragged tensor with named fields, such as ``tensor[float32, (*, 4),
        fields=(x, y, z, intensity)]``. Rows are in the order of the paths.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    MediaError
        Naming row, file and reason.

    Examples
    --------
    >>> import pathlib, tempfile, numpy as np, pandas_ext
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     np.zeros((5, 4), "float32").tofile(pathlib.Path(folder, "a.bin"))
    ...     pandas_ext.read_pointclouds(folder).points.dtype
    tensor[float32, (*, 4), fields=(x, y, z, intensity)]
    """
    stop = stops(on_error)
    wanted = _checked(fields)
    if dtype not in (None, "float32", "float64"):
        raise ValueError(f"dtype is float32 or float64, not {dtype!r}")
    names = _checked(columns)
    assert isinstance(names, tuple)
    frame = frame_of(list_files(paths, EXTENSIONS))
    blocks = Blocks()
    outcome = map_rows(
        lambda path, budget: _read(path, wanted, names, dtype, blocks, budget),
        frame["path"].tolist(),
        stop_at_error=stop,
    )
    frame["points"] = _gathered(outcome, wanted, dtype)
    if on_error == "report":
        reasons = [
            str(outcome.errors[k]) if k in outcome.errors else None for k in range(len(frame))
        ]
        frame["error"] = pandas.array(reasons, dtype="str")
    return frame


def _checked(fields: Sequence[str] | None) -> tuple[str, ...] | Literal["all"] | None:
    if fields is None or fields == "all":
        return fields
    if isinstance(fields, str):
        raise TypeError(f"fields are a list of names, not {fields!r}")
    names = tuple(fields)
    if not names or len(set(names)) != len(names):
        raise ValueError(f"fields are different names, not {list(names)}")
    return names


def _read(
    path: str,
    wanted: Any,
    columns: tuple[str, ...],
    dtype: Any,
    blocks: Blocks,
    budget: Budget,
) -> _Points:
    source = source_of(path)
    try:
        growth = _GROWTH.get(os.path.splitext(path)[1].lower(), 3)
        with budget.hold(growth * source.size()):
            cloud = read_cloud(source.read(), source.name, columns)
            return _chosen(cloud, _names(cloud, wanted), dtype, blocks)
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def _names(cloud: Cloud, wanted: Any) -> tuple[str, ...]:
    if wanted == "all":
        return tuple(cloud.fields)
    names = _PLACE if wanted is None else wanted
    for name in names:
        if name not in cloud.fields:
            there = ", ".join(cloud.fields)[:100]
            raise MediaError(f"its points have no field {name!r}; there are {there or 'none'}")
    if wanted is None:
        return tuple(name for name in _USUAL if name in cloud.fields)
    return tuple(names)


def _chosen(cloud: Cloud, names: tuple[str, ...], dtype: Any, blocks: Blocks) -> _Points:
    values = [cloud.fields[name]() for name in names]
    if dtype is None:
        exact = all(np.can_cast(column.dtype, np.float32) for column in values)
        dtype = "float32" if exact else "float64"
    size = cloud.count * len(names) * np.dtype(dtype).itemsize
    array = blocks.take(size).view(dtype).reshape(cloud.count, len(names))
    with np.errstate(over="ignore"):
        for k, column in enumerate(values):
            array[:, k] = column
    return _Points(names, array)


def _gathered(outcome: Outcome[_Points], wanted: Any, dtype: Any) -> TensorArray:
    """Return the points of all rows as one column; those of each are let go on the way."""
    read = [points for points in outcome.results if points is not None]
    names = wanted if isinstance(wanted, tuple) else _PLACE
    if read:
        names = tuple(n for n in read[0].fields if all(n in points.fields for points in read))
    if not names:
        raise MediaError("no field is in all files")
    if dtype is None:
        dtype = np.result_type(*(points.array.dtype for points in read)) if read else np.float32
    results = outcome.results
    shapes = [None if points is None else (len(points.array), len(names)) for points in results]
    read.clear()

    def fill(k: int, part: NDArray[Any]) -> None:
        points, results[k] = results[k], None
        assert points is not None  # rows that are missing are not written
        if points.fields == names:
            part[...] = points.array
        else:
            part[...] = points.array[:, [points.fields.index(name) for name in names]]

    return TensorArray.of(filled(shapes, (None, len(names)), np.dtype(dtype), fill), names)
