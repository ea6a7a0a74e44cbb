"""Rows that all stay where they are share memory and labels, as in pandas."""

from __future__ import annotations

import pandas
import pytest

import accel.pandas as pd

pytestmark = pytest.mark.usefixtures("engine_forced")

CALLS = {
    "reset_index": lambda df: df.reset_index(),
    "drop the index": lambda df: df.reset_index(drop=True),
    "filter": lambda df: df[df["i"] > 0],
    "filter that drops": lambda df: df[df["i"] > 1],
    "loc": lambda df: df.loc[df["i"] > 0],
    "two filters": lambda df: df[df["i"] > 0][lambda d: d["f"] > 0],
    "filter, then numbers": lambda df: df[df["i"] > 0].reset_index(),
    "distinct": lambda df: df.drop_duplicates("i"),
    "distinct that drops": lambda df: df.drop_duplicates("g"),
    "sort": lambda df: df.sort_values("i"),
    "sort downwards": lambda df: df.sort_values("d", ascending=False),
    "sort that moves": lambda df: df.sort_values("d"),
    "sort by labels": lambda df: df.sort_index(),
    "sort by missing values": lambda df: df.sort_values("m"),
    "series": lambda df: df["i"][df["i"] > 0],
    "series, sorted": lambda df: df["i"].sort_values(),
    "series, distinct": lambda df: df["i"].drop_duplicates(),
    "head": lambda df: df.head(2),
}


def frame(module, labels):
    return module.DataFrame(
        {
            "i": [1, 2, 3], "f": [1.0, 2.0, 3.0], "d": [3, 2, 1], "g": [1, 1, 2],
            "m": [1.0, 2.0, None], "n": pandas.array([1, 2, None], dtype="Int64"),
            "s": ["a", "b", "c"],
        },
        index=labels,
    )  # fmt: skip


def shared(result, source):
    blocks = result._mgr.blocks
    memory = [(str(block.dtype), block.refs.has_reference()) for block in blocks]
    is_range = isinstance(result.index, pandas.RangeIndex)
    return memory, is_range or result.index.is_(source.index)


@pytest.mark.parametrize("labels", [None, [5, 6, 7], ["x", "y", "y"]], ids=["range", "int", "str"])
@pytest.mark.parametrize("name", CALLS)
def test_what_stays_is_shared(name, labels):
    ours, plain = frame(pd, labels), frame(pandas, labels)
    got, expected = CALLS[name](ours), CALLS[name](plain)
    assert shared(got, ours) == shared(expected, plain)


def test_a_filter_known_to_keep_all_is_not_run_again(monkeypatch):
    ours = frame(pd, [5, 6, 7])
    kept = ours[ours["i"] > 0]
    assert len(kept["i"]) == 3
    monkeypatch.setattr("accel.frame.realise.execute", None)
    assert kept["f"].tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("labels", [None, [5, 6, 7]], ids=["range", "int"])
def test_rows_in_order_are_not_sorted(labels, monkeypatch):
    ours = frame(pd, labels)
    monkeypatch.setattr("accel.frame.realise.execute", None)
    pandas.testing.assert_frame_equal(
        ours.sort_values("i").accel.to_pandas(), frame(pandas, labels)
    )


def test_rows_that_are_numbered_anew_have_new_labels():
    ours = frame(pd, None).iloc[1:]
    assert ours.sort_values("i", ignore_index=True).index.tolist() == [0, 1]
    assert (ours[["i"]] > 2).reset_index().index.tolist() == [0, 1]


def test_writing_to_what_stayed_leaves_the_source():
    ours = frame(pd, [5, 6, 7])
    kept = ours[ours["i"] > 0]
    kept.loc[5, "i"] = 100
    assert ours["i"].tolist() == [1, 2, 3]
    assert kept["i"].tolist() == [100, 2, 3]
