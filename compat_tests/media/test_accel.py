"""Frames with media columns give in accel what they give in pandas, planned or not."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pandas
import pytest

import accel.pandas
from accel.settings import options

ROWS = 50


@pytest.fixture(params=[0, 10**6], ids=["planned", "small"])
def _gate(request):
    before, options.min_rows = options.min_rows, request.param
    yield
    options.min_rows = before


def frame(pd: ModuleType) -> Any:
    chance = np.random.default_rng(0)
    made = pd.DataFrame({"k": chance.integers(0, 5, ROWS), "v": chance.random(ROWS)})
    pictures = [np.full((2, 3, 3), k, "uint8") for k in range(ROWS)]
    made["image"] = pd.Series(pictures).astype("image")
    made["point"] = pd.Series([np.full(4, k, "f4") for k in range(ROWS)]).astype(
        "tensor[float32, (4,)]"
    )
    return made


CALLS: dict[str, Callable[[ModuleType, Any], Any]] = {
    "filter": lambda pd, df: df[df["v"] > 0.5],
    "sort": lambda pd, df: df.sort_values("v"),
    "limit": lambda pd, df: df.sort_values("v").head(3),
    "merge": lambda pd, df: df.merge(pd.DataFrame({"k": [1, 2], "z": [1.0, 2.0]}), on="k"),
    "other columns grouped": lambda pd, df: df.groupby("k")["v"].sum(),
    "tensors grouped": lambda pd, df: df.drop(columns="image").groupby("k").mean(),
    "first rows": lambda pd, df: df.drop_duplicates("k"),
    "concat": lambda pd, df: pd.concat([df, df]).reset_index(drop=True),
    "header": lambda pd, df: df[df["image"].img.width == 3],
    "steps": lambda pd, df: df.assign(s=df["image"].img.resize(1, 1))[df["v"] > 0.9],
    "arithmetic of tensors": lambda pd, df: df["point"] * 2 + df["v"],
    "reduced tensors": lambda pd, df: df["point"].tensor.sum(),
    "missing": lambda pd, df: df["image"].where(df["v"] > 0.5).isna(),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.usefixtures("_gate")
def test_calls_give_what_pandas_gives(name):
    expected = CALLS[name](pandas, frame(pandas))
    result = CALLS[name](accel.pandas, frame(accel.pandas))
    if isinstance(expected, pandas.DataFrame):
        assert type(result) is accel.pandas.DataFrame
        pandas.testing.assert_frame_equal(result, expected)
    else:
        assert type(result) is accel.pandas.Series
        pandas.testing.assert_series_equal(result, expected)


@pytest.mark.usefixtures("_gate")
def test_encoded_bytes_are_shared_by_what_is_derived():
    data = b"GIF89a" + bytes(100)
    df = accel.pandas.DataFrame({"a": range(3), "image": accel.pandas.array([data] * 3, "image")})
    derived = df[df["a"] > 0].sort_values("a", ascending=False)
    assert all(cell.source.data is data for cell in derived["image"])
