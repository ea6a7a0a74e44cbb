"""``frame.img``, ``frame.vid``, ``frame.audio``: those of the frame's only such column."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.dtypes.names import is_media


def only_column(frame: pandas.DataFrame, accessor: str, kind: str) -> pandas.Series:
    """Return the only column of a kind.

    Parameters
    ----------
    frame : DataFrame
        Where to look.
    accessor : str
        What comes after the dot.
    kind : str
        What the names of the dtypes begin with.

    Raises
    ------
    AttributeError
        If there is none, or more than one.
    """
    places = [
        place
        for place, dtype in enumerate(frame.dtypes)
        if is_media(dtype) and dtype.name.partition("[")[0] == kind
    ]
    if len(places) != 1:
        raise AttributeError(
            f"{len(places)} columns are of dtype {kind}: .{accessor} of a frame is that of its "
            f"only one; frame['name'].{accessor} is a column's"
        )
    return frame.iloc[:, places[0]]


def image_accessor(frame: pandas.DataFrame) -> Any:
    """Return ``.img`` of a frame."""
    return only_column(frame, "img", "image").img


def video_accessor(frame: pandas.DataFrame) -> Any:
    """Return ``.vid`` of a frame."""
    return only_column(frame, "vid", "video").vid


def audio_accessor(frame: pandas.DataFrame) -> Any:
    """Return ``.audio`` of a frame."""
    return only_column(frame, "audio", "audio").audio
