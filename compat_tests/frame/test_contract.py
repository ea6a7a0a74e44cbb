"""What a program may rely on: laziness never shows."""

import copy
import gc
import pickle
import subprocess
import sys
import threading

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd
from accel.frame.core import plain
from accel.frame.lazy import is_lazy
from accel.settings import options
from compat_tests.frame.conftest import assert_same, table


def test_instances_both_ways():
    lazy = table(pd)[["i"]]
    for obj, cls in ((lazy, pd.DataFrame), (lazy["i"], pd.Series)):
        assert isinstance(obj, cls)
        assert isinstance(plain(obj), cls)
        assert issubclass(type(plain(obj)), cls)
    assert isinstance(lazy, pandas.DataFrame)
    assert not isinstance(lazy["i"], pd.DataFrame)
    assert not isinstance(5, pd.DataFrame)


def test_a_pickle_is_plain_pandas():
    lazy = table(pd)
    lazy = lazy[lazy["i"] > 1]
    code = "import pickle, sys; print(type(pickle.load(sys.stdin.buffer)).__module__);" + (
        "print(any(m.startswith('accel') for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(lazy), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"pandas", b"False"]
    assert_same(pd.DataFrame(pickle.loads(pickle.dumps(lazy))), plain(lazy))
    assert type(pickle.loads(pickle.dumps(lazy["s"]))) is pandas.Series


def test_copies_are_independent():
    df = table(pd)
    part = df[df["i"] > 1]
    for other in (part.copy(), copy.copy(part), copy.deepcopy(part)):
        other["i"] = 0
        assert part["i"].sum() == 17


def test_inputs_are_snapshots():
    array = np.arange(10)
    df = pd.DataFrame({"a": array})
    lazy = df[df["a"] > 4]
    double = df["a"] * 2
    df.loc[0, "a"] = 1000
    df.iloc[9, 0] = -1
    df["a"] += 1
    array[:] = 0
    assert list(lazy["a"]) == [5, 6, 7, 8, 9]
    assert list(double) == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]
    assert df["a"].tolist() == [1001, 2, 3, 4, 5, 6, 7, 8, 9, 0]


def test_results_do_not_alias_their_source():
    df = pd.DataFrame({"a": np.arange(5.0)})
    same = df[["a"]]
    twice = df.assign(b=df["a"])
    twice.loc[0, "b"] = 100.0
    same.loc[1, "a"] = 200.0
    part = df.iloc[1:3]
    part.loc[1, "a"] = 5.0
    assert df["a"].tolist() == [0, 1, 2, 3, 4]
    assert twice["a"].tolist() == [0, 1, 2, 3, 4]


def test_series_taken_at_different_times_combine():
    df = table(pd)
    df = df[df["i"] > 0]
    first = df["i"] + 1
    repr(df)
    df["x"] = first
    assert (df["x"] - df["i"]).tolist() == [1] * 7


def test_a_shown_frame_goes_on_being_planned():
    df = table(pd)
    part = df[df["b"]]
    repr(part)
    again = part[part["i"] > 2]
    assert is_lazy(again)
    assert again["i"].tolist() == [3, 3]


def test_attributes_flags_and_metadata_survive():
    df = table(pd)
    df.attrs["source"] = "here"
    assert df[df["i"] > 1].attrs == {"source": "here"}
    assert df[["i"]].head(2).attrs == {"source": "here"}
    strict = table(pd).set_flags(allows_duplicate_labels=False)
    assert not strict[["i"]].flags.allows_duplicate_labels


@pytest.mark.parametrize("kind", [pandas.DataFrame, pd.DataFrame])
def test_metadata_of_the_class_is_passed_on(kind, monkeypatch):
    monkeypatch.setattr(kind, "_metadata", ["source"])
    df = table(pd)
    df.source = "here"
    assert df[df["i"] > 1].head(2).source == "here"


def test_a_finalizer_of_the_program_is_called(monkeypatch):
    methods = []

    def finalize(self, other, method=None, **kwargs):
        methods.append(method)
        return self

    monkeypatch.setattr(pd.DataFrame, "__finalize__", finalize)
    table(pd)[["f", "g"]].fillna(0.0)
    assert "fillna" in methods


def test_subclasses_work_as_in_pandas():
    class Mine(pd.DataFrame):
        _metadata = ["extra"]  # noqa: RUF012 - pandas' way

        @property
        def _constructor(self):
            return Mine

    mine = Mine(table(pd))
    mine.extra = 5
    part = mine[mine["i"] > 1]
    assert type(part) is Mine
    assert part.extra == 5
    assert type(part.groupby("k")["i"].sum().to_frame()) in (pd.DataFrame, Mine)
    assert Mine(table(pd)[["i"]]).shape == (8, 1)


def test_plain_and_ours_mix():
    ours, theirs = table(pd), table(pandas)
    assert_same(ours.merge(theirs[["i", "w"]] if "w" in theirs else theirs[["i"]], on="i"),
                theirs.merge(theirs[["i"]], on="i"))  # fmt: skip
    assert_same(pd.concat([ours, theirs], ignore_index=True),
                pandas.concat([theirs, theirs], ignore_index=True))  # fmt: skip
    assert (theirs["i"] + ours["i"]).tolist() == (theirs["i"] * 2).tolist()
    assert type(pd.merge(theirs, theirs, on="j")) is pd.DataFrame


def test_names_and_dtypes_come_without_running_the_plan():
    df = table(pd)
    lazy = df[df["i"] > 1].groupby("k", as_index=False).agg(n=("f", "sum"))
    assert list(lazy.columns) == ["k", "n"]
    assert lazy.dtypes.tolist() == [df["k"].dtype, np.dtype(float)]
    assert lazy["n"].dtype == float
    assert lazy["n"].name == "n"
    assert "n" in lazy.columns
    assert is_lazy(lazy)


