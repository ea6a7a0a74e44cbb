"""Series of DICOM slices as volumes: a row for each series, its slices in the order of space."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_gather import gathered
from pandas_ext.chain import run_chain
from pandas_ext.codec.dicom_tags import dtype_of, read_tags
from pandas_ext.codec.limits import check_pixels
from pandas_ext.errors import LimitError, MediaError
from pandas_ext.parallel import map_rows
from pandas_ext.settings import OnError, options
from pandas_ext.value.image import Image

_TAGS: Final = ("SeriesInstanceUID", "InstanceNumber", "ImagePositionPatient",
                "ImageOrientationPatient", "PixelSpacing", "SliceThickness")  # fmt: skip
_TO_RIGHT_AND_FORWARD: Final = np.diag([-1.0, -1.0, 1.0, 1.0])  # DICOM counts to left and back
_UNEVEN: Final = 0.1  # millimetres that slices may be off their places
_ASKEW: Final = 1e-3  # by which their directions may differ, as cosines


def series_of(
    paths: Sequence[str], images: Sequence[Image], tags: Sequence[str], on_error: OnError
) -> pandas.DataFrame:
    """Return ``series``, ``paths``, ``volume``, ``affine`` and tags of each series of slices.

    Parameters
    ----------
    paths, images : sequence
        The files.
    tags : sequence of str
        Keywords of tags; of a series those of its first slice.
    on_error : {"raise", "null", "report"}
        What becomes of a series with a file that cannot be read.

    Raises
    ------
    MediaError
        Naming the row of the series, file and reason.
    """
    dtypes = {name: dtype_of(name) for name in tags}
    wanted = list(dict.fromkeys([*_TAGS, *tags]))
    told = map_rows(
        lambda image, _: read_tags(image.source, wanted), images, stop_at_error=on_error == "raise"
    )
    groups: dict[Hashable, list[int]] = {}
    for k, header in enumerate(told.results):
        uid = None if header is None else header.get("SeriesInstanceUID")
        groups.setdefault(paths[k] if uid is None else str(uid), []).append(k)
    rows: dict[str, list[Any]] = {"series": [], "paths": [], "affine": [], "error": []}
    volumes: list[NDArray[Any] | None] = []
    heads: list[dict[str, Any]] = []
    for row, (uid, members) in enumerate(groups.items()):
        headers = [told.results[k] or {} for k in members]
        order = _order(headers)
        ordered = [members[k] for k in order]
        placed = [headers[k] for k in order]
        volume, affine, reason = None, None, None
        try:
            for k in ordered:
                if k in told.errors:
                    raise told.errors[k]
            affine = _affine(placed)
            volume = _volume([images[k] for k in ordered], placed)
        except MediaError as error:
            if on_error == "raise":
                raise error.at_row(row) from error.__cause__
            affine, reason = None, str(error)
        volumes.append(volume)
        heads.append(placed[0])
        for name, value in zip(
            rows, (str(uid), [paths[k] for k in ordered], affine, reason), strict=True
        ):
            rows[name].append(value)
    return _frame(rows, volumes, heads, dtypes, on_error)


def _frame(
    rows: dict[str, list[Any]],
    volumes: list[NDArray[Any] | None],
    heads: list[dict[str, Any]],
    dtypes: dict[str, str | None],
    on_error: OnError,
) -> pandas.DataFrame:
    from pandas_ext.accessors.dicom import column_of

    columns: dict[str, Any] = {
        "series": pandas.array(rows["series"], dtype="str"),
        "paths": pandas.Series(rows["paths"], dtype=object),
        "volume": TensorArray.of(gathered(volumes, (None,) * 3, np.dtype(np.float32))),
        "affine": pandas.array(rows["affine"], dtype="tensor[float64, (4, 4)]"),
    }
    for name, dtype in dtypes.items():
        columns[name] = column_of([head.get(name) for head in heads], dtype)
    if on_error == "report":
        columns["error"] = pandas.array(rows["error"], dtype="str")
    return pandas.DataFrame(columns)


def _numbers(header: dict[str, Any], name: str, count: int) -> NDArray[np.float64] | None:
    value = header.get(name)
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(isinstance(number, (int, float)) for number in value):
        return None
    array = np.array(value, np.float64)
    return array if np.isfinite(array).all() else None


def _order(headers: list[dict[str, Any]]) -> list[int]:
    """Return the order of slices along their normal or, where one tells no place, by number."""
    places = [_numbers(header, "ImagePositionPatient", 3) for header in headers]
    sides = _numbers(headers[0], "ImageOrientationPatient", 6)
    key: Callable[[int], Any]
    if sides is not None and all(place is not None for place in places):
        normal = np.cross(sides[:3], sides[3:])
        along = [float(np.dot(place, normal)) for place in places if place is not None]
        key = along.__getitem__
    else:
        numbers = [header.get("InstanceNumber") for header in headers]
        key = [number if isinstance(number, int) else 0 for number in numbers].__getitem__
    return sorted(range(len(headers)), key=key)


def _affine(headers: list[dict[str, Any]]) -> NDArray[np.float64] | None:
    """Return the matrix from voxels to millimetres, right, forward and up.

    That of DICOM PS3.3 section C.7.6.2.1.1, with both horizontal axes turned around, as NIfTI has
    them; ``None`` where the slices do not tell where they lie, or some of them are missing.
    """
    sides = _numbers(headers[0], "ImageOrientationPatient", 6)
    spacing = _numbers(headers[0], "PixelSpacing", 2)
    told = [_numbers(header, "ImagePositionPatient", 3) for header in headers]
    places = [place for place in told if place is not None]
    if sides is None or spacing is None or len(places) < len(told):
        return None
    first, last = places[0], places[-1]
    even = np.linspace(first, last, len(places))
    if np.abs(np.array(places) - even).max() > _UNEVEN:
        return None
    affine = np.eye(4)
    affine[:3, 0] = sides[:3] * spacing[1]  # along a row, from column to column
    affine[:3, 1] = sides[3:] * spacing[0]
    if len(headers) > 1:
        affine[:3, 2] = (last - first) / (len(headers) - 1)
    else:
        thickness = headers[0].get("SliceThickness")
        step = thickness if isinstance(thickness, float) else 1.0
        affine[:3, 2] = np.cross(sides[:3], sides[3:]) * step
    affine[:3, 3] = first
    turned: NDArray[np.float64] = _TO_RIGHT_AND_FORWARD @ affine
    return turned


def _alike(side: NDArray[np.float64] | None, other: NDArray[np.float64] | None) -> bool:
    if side is None or other is None:
        return side is other
    return bool(np.abs(side - other).max() <= _ASKEW)


def _volume(images: list[Image], headers: list[dict[str, Any]]) -> NDArray[Any]:
    """Return the slices of a series, frames of a file one after the other, shape (x, y, z)."""
    frames = [
        image.frame(k) if image.frames > 1 else image
        for image in images
        for k in range(image.frames)
    ]
    sides = [_numbers(header, "ImageOrientationPatient", 6) for header in headers]
    width, height = images[0].width, images[0].height
    for image, side in zip(images, sides, strict=True):
        if (image.width, image.height) != (width, height) or image.mode == "RGB":
            raise MediaError(
                f"a slice of {image.mode} {image.width}x{image.height} in a series of"
                f" {width}x{height}", image.source.name,
            )  # fmt: skip
        if not _alike(side, sides[0]):
            raise MediaError("slices of a series lie in several directions", image.source.name)
    check_pixels(width, height)
    if 4 * width * height * len(frames) > options.max_bytes:
        raise LimitError(
            f"{len(frames)} slices of {width}x{height} are more than options.max_bytes"
        )
    stack = np.empty((len(frames), height, width), np.float32)

    def fill(place: int, budget: Any) -> None:
        stack[place] = run_chain(frames[place], budget).array

    # rows here are slices: the error is to name that of the series
    outcome = map_rows(fill, list(range(len(frames))), stop_at_error=False)
    for error in outcome.errors.values():
        raise error
    return stack.T
