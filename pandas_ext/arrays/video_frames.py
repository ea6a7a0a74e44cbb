"""Frames of the clips of a column: decoded, and put into columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.arrays.image import ImageArray
from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.arrays.tensor_ragged import RaggedStorage
from pandas_ext.arrays.video import VideoArray
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import MediaError
from pandas_ext.ops.seconds import timedelta
from pandas_ext.ops.video.decode import Shot, decode_frames
from pandas_ext.ops.video.frames import Frames
from pandas_ext.parallel import Budget, Outcome, map_rows
from pandas_ext.settings import options
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Pixels
from pandas_ext.value.video import Video


def shots_of(
    array: VideoArray,
    arguments: Mapping[str, Any],
    *,
    stop_at_error: bool,
    one_size: bool = False,
) -> Outcome[list[Shot]]:
    """Decode frames of every clip, on all cores.

    Parameters
    ----------
    array : VideoArray
        The clips.
    arguments : mapping
        Fields of :class:`Frames`; an ndarray of objects gives one to each row. A row that has a
        missing value there is missing in the result.
    stop_at_error : bool
        Whether the first clip that fails ends the run.
    one_size : bool
        Whether a clip whose frames differ in size fails: they are put into one tensor.
    """
    columns = {name: a for name, a in arguments.items() if isinstance(a, np.ndarray)}
    rest = {name: a for name, a in arguments.items() if name not in columns}
    shared = None if columns else Frames(**rest)

    def choose(k: int) -> Frames | None:
        values = {name: column[k] for name, column in columns.items()}
        if any(value is None for value in values.values()):
            return None
        try:
            return Frames(**rest, **values) if shared is None else shared
        except (ValueError, TypeError) as error:
            raise MediaError(str(error)).at_row(k) from error

    chosen = [None if cell is None else choose(k) for k, cell in enumerate(array.cells)]
    rows = [
        None if frames is None else (cell, frames)
        for cell, frames in zip(array.cells, chosen, strict=True)
    ]
    busy = min(sum(row is not None for row in rows), options.num_threads)
    threads = max(options.num_threads // max(busy, 1), 1)

    def run(row: tuple[Video, Frames], budget: Budget) -> list[Shot]:
        return decode_frames(*row, budget, threads, one_size=one_size, together=one_size)

    return map_rows(run, rows, stop_at_error=stop_at_error)


def tensors(results: list[list[Shot] | None], arguments: Mapping[str, Any]) -> TensorArray:
    """Return one tensor a clip, shape (frames, height, width, 3)."""
    shapes = {shot.pixels.shape for shots in results for shot in shots or ()}
    counts = {len(shots) for shots in results if shots is not None}
    height, width = _common_size(shapes, arguments.get("size"))
    count = arguments.get("count")
    if count is not None:
        counts = counts or ({int(count)} if np.ndim(count) == 0 else set())
        count = counts.pop() if len(counts) == 1 else None
    axes = (count, height, width, 3)
    lengths = np.array([_shape(shots, axes) for shots in results], np.int64).reshape(-1, 4)
    elements = np.empty(int(lengths.prod(axis=1).sum()), np.uint8)
    place = 0
    for shots in results:
        if shots is not None:
            shots.reverse()
        while shots:  # each is let go when its pixels are in the column
            pixels = shots.pop().pixels
            elements[place : place + pixels.size] = pixels.reshape(-1)
            place += pixels.size
    missing = np.fromiter((shots is None for shots in results), bool, len(results))
    return TensorArray.of(RaggedStorage.packed(elements, lengths, missing, axes))


def images(results: list[Shot | None]) -> ImageArray:
    """Return a picture a frame, which look at the frames' pixels."""
    sizes = {shot.pixels.shape[1::-1] for shot in results if shot is not None}
    cells = [None if shot is None else Image(Pixels(shot.pixels, "RGB")) for shot in results]
    dtype = ImageDtype("RGB", sizes.pop() if len(sizes) == 1 else None)
    return ImageArray(np.fromiter(cells, object, len(cells)), dtype)


def exploded(outcome: Outcome[list[Shot]]) -> tuple[NDArray[np.intp], dict[str, Any]]:
    """Return one row a frame.

    Returns
    -------
    ndarray of int, dict
        The place of the clip of each row, and the columns ``timestamp``, ``frame``, ``keyframe``
        and ``image``. A clip that failed has one row, of missing values.
    """
    rows: list[tuple[int, Shot | None]] = []
    for place, shots in enumerate(outcome.results):
        rows.extend((place, shot) for shot in shots or ())
        if place in outcome.errors:
            rows.append((place, None))
    taken = [shot for _, shot in rows]
    times = [None if shot is None else timedelta(shot.time) for shot in taken]
    numbers = [None if shot is None else shot.number for shot in taken]
    keys = [None if shot is None else shot.is_key for shot in taken]
    columns = {
        "timestamp": pandas.array(times, dtype="timedelta64[ns]"),
        "frame": pandas.array(numbers, dtype="Int64"),
        "keyframe": pandas.array(keys, dtype="boolean"),
        "image": images(taken),
    }
    return np.array([place for place, _ in rows], np.intp), columns


def _shape(shots: list[Shot] | None, axes: tuple[int | None, ...]) -> tuple[int, ...]:
    """Return the shape of the cell of some frames; without elements where there are none."""
    if not shots:
        return tuple(length or 0 for length in (None, *axes[1:]))
    return (len(shots), *shots[0].pixels.shape)


def _common_size(shapes: set[tuple[int, ...]], size: Any) -> tuple[int | None, int | None]:
    if isinstance(size, tuple) and all(size):
        return size[1], size[0]
    heights, widths = {shape[0] for shape in shapes}, {shape[1] for shape in shapes}
    return (
        heights.pop() if len(heights) == 1 else None,
        widths.pop() if len(widths) == 1 else None,
    )
