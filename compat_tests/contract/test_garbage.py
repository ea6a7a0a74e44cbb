"""What a program drops is gone: memory, file handles, records."""

import gc
import os
import weakref

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd
from accel.execute import memory
from accel.frame.core import plain
from accel.frame.lazy import is_lazy
from accel.settings import options

ROWS = 200_000
COLUMN = 8 * ROWS


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)
    gc.collect()
    accel.explain_fallbacks(clear=True)


def numbers(pd=pd, columns="abcd"):
    """Return a frame, each column in a block of its own, and weak references to the blocks."""
    arrays = {name: np.arange(ROWS, dtype=float) + k for k, name in enumerate(columns)}
    frame = pd.DataFrame(arrays, copy=False)
    return frame, [weakref.ref(array) for array in arrays.values()]


def alive(references):
    """Return how many of the referents are there, garbage in cycles not counted."""
    gc.collect()
    return sum(reference() is not None for reference in references)


def held(work):
    """Return how many bytes the engine holds more after some work."""
    gc.collect()
    before = memory.pool.in_use
    result = work()
    gc.collect()
    return memory.pool.in_use - before, result


def test_a_dropped_frame_is_gone_at_once():
    frame, blocks = numbers()
    gc.disable()
    try:
        assert frame["a"].sum() == sum(range(ROWS))
        part = frame[frame["a"] > 5]
        assert len(part) == ROWS - 6
        del part, frame
        assert [block() is None for block in blocks] == [True] * 4
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "derive",
    [
        lambda df: df[df["a"] > 5],
        lambda df: df.sort_values("a", ascending=False),
        lambda df: df.groupby("a", as_index=False)["b"].sum(),
        lambda df: df.merge(df[["a"]], on="a"),
        lambda df: df["a"] * 2,
        lambda df: df.assign(e=df["a"] + df["b"])[["e"]],
        lambda df: df.head(ROWS // 2)["a"] + 1,
        lambda df: df.assign(e=df["a"] // 2).drop_duplicates("e"),
        lambda df: df["a"].rolling(3).mean(),
        lambda df: df.astype("float32"),
    ],
    ids=["filter", "sort", "group", "join", "series", "assign", "head", "distinct", "pandas",
         "astype"],
)  # fmt: skip
def test_a_computed_child_does_not_keep_its_parent(derive):
    frame, blocks = numbers()
    child = derive(frame)
    plain(child)
    del frame
    assert alive(blocks) == 0
    assert len(child) > 1
    assert child is not None


def test_what_reads_a_computed_child_keeps_the_parent_until_it_is_computed_too():
    frame, blocks = numbers()
    child = frame[frame["a"] > 5]
    grandchild = child[child["b"] > 10]
    plain(child)
    del frame
    assert is_lazy(grandchild)
    assert len(plain(grandchild)) == ROWS - 10
    assert alive(blocks) == 0
    assert len(child) == ROWS - 6


def test_a_lazy_child_keeps_the_columns_it_reads():
    frame, blocks = numbers()
    child = frame[frame["a"] > 5]["b"] * 2
    del frame
    assert alive(blocks) >= 2
    assert child.iloc[0] == 14.0
    plain(child)
    assert alive(blocks) == 0


def test_an_unread_lazy_frame_is_dropped_with_all_below():
    frame, blocks = numbers()
    lazy = frame.merge(frame[frame["a"] > 3], on="a").sort_values("a").groupby("a").sum()
    assert is_lazy(lazy)
    del frame, lazy
    assert alive(blocks) == 0


def test_a_failed_computation_keeps_nothing():
    frame, blocks = numbers()
    lazy = frame[frame["a"] > 5]
    for call in (
        lambda df: df["none"],
        lambda df: df["a"].apply(lambda v: 1 // 0),
        lambda df: df.merge(df, on="none"),
        lambda df: df.assign(z=lambda d: {}["missing"]),
        lambda df: df["a"].astype("int8", errors="none"),
    ):
        with pytest.raises((KeyError, ZeroDivisionError, ValueError)):
            call(lazy)
    del frame, lazy
    assert alive(blocks) == 0


def test_an_operator_without_memory_keeps_nothing(monkeypatch):
    frame, blocks = numbers()

    def refuse(size):
        raise MemoryError(f"no memory for {size:,} bytes more")

    plain(frame[frame["a"] > 5])
    gc.collect()
    before = memory.pool.in_use
    with monkeypatch.context() as patch:
        patch.setattr(memory.pool, "take", refuse)
        with pytest.raises(MemoryError):
            plain(frame.sort_values("b", ascending=False))
    assert alive(blocks) == 4
    assert memory.pool.in_use <= before
    del frame
    assert alive(blocks) == 0


def test_results_are_counted_and_given_back():
    frame, _ = numbers()
    size, part = held(lambda: plain(frame[frame["a"] > 5]))
    assert size >= 4 * COLUMN
    back, _ = held(lambda: None)
    assert back == 0
    gc.collect()
    before = memory.pool.in_use
    del part
    gc.collect()
    assert memory.pool.in_use <= before - 4 * COLUMN


def test_what_was_kept_for_a_frame_goes_with_it():
    frame, _ = numbers()
    joined = [frame.merge(frame[["a"]], on="a")]
    size, _ = held(lambda: (joined[0]["b"].sum(), joined[0]["c"].max()))
    assert size > 0  # the join is computed once
    gave_back, _ = held(joined.clear)
    assert gave_back <= -size


def test_memory_that_waits_is_bounded(monkeypatch):
    monkeypatch.setattr(options, "_memory_limit", 64 << 20)
    memory.pool.trim()
    frame, _ = numbers()
    for _ in range(10):
        plain(frame.sort_values("b", ascending=False))
    assert memory.pool.kept <= options.memory_limit // 8


def test_a_computed_frame_is_written_in_place():
    """No snapshot is left that pandas would have to copy a block for."""
    frame, blocks = numbers()
    for read in (
        lambda: frame["a"].sum(),
        lambda: plain(frame[frame["a"] > 5]),
        lambda: frame.groupby("a")["b"].sum(),
        lambda: plain(frame.sort_values("b", ascending=False)),
        lambda: repr(frame),
        lambda: frame.accel.explain(),
    ):
        read()
        gc.collect()
        place = blocks[0]().ctypes.data
        frame.iloc[0, 0] = -1.0
        assert frame["a"].to_numpy().ctypes.data == place
    assert alive(blocks) == 4


def test_handles_of_files_are_closed(tmp_path):
    path = tmp_path / "a.parquet"
    pandas.DataFrame({"a": np.random.default_rng(0).random(ROWS)}).to_parquet(path)
    before = handles()
    frame = pd.read_parquet(path)
    assert handles() == before + 1  # it is large enough to be kept open
    lazy = frame[frame["a"] > 0.5]
    del frame
    gc.collect()
    assert handles() == before + 1
    plain(lazy)
    gc.collect()
    assert handles() == before
    del lazy
    for _ in range(50):
        pd.read_parquet(path)
        pd.read_parquet(path)["a"].sum()
    gc.collect()
    assert handles() == before


def handles():
    """Return how many files this process holds open."""
    return len(os.listdir("/proc/self/fd"))


def test_strings_are_gone_too():
    words = np.array([f"word {k}" for k in range(50_000)], object)
    frame = pd.DataFrame({"s": words})
    frames = [frame, frame[frame["s"].str.upper() > "WORD 3"]]
    del frame
    size, _ = held(lambda: len(plain(frames[1])))
    assert size > 0
    gave_back, _ = held(frames.clear)
    assert gave_back <= -size


def test_groups_profiles_and_explanations_hold_nothing():
    frame, blocks = numbers()
    with accel.profile() as profile:
        frame.groupby("a")["b"].sum().sum()
        frame[frame["a"] > 5]["a"].rolling(2).mean()
        text = frame[frame["a"] > 5].accel.explain()
    fallbacks = accel.explain_fallbacks()
    del frame
    assert alive(blocks) == 0
    assert profile.runs
    assert fallbacks
    assert text


def test_groups_hold_their_frame_as_long_as_they_live():
    frame, blocks = numbers()
    groups = frame.groupby("a")
    del frame
    assert alive(blocks) == 4
    groups["b"].sum().sum()
    groups.ngroup()
    del groups
    assert alive(blocks) == 0


def test_cycles_are_collected():
    frame, blocks = numbers()
    lazy = frame[frame["a"] > 5]
    object.__setattr__(lazy, "_myself", [lazy, frame])
    del frame, lazy
    assert alive(blocks) == 0


def test_a_traceback_is_all_that_holds_what_failed():
    frame, blocks = numbers()
    error = None
    try:
        frame.sort_values("b")["a"].apply(lambda v: 1 // 0)
    except ZeroDivisionError as caught:
        error = caught
    del frame
    assert error is not None
    del error
    gc.disable()  # no cycle through the traceback: as soon as the error is gone
    try:
        assert all(block() is None for block in blocks)
    finally:
        gc.enable()
