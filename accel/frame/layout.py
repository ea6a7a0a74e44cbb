"""Which columns lie together in pandas: the blocks that its calls give, in order.

pandas works block by block, so the blocks tell which column an operation refuses first, and of how
many it warns. Every function here follows what the calls named with it do to the blocks of a frame.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np

from accel.plan.expr import DType

Blocks: TypeAlias = tuple[tuple[int, ...], ...]  # the columns of each block, by position
ALONE: Final[Blocks] = ((0,),)


def blocks_of(manager: Any) -> Blocks:
    """Return the blocks of a pandas BlockManager."""
    return tuple(tuple(block.mgr_locs.as_array.tolist()) for block in manager.blocks)


def one_each(count: int) -> Blocks:
    """Return a block a column: ``agg`` of several functions, ``astype`` of a dict.

    Examples
    --------
    >>> one_each(2)
    ((0,), (1,))
    """
    return tuple((place,) for place in range(count))


def by_dtype(dtypes: Iterable[DType]) -> Blocks:
    """Return a block a dtype of NumPy's, in order of appearance: ``DataFrame(...)``.

    Examples
    --------
    >>> by_dtype([np.dtype("i8"), np.dtype("f8"), np.dtype("i8")])
    ((0, 2), (1,))
    """
    found: dict[Hashable, list[int]] = {}
    for place, dtype in enumerate(dtypes):
        found.setdefault(dtype if isinstance(dtype, np.dtype) else place, []).append(place)
    return tuple(map(tuple, found.values()))


def consolidated(blocks: Blocks, dtypes: Sequence[DType]) -> Blocks:
    """Return the blocks in pandas' own order, if some can be put together; else as they are.

    Examples
    --------
    >>> from pandas import StringDtype
    >>> whole, text = np.dtype("i8"), StringDtype(na_value=np.nan)
    >>> consolidated(((0,), (1,), (2,)), [whole, text, whole])
    ((1,), (0, 2))
    """
    alike: dict[tuple[bool, str], list[tuple[int, ...]]] = {}
    for block in blocks:
        dtype = dtypes[block[0]]
        alike.setdefault((isinstance(dtype, np.dtype), dtype.name), []).append(block)
    if all(len(found) == 1 for (is_plain, _), found in alike.items() if is_plain):
        return blocks
    result: list[tuple[int, ...]] = []
    for (is_plain, _), found in sorted(alike.items()):
        result += [tuple(sorted(sum(found, ())))] if is_plain else found
    return tuple(result)


def of_arrow(dtypes: Sequence[DType]) -> Blocks:
    """Return what pyarrow makes of a table: dtypes that are not NumPy's last, and backwards."""
    blocks = by_dtype(dtypes)
    alone = [block for block in blocks if not isinstance(dtypes[block[0]], np.dtype)]
    return (*(block for block in blocks if block not in alone), *reversed(alone))


def taken(blocks: Blocks, places: Sequence[int]) -> Blocks:
    """Return the blocks of some columns: ``df[[...]]``.

    Examples
    --------
    >>> taken(((0, 2), (1,)), [1, 2, 0])
    ((0,), (1, 2))
    """
    numbers = _numbers(blocks)
    found: dict[int, list[int]] = {}
    for place, old in enumerate(places):
        found.setdefault(numbers[old][0], []).append(place)
    return tuple(map(tuple, found.values()))


def viewed(blocks: Blocks, places: Sequence[int]) -> Blocks:
    """Return the blocks of some columns where pandas slices and never copies: ``drop``, ``del``.

    Examples
    --------
    >>> viewed(((0, 1, 3), (2,)), [0, 1, 2, 3])
    ((0, 1), (2,), (3,))
    """
    if len(blocks) == 1:
        return one_each(len(places))
    numbers = _numbers(blocks)
    runs: list[list[int]] = []
    for place, old in enumerate(places):
        if place and numbers[old][0] == numbers[places[place - 1]][0]:
            runs[-1].append(place)
        else:
            runs.append([place])
    found: list[tuple[int, ...]] = []
    for run in runs:
        rows = [numbers[places[place]][1] for place in run]
        found += [tuple(run)] if _is_slice(rows) else [(place,) for place in run]
    return tuple(found)


def inserted(blocks: Blocks, place: int) -> Blocks:
    """Return the blocks with one more column: ``insert``, ``reset_index``, a new ``df[c]``.

    Examples
    --------
    >>> inserted(((0, 1),), 0)
    ((1, 2), (0,))
    """
    moved = tuple(tuple(old + (old >= place) for old in block) for block in blocks)
    return (*moved, (place,))


def replaced(blocks: Blocks, place: int) -> Blocks:
    """Return the blocks after ``df[c] = ...`` where the column is there.

    Examples
    --------
    >>> replaced(((0, 1, 3), (2,)), 1)
    ((0,), (2,), (3,), (1,))
    """
    number = next(k for k, block in enumerate(blocks) if place in block)
    block = blocks[number]
    if len(block) == 1:
        return blocks
    row = block.index(place)
    first, *others = (part for part in (block[:row], block[row + 1 :]) if part)
    return (*blocks[:number], first, *blocks[number + 1 :], *others, (place,))


def side_by_side(left: Blocks, right: Blocks) -> Blocks:
    """Return the blocks of two frames beside each other: ``merge``.

    Examples
    --------
    >>> side_by_side(((0, 1),), ((0,),))
    ((0, 1), (2,))
    """
    width = sum(map(len, left))
    return (*left, *(tuple(place + width for place in block) for block in right))


def end_to_end(parts: Sequence[Blocks], dtypes: Sequence[DType]) -> Blocks:
    """Return the blocks of rows after rows: columns side by side that are so in all frames.

    Examples
    --------
    >>> whole = np.dtype("i8")
    >>> end_to_end([((0, 2), (1,)), ((0, 2), (1,))], [whole, np.dtype("f8"), whole])
    ((0,), (1,), (2,))
    """
    if len(parts) == 1:
        return parts[0]
    if set(dtypes) in ({np.dtype("f4")}, {np.dtype("f8")}):
        return (tuple(range(len(dtypes))),)
    numbers = [_numbers(blocks) for blocks in parts]
    found: list[list[int]] = []
    for place in range(len(dtypes)):
        if place and all(own[place][0] == own[place - 1][0] for own in numbers):
            found[-1].append(place)
        else:
            found.append([place])
    return tuple(map(tuple, found))


def paired(left: Blocks, right: Blocks) -> Blocks:
    """Return the blocks of an operation of two frames: those of the right, within the left's.

    Examples
    --------
    >>> paired(((0, 1),), ((0,), (1,)))
    ((0,), (1,))
    """
    found: list[tuple[int, ...]] = []
    for block in left:
        parts = viewed(right, block)
        if len(right) == 1 and _is_slice(block):
            parts = (tuple(range(len(block))),)
        found += [tuple(block[place] for place in part) for part in parts]
    return tuple(found)


def _numbers(blocks: Blocks) -> dict[int, tuple[int, int]]:
    """Return for each column its block and its row there."""
    return {
        place: (number, row)
        for number, block in enumerate(blocks)
        for row, place in enumerate(block)
    }


def _is_slice(rows: Sequence[int]) -> bool:
    steps = {b - a for a, b in pairwise(rows)}
    return len(steps) < 2 and 0 not in steps
