"""From pictures to their frames and tiles, and through functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.chain import run_chain
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.frame import Frame
from pandas_ext.ops.image.mosaic import Place, Tile, places
from pandas_ext.parallel import Outcome, map_rows
from pandas_ext.settings import options
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Outline

if TYPE_CHECKING:
    from pandas_ext.arrays.image import ImageArray

_AHEAD: Final = 4  # pictures decoded at a time, for each thread, before a function gets them


def frames_of(array: ImageArray) -> tuple[ImageArray, NDArray[np.intp], list[int | None]]:
    """Return the frames of all files, the row of each, and its number.

    Raises
    ------
    MediaError
        If a file cannot be read.
    """
    counts = map_rows(lambda cell, _: _frame_count(cell), array.cells).results
    cells: list[Image | None] = []
    rows: list[int] = []
    numbers: list[int | None] = []
    for row, (cell, count) in enumerate(zip(array.cells, counts, strict=True)):
        if cell is None or count is None:
            cells.append(None)
            rows.append(row)
            numbers.append(None)
            continue
        for number in range(count):
            cells.append(cell if count == 1 else cell.frame(number))
            rows.append(row)
            numbers.append(number)
    return _column(array, cells, ImageDtype()), np.array(rows, np.intp), numbers


def _frame_count(cell: Image) -> int:
    single = any(isinstance(step, Frame) for step in cell.steps)
    return 1 if single else cell.frames


def tiles_of(
    array: ImageArray, sizes: Sequence[tuple[int, int] | None], edge: str
) -> tuple[ImageArray, NDArray[np.intp], list[Place | None]]:
    """Return the tiles of all pictures, the row of each, and where it lies; see ``places``.

    Parameters
    ----------
    array : ImageArray
        The pictures.
    sizes : sequence of (int, int)
        Width and height of the tiles of each, ``None`` where they are missing.
    edge : str
        As for ``places``.

    Raises
    ------
    MediaError
        If the size of a picture cannot be read.
    """
    outlines = map_rows(lambda cell, _: Outline(None, cell.width, cell.height), array.cells).results
    cells: list[Image | None] = []
    rows: list[int] = []
    found: list[Place | None] = []
    for row, (cell, outline, size) in enumerate(zip(array.cells, outlines, sizes, strict=True)):
        if cell is None or outline is None or size is None:
            cells.append(None)
            rows.append(row)
            found.append(None)
            continue
        for place in places(outline, *size, edge):
            cells.append(cell.then(Tile(*place[2:])))
            rows.append(row)
            found.append(place)
    made = {(p.right - p.left, p.bottom - p.top) for p in found if p is not None}
    dtype = ImageDtype(array.dtype.mode, made.pop() if len(made) == 1 else None)
    return _column(array, cells, dtype), np.array(rows, np.intp), found


def applied(
    array: ImageArray,
    function: Callable[[Any], Any],
    labels: Any,
    *,
    pillow: bool,
    stop_at_error: bool,
) -> Outcome[Any]:
    """Call a function for each picture, in order, in this thread; others decode ahead.

    Raises
    ------
    MediaError
        With ``stop_at_error``: that of the first picture that cannot be read.
    """
    from pandas_ext.codec.pillow import to_pillow

    outcome: Outcome[Any] = Outcome(len(array))
    ahead = _AHEAD * max(1, options.num_threads)
    for start in range(0, len(array), ahead):
        cells = array.cells[start : start + ahead]
        some = map_rows(run_chain, cells, stop_at_error=False)
        for k, pixels in enumerate(some.results, start):
            error = some.errors.get(k - start)
            if error is not None:
                if stop_at_error:
                    raise error.at_row(k)
                outcome.errors[k] = error
            if pixels is None:
                continue
            if pillow:
                value: Any = to_pillow(pixels)
            else:
                value = pixels.array.view()
                value.flags.writeable = False
            try:
                outcome.results[k] = function(value)
            except MediaError as error:
                raise error.at_row(k) from error.__cause__
            except Exception as error:
                error.add_note(f"in row {labels[k]!r}")
                raise
    return outcome


def _column(array: ImageArray, cells: list[Image | None], dtype: ImageDtype) -> ImageArray:
    items = np.empty(len(cells), object)
    items[:] = cells
    return type(array)(items, dtype)
