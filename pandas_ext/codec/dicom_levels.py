"""Which levels of a DICOM picture its file wants shown (DICOM PS3.3 section C.11.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pandas_ext.codec.base import Levels, Table

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_DEEPEST: Final = 16  # bits of an entry


def of_frame(dataset: Dataset, name: str, frame: int) -> Dataset:
    """Return what tells something of a frame: its functional group, that of all, or the file."""
    each = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    shared = dataset.get("SharedFunctionalGroupsSequence") or ()
    for group in (*each[frame : frame + 1], *shared[:1]):
        items = group.get(name)
        if items:
            item: Dataset = items[0]
            return item
    return dataset


def shown_levels(dataset: Dataset, frames: int) -> tuple[tuple[Levels, ...], ...]:
    """Return the choices of each frame or, where all have the same, those of one.

    A frame has one choice at least, which may be all levels there are.
    """
    if not dataset.get("PerFrameFunctionalGroupsSequence"):
        return (_choices(dataset, of_frame(dataset, "FrameVOILUTSequence", 0)),)
    told = (of_frame(dataset, "FrameVOILUTSequence", frame) for frame in range(frames))
    each = tuple(_choices(dataset, item) for item in told)
    return each[:1] if len(set(each)) == 1 else each


def _choices(dataset: Dataset, told: Dataset) -> tuple[Levels, ...]:
    inverted = dataset.PhotometricInterpretation == "MONOCHROME1"
    order = "<" if dataset.original_encoding[1] else ">"
    tables = [_table(item, order) for item in told.get("VOILUTSequence") or ()]
    function = str(told.get("VOILUTFunction") or "LINEAR").lower()
    windows = zip(_numbers(told, "WindowCenter"), _numbers(told, "WindowWidth"), strict=False)
    found = [
        *(Levels(None, None, "linear", inverted, table) for table in tables),
        *(Levels(center, width, function, inverted) for center, width in windows),
    ]
    return tuple(found) or (Levels(None, None, "linear", inverted),)


def _table(item: Dataset, order: str) -> Table:
    """Return a table.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    count, first, bits = (int(number) for number in item.LUTDescriptor)
    data = item.LUTData
    if isinstance(data, bytes):
        values = np.frombuffer(data, f"{order}u2" if len(data) >= 2 * (count or 2**16) else "u1")
    else:
        values = np.atleast_1d(np.array(data, np.uint16))
    values = values[: count or 2**16]
    if not 1 <= bits <= _DEEPEST or not len(values):
        raise ValueError(f"a table of {len(values)} entries of {bits} bits")
    return Table(first, 2**bits - 1, values.astype("<u2").tobytes())


def _numbers(told: Dataset, name: str) -> list[float]:
    value: Any = told.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, (str, bytes)) or not hasattr(value, "__len__"):
        return [float(value)]
    return [float(number) for number in value]
