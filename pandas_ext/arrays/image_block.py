"""All pixels of a column as one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.chain import run_annotated, run_chain
from pandas_ext.codec.limits import check_pixels
from pandas_ext.codec.metadata import NOTHING, Metadata
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.to_tensor import ToTensor
from pandas_ext.parallel import Budget, Outcome, map_rows
from pandas_ext.settings import options
from pandas_ext.value.image import Image
from pandas_ext.value.pixels import Outline, Pixels, dtype_of, shape_of

if TYPE_CHECKING:
    from pandas_ext.arrays.image import ImageArray
    from pandas_ext.arrays.tensor import TensorArray


def common_outline(array: ImageArray) -> Outline | None:
    """Return mode and size of all pictures, if they have them in common; reads headers at most.

    Raises
    ------
    MediaError
        If a header cannot be read.
    """
    outline = array.dtype.outline
    if not outline.mode or not outline.width:
        found = map_rows(lambda cell, _: cell.outline, array.cells).results
        outlines = {outline for outline in found if outline is not None}
        if len(outlines) != 1:
            return None
        (outline,) = outlines
        if not outline.mode or not outline.width or not outline.height:
            return None
    try:
        check_pixels(outline.width, outline.height)
    except MediaError as error:
        raise error.at_row(int(np.argmin(array.isna()))) from None
    return outline


def block_of(array: ImageArray) -> NDArray[Any]:
    """Return all pixels as one read-only array, shape (rows, height, width[, channels]).

    Pictures keep their rows of it, where ``options.keep_bytes`` allow it, so that a second call
    copies nothing.

    Raises
    ------
    ValueError
        If a cell is missing, or sizes or modes differ.
    """
    return _block(array, annotated=False)[0]


def _block(array: ImageArray, *, annotated: bool) -> tuple[NDArray[Any], list[Metadata | None]]:
    """Return all pixels as one array and, if wanted, what is said of each picture."""
    if array.isna().any():
        raise ValueError("a missing picture has no pixels: drop or fill it first")
    cells: Sequence[Image] = array.cells  # type: ignore[assignment]
    held = _rows_held(cells)
    if held is not None:
        heard = map_rows(lambda cell, _: cell.metadata_of(cell.pixels), cells if annotated else [])
        return held, heard.results
    outline = common_outline(array)
    if outline is None:
        raise ValueError("one array needs pictures of one mode and size: convert or resize them")
    mode, width, height = outline
    assert mode is not None
    whole = np.empty((len(cells), *shape_of(mode, width, height)), dtype_of(mode))
    keeps = whole.nbytes <= options.keep_bytes

    def run(row: tuple[int, Image], budget: Budget) -> Metadata | None:
        k, cell = row
        if annotated:
            pixels, said = run_annotated(cell, budget)
        else:
            pixels, said = run_chain(cell, budget), None
        whole[k] = _expected(pixels, outline).array
        if keeps and cell.steps and cell.kept is None:
            row_of_it = whole[k]
            row_of_it.flags.writeable = False
            cell.keep(Pixels(row_of_it, mode))
        return said

    told = map_rows(run, list(enumerate(cells))).results
    whole.flags.writeable = False
    return whole, told


def decoded_block(array: ImageArray) -> ImageArray:
    """Return pictures of one mode and size as rows of one array.

    Raises
    ------
    ValueError
        As :func:`block_of`.
    """
    whole, told = _block(array, annotated=True)
    mode = array.dtype.mode
    items = np.empty(len(array), object)
    for k, said in enumerate(told):
        items[k] = Image(Pixels(whole[k], mode), (), said or NOTHING)
    return type(array)(items, array.dtype)


def tensor_of(
    array: ImageArray,
    step: ToTensor,
    steps: Sequence[ToTensor | None] | None = None,
    *,
    stop_at_error: bool = True,
) -> tuple[TensorArray, Outcome[Any]]:
    """Return pixels as a column of tensors: of one shape where sizes and modes are the same.

    Parameters
    ----------
    array : ImageArray
        Missing pictures give missing tensors.
    step : ToTensor
        How pixels become elements.
    steps : sequence of ToTensor, optional
        The same for each row, with mean and std; ``None`` gives a missing tensor.
    stop_at_error : bool
        Whether the first picture that fails ends it; otherwise it is missing in the result.

    Raises
    ------
    MediaError
        With ``stop_at_error``: that of the first picture that fails.
    """
    from pandas_ext.arrays.tensor import TensorArray
    from pandas_ext.arrays.tensor_fixed import FixedStorage

    each = [step] * len(array) if steps is None else steps
    rows = [
        None if cell is None or own is None else (k, cell, own)
        for k, (cell, own) in enumerate(zip(array.cells, each, strict=True))
    ]
    missing = np.fromiter((row is None for row in rows), bool, len(rows))
    held = _rows_held(array.cells) if step.plain and not missing.any() else None
    if held is not None:
        one = held.reshape(*held.shape[:3], -1)
        return TensorArray.of(FixedStorage(one, missing)), Outcome(len(array))
    outline = _known_outline(array, stop_at_error)
    if outline is None:
        return _tensors_apart(rows, step, stop_at_error)
    assert outline.mode is not None
    whole = np.zeros((len(array), *step.shape(outline)), step.element(outline.mode))

    def run(row: tuple[int, Image, ToTensor], budget: Budget) -> None:
        k, cell, own = row
        own.write(_expected(run_chain(cell, budget), outline), whole[k])

    outcome = map_rows(run, rows, stop_at_error=stop_at_error)
    for k in outcome.errors:
        whole[k] = 0
        missing[k] = True
    return TensorArray.of(FixedStorage(whole, missing)), outcome


def _known_outline(array: ImageArray, stop_at_error: bool) -> Outline | None:
    try:
        return common_outline(array)
    except MediaError:
        if stop_at_error:
            raise
        return None


def _tensors_apart(
    rows: Sequence[tuple[int, Image, ToTensor] | None], step: ToTensor, stop_at_error: bool
) -> tuple[TensorArray, Outcome[Any]]:
    from pandas_ext.arrays.tensor import TensorArray

    def run(row: tuple[int, Image, ToTensor], budget: Budget) -> NDArray[Any]:
        _, cell, own = row
        pixels = run_chain(cell, budget)
        tensor = np.empty(own.shape(pixels.outline), own.element(pixels.mode))
        own.write(pixels, tensor)
        return tensor

    outcome = map_rows(run, rows, stop_at_error=stop_at_error)
    if all(result is None for result in outcome.results):
        empty = f"tensor[{step.dtype or 'uint8'}, (*, *, *)]"
        return TensorArray._from_sequence(outcome.results, dtype=empty), outcome
    return TensorArray._from_sequence(outcome.results), outcome


def _expected(pixels: Pixels, outline: Outline) -> Pixels:
    if pixels.outline != outline:
        mode, width, height = pixels.outline
        raise MediaError(
            f"{mode} {width}x{height} among pictures {outline.mode} "
            f"{outline.width}x{outline.height}"
        )
    return pixels


def _rows_held(cells: Sequence[Image | None] | NDArray[np.object_]) -> NDArray[Any] | None:
    """Return the array of which the pixels in memory are rows, in turn, if there is one."""
    kept = [None if cell is None else cell.kept for cell in cells]
    first = kept[0] if kept else None
    base = None if first is None else first.array.base
    if first is None or not isinstance(base, np.ndarray) or not base.flags.c_contiguous:
        return None
    if base.shape[1:] != first.array.shape or base.dtype != first.array.dtype:
        return None
    step = base.strides[0]
    start, away = divmod(first.array.ctypes.data - base.ctypes.data, step or 1)
    if away:
        return None
    for k, one in enumerate(kept):
        if one is None or one.mode != first.mode or one.array.base is not base:
            return None
        if one.array.ctypes.data != base.ctypes.data + (start + k) * step:
            return None
        if one.array.shape != first.array.shape or one.array.strides != base.strides[1:]:
            return None
    rows: NDArray[Any] = base[start : start + len(kept)]
    rows.flags.writeable = False
    return rows