def test_small_frames_are_plain():
    options.min_rows = 100
    df = table(pd)
    part = df[df["i"] > 1]
    assert not is_lazy(part)
    assert type(part) is pd.DataFrame
    assert type(part["i"] + 1) is pd.Series
    assert type(part.groupby("k")["i"].sum()) is pd.Series
    assert type(pd.concat([part, part])) is pd.DataFrame


def test_engine_pandas_records_nothing():
    before = options.engine
    options.engine = "pandas"
    try:
        assert not is_lazy(table(pd)[["i"]])
    finally:
        options.engine = before


def test_fallbacks_name_line_call_and_reason():
    df = table(pd)
    (df["i"] + 1).cumsum()
    df.merge(df, how="cross")
    first, second = accel.explain_fallbacks()
    assert first.line.file == __file__
    assert first.call == "Series.cumsum"
    assert second.call == "DataFrame.merge"
    assert second.reason == "how='cross' is not planned"
    assert "test_contract.py" in repr(accel.explain_fallbacks())
    assert accel.explain_fallbacks(clear=True)
    assert not accel.explain_fallbacks()


@pytest.mark.parametrize(
    "output",
    [repr, len, list, np.asarray, lambda s: s.to_numpy(), lambda s: s.to_list(), lambda s: s.values,
     lambda s: s.to_frame().to_dict(), lambda s: s.index, lambda s: 3 in s],
)  # fmt: skip
def test_outputs_are_no_fallbacks(output):
    df = table(pd)
    output(df[df["i"] > 1]["j"])
    assert not accel.explain_fallbacks()


def test_a_held_frame_is_computed_once(monkeypatch):
    from accel.frame import run

    ran = []
    original = run._run
    monkeypatch.setattr(run, "_run", lambda node: ran.append(node) or original(node))
    df = table(pd)
    sums = df.groupby("k", as_index=False).agg(total=("i", "sum"))
    best = sums[sums["total"] == sums["total"].max()]
    repr(best)
    from accel.plan.nodes import Aggregate
    from accel.plan.rewrite import topological

    grouped = [n for node in ran for n in topological(node) if isinstance(n, Aggregate) and n.keys]
    assert len(grouped) == 1


def test_lazy_objects_are_freed():
    import weakref

    df = table(pd)
    part = df[df["i"] > 1]
    kept = weakref.ref(part)
    text = weakref.ref(part["s"].str)
    del part
    gc.collect()
    assert kept() is None
    assert text() is None


def test_threads_may_share_a_frame():
    df = table(pd)
    lazy = df.groupby("k")["i"].sum()
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(lazy.tolist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [table(pandas).groupby("k")["i"].sum().tolist()] * 4


def test_a_function_sees_each_row_once_and_in_order():
    seen = []
    df = table(pd)
    df = df[df["i"] > 1]
    df["x"] = df["i"].map(lambda v: seen.append(v) or v * 2)
    assert seen == [3, 2, 3, 7, 2]
    assert df["x"].tolist() == [6, 4, 6, 14, 4]
    assert df["x"].tolist() == [6, 4, 6, 14, 4]
    assert seen == [3, 2, 3, 7, 2]


def test_verify_compares_with_pandas(monkeypatch):
    options.verify = True
    try:
        df = table(pd)
        repr(df[df["i"] > 1].groupby("k")["f"].sum())
        df["x"] = df["i"] * 2
        repr(df.assign(y=lambda d: d["x"] + 1))
        from accel.frame import realise

        original = realise.execute
        part = df[["i"]] * 3

        def wrong(node):
            batch = original(node)
            for vector in batch.columns.values():
                vector.data[0] += 1
            return batch

        monkeypatch.setattr(realise, "execute", wrong)
        with pytest.raises(AssertionError, match=r"test_contract\.py"):
            repr(part)
    finally:
        options.verify = False


def test_profile_names_lines():
    df = table(pd)
    with accel.profile() as times:
        repr(df[df["i"] > 1])
    ((line, seconds),) = times.by_line().items()
    assert line.file == __file__
    assert seconds > 0


def test_accessor_on_plain_frames():
    df = table(pandas)
    lazy = df.accel.lazy()
    assert is_lazy(lazy)
    part = lazy[lazy["i"] > 1]
    assert "Filter" in part.accel.explain()
    kept = part.accel.persist()
    assert_same(kept, df[df["i"] > 1])
    assert type(part.accel.to_pandas()) is pandas.DataFrame
    assert is_lazy(df["i"].accel.lazy())


def test_every_intercepted_method_has_a_handler():
    from accel.frame import intercept, methods

    intercept.load_handlers()
    assert set(intercept.FRAME) == methods.FRAME_METHODS
    assert set(intercept.SERIES) == methods.SERIES_METHODS


def test_loops_make_no_endless_plans():
    df, plain_df = table(pd), table(pandas)
    for k in range(400):
        df["i"] = df["i"] + 1
        df = df[df["i"] != k]
        plain_df["i"] = plain_df["i"] + 1
        plain_df = plain_df[plain_df["i"] != k]
    assert_same(df, plain_df)


def test_a_result_does_not_keep_its_input_alive():
    import weakref

    df = table(pd)
    source = weakref.ref(df._mgr.blocks[0])
    total = df.groupby("k")["i"].sum()
    repr(total)
    del df
    gc.collect()
    assert source() is None
    assert total.sum() == 15


def test_calls_with_tuples_are_made_again_as_they_were():
    options.verify = True
    try:
        df = table(pd)
        part = df.loc[df["f"] > 0, "i"]
        assert part.sum() == 15
        repr(df.loc[df["f"] > 0, ["i", "k"]])
    finally:
        options.verify = False
