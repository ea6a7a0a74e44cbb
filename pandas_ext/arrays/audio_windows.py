"""Windows of recordings, one row each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.arrays.audio import AudioArray
from pandas_ext.errors import MediaError
from pandas_ext.ops.audio.base import SoundOutline
from pandas_ext.ops.audio.segment import Segment
from pandas_ext.ops.seconds import seconds, timedelta
from pandas_ext.parallel import Outcome


def windows(
    array: AudioArray, outlines: Outcome[SoundOutline], length: Any, hop: Any, *, partial: bool
) -> tuple[NDArray[np.intp], dict[str, Any]]:
    """Return the place of the recording of each window, and columns of windows.

    Raises
    ------
    ValueError
        If a window or a hop is shorter than a sample.
    MediaError
        If a header does not say how long its recording is.
    """
    span = seconds(length, "length")
    step = span if hop is None else seconds(hop, "hop")
    places: list[int] = []
    segments: list[Any] = []
    for place, outline in enumerate(outlines.results):
        if place in outlines.errors:
            places.append(place)
            segments.append(None)
        elif outline is not None:
            found = _of_one(outline, span, step, partial)
            if found is None:
                raise MediaError("the header does not say how long it is: decode it").at_row(place)
            places.extend([place] * len(found))
            segments.extend(found)
    pairs = zip(places, segments, strict=True)
    cells = [None if part is None else array.cells[place].then(part) for place, part in pairs]
    starts = [None if part is None else timedelta(part.start) for part in segments]
    ends = [None if part is None else timedelta(part.end) for part in segments]
    columns = {
        "start": pandas.array(starts, dtype="timedelta64[ns]"),
        "end": pandas.array(ends, dtype="timedelta64[ns]"),
        "audio": AudioArray(np.fromiter(cells, object, len(cells)), array.dtype),
    }
    return np.array(places, np.intp), columns


def _of_one(outline: SoundOutline, span: float, step: float, partial: bool) -> list[Segment] | None:
    rate, _, frames, _ = outline
    if frames is None:
        return None
    if min(span, step) * rate < 1:
        raise ValueError(f"windows of {span:g} s every {step:g} s are shorter than a sample")
    found: list[Segment] = []
    while True:
        part = Segment(len(found) * step, len(found) * step + span)
        first, last = part.places(rate)
        assert last is not None  # a window ends
        if first >= frames or (last > frames and not partial):
            return found
        found.append(part if last <= frames else Segment(part.start, frames / rate))
