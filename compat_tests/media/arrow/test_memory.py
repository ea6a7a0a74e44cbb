"""Rows that were taken from a file let go of the rest of it where strings of pandas do."""

import gc
import io
from collections.abc import Callable
from threading import Event

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import pandas_ext

ROWS, SIZE = 64, 20_000

WAYS: dict[str, Callable[[pd.DataFrame], object]] = {
    "filter": lambda frame: frame[frame.k % 16 == 3],
    "filter of a column": lambda frame: frame["cell"][frame.k % 16 == 3],
    "take": lambda frame: frame.take([3, 60]),
    "array": lambda frame: frame["cell"].array[[3, 60]],
    "reindex": lambda frame: frame.reindex([3, 60, 1000]),
    "sample": lambda frame: frame.sample(3, random_state=1),
    "merge": lambda frame: pd.DataFrame({"k": [3, 60, 60]}).merge(frame, on="k"),
    "drop": lambda frame: frame.drop(index=range(60)),
    "slice": lambda frame: frame.iloc[:3],
    "head": lambda frame: frame.head(3),
    "slice of a column": lambda frame: frame["cell"][:3],
    "sort": lambda frame: frame.sort_values("k", ascending=False),
}


def cells(kind: str) -> object:
    if kind == "str":
        return pd.array([chr(65 + k % 26) * SIZE for k in range(ROWS)], dtype="str")
    if kind == "tensor":
        whole = np.arange(ROWS * SIZE, dtype="uint8").reshape(ROWS, SIZE)
        return pd.array(list(whole), dtype=f"tensor[uint8, ({SIZE},)]")
    if kind == "audio":
        values = [pandas_ext.Audio.of(np.full(SIZE // 4, k / 99), 8000) for k in range(ROWS)]
    elif kind == "pixels":
        values = [np.full((SIZE // 100, 100), k, "uint8") for k in range(ROWS)]
    else:
        values = [bytes([k]) * SIZE for k in range(ROWS)]
    return pd.array(values, dtype="audio" if kind == "audio" else "image")


def read_back(kind: str, form: str = "parquet") -> pd.DataFrame:
    """Return a frame that was read from a file."""
    file = io.BytesIO()
    getattr(pd.DataFrame({"k": range(ROWS), "cell": cells(kind)}), f"to_{form}")(file)
    file.seek(0)
    if form == "feather":
        return pd.read_feather(file, use_threads=False)
    # Arrow's threads let go of what they read ahead when they come to it
    return pd.read_parquet(file, use_threads=False, pre_buffer=False)


def kept(kind: str, way: str, form: str = "parquet") -> int:
    """Return the bytes that Arrow holds for what was made of a frame that is gone."""
    gc.collect()
    before = pa.total_allocated_bytes()
    frame = read_back(kind, form)
    assert pa.total_allocated_bytes() - before >= ROWS * SIZE
    made = WAYS[way](frame)
    del frame
    for _ in range(5):
        gc.collect()  # frames refer to themselves here and there
        held = pa.total_allocated_bytes() - before
        if held < ROWS * SIZE // 4:
            break
        Event().wait(0.02)  # a collection in another thread makes that here do nothing
    del made
    return held


@pytest.mark.parametrize("way", WAYS)
def test_memory_is_let_go_where_strings_let_it_go(way: str) -> None:
    few = ROWS * SIZE // 4
    of_strings = kept("str", way) < few
    assert of_strings == (way in list(WAYS)[:8])
    assert (kept("bytes", way) < few) == of_strings


@pytest.mark.parametrize(("kind", "form"), [("pixels", "parquet"), ("audio", "feather"),
                                             ("tensor", "parquet")])  # fmt: skip
def test_whatever_the_cells_hold(kind: str, form: str) -> None:
    few = ROWS * SIZE // 4
    assert kept(kind, "filter", form) < few < kept(kind, "slice", form)


@pytest.mark.parametrize("kind", ["bytes", "pixels", "audio"])
def test_cells_stay_what_they_are(kind: str) -> None:
    frame = read_back(kind)
    few = frame[frame.k % 16 == 3]
    expected = pd.Series(cells(kind)).iloc[few.index]
    pd.testing.assert_series_equal(few["cell"], expected, check_names=False)
    assert (frame["cell"].iloc[few.index] == expected).all()
    again = pd.read_parquet(io.BytesIO(few.to_parquet()))
    pd.testing.assert_frame_equal(again, few)


def test_a_cell_with_steps_shares_its_bytes() -> None:
    gc.collect()
    before = pa.total_allocated_bytes()
    frame = read_back("pixels")
    frame["small"] = frame["cell"].img.resize(5, 5)
    few = frame.take([1, 2])
    del frame
    gc.collect()
    assert pa.total_allocated_bytes() - before < ROWS * SIZE // 4
    assert few["small"].img.mean().tolist() == [1.0, 2.0]
