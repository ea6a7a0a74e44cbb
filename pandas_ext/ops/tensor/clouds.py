"""Point clouds: cells of shape (points, fields)."""

from __future__ import annotations

from typing import Any

import numpy as np

from pandas_ext.arrays.tensor_ragged import RaggedStorage, Storage, as_ragged
from pandas_ext.ops.tensor.elementwise import elementwise
from pandas_ext.ops.tensor.reduce import reduce
from pandas_ext.ops.tensor.reshape import stack, take_slice


def coordinates(storage: Storage, fields: tuple[str, ...] | None) -> Storage:
    """Return the fields x, y and z; without names, the first three."""
    if len(storage.axes) != 2 or storage.axes[1] is None:
        raise ValueError(f"a cloud has the axes (points, fields), not {storage.axes}")
    if fields is None or not {"x", "y"} <= set(fields):
        return take_slice(storage, (slice(None), slice(0, 3)))
    places = [fields.index(name) for name in ("x", "y", "z") if name in fields]
    if places == list(range(places[0], places[0] + len(places))):
        return take_slice(storage, (slice(None), slice(places[0], places[-1] + 1)))
    return stack([take_slice(storage, (slice(None), place)) for place in places], axis=1)


def bounding_box(points: Storage) -> Storage:
    """Return the smallest and the largest coordinates, shape (2, d); missing without points."""
    some = points.sizes > 0
    positions = np.where(some & ~points.mask, np.arange(len(points)), -1)
    kept = points.take(positions)
    return stack([reduce(kept, "min", 0), reduce(kept, "max", 0)], axis=0)


def within(points: Storage, box: Any) -> Storage:
    """Tell of each point whether it lies in a box, its faces included."""
    axes = box.shape if isinstance(box, np.ndarray) else box.axes
    if len(axes) != 2 or axes[0] not in (2, None):
        raise ValueError(f"a box has the shape (2, {points.axes[1]}), not {axes}")
    if isinstance(box, np.ndarray):
        low, high = box
    else:
        low, high = (_row_of_box(box, side) for side in (0, 1))
    above = elementwise(np.greater_equal, [points, low])[0]
    below = elementwise(np.less_equal, [points, high])[0]
    return reduce(elementwise(np.logical_and, [above, below])[0], "all", -1)


def _row_of_box(box: Storage, side: int) -> Storage:
    return take_slice(box, (slice(side, side + 1), slice(None)))


def select(storage: Storage, chosen: Storage) -> RaggedStorage:
    """Keep what a column of truth values of shape (points,) says, along the first axis."""
    if len(chosen.axes) != 1 or not storage.axes:
        raise ValueError(f"cells of axes {chosen.axes} do not tell which points of {storage.axes}")
    rows, flags = as_ragged(storage), as_ragged(chosen)
    mask = rows.mask | flags.mask
    positions = np.where(mask, -1, np.arange(len(mask)))
    axes = (None, *rows.axes[1:])
    rows = RaggedStorage(rows.heap, rows.offsets, rows.shapes, rows.mask, axes).take(positions)
    flags = RaggedStorage(flags.heap, flags.offsets, flags.shapes, flags.mask, (None,))
    flags = flags.take(positions)
    odd = rows.shapes[:, 0] != flags.shapes[:, 0]
    if odd.any():
        raise ValueError(f"the cell at position {odd.argmax()} has another number of points")
    kept = flags.flat.astype(np.bool_)
    width = np.prod(rows.shapes[:, 1:], axis=1, dtype=np.int64)
    counts = np.zeros(len(rows), np.int64)
    np.add.at(counts, np.repeat(np.arange(len(rows)), flags.shapes[:, 0])[kept], 1)
    elements = rows.flat[np.repeat(kept, np.repeat(width, flags.shapes[:, 0]))]
    shapes = rows.shapes.copy()
    shapes[:, 0] = counts
    return RaggedStorage.packed(elements, shapes, rows.mask, axes)


def distances(points: Storage) -> Storage:
    """Return the distance of each point to the origin."""
    return reduce(points, "norm", -1)


def in_range(points: Storage, low: float, high: float) -> Storage:
    """Tell of each point whether its distance to the origin is at least low, at most high."""
    far = distances(points)
    enough = elementwise(np.greater_equal, [far, low])[0]
    return elementwise(np.logical_and, [enough, elementwise(np.less_equal, [far, high])[0]])[0]
