"""Arrays that a frame was made of, or gave, are written to."""

import gc

import numpy as np
import pandas
import pytest

import accel.pandas
from accel.frame import handed
from accel.frame.lazy import is_lazy
from compat_tests.contract.comparing import attempt, program


@program
def test_arrays_are_written_to(pd, make):
    rows = len(make(pd))
    numbers, floats = np.arange(rows), np.linspace(0, 1, rows)
    times = np.arange(rows).astype("M8[s]")
    df = pd.DataFrame({"n": numbers, "x": floats, "t": times})
    part = df[df["n"] > 1]
    double = df["x"] * 2
    late = df.sort_values("x", ascending=False)
    numbers[:] = 0
    floats += 100
    times[0] = np.datetime64("2020-01-01")
    yield df
    yield part
    yield double
    yield late
    yield df["n"].sum()


@program
def test_arrays_that_are_not_copied_are_written_to(pd, make):
    rows = len(make(pd))
    numbers, table = np.arange(rows), np.arange(2.0 * rows).reshape(rows, 2)
    s = pd.Series(numbers, copy=False)
    df = pd.DataFrame(table, columns=["a", "b"], copy=False)
    held = pd.DataFrame({"n": numbers}, copy=False)
    seen = [s.sum(), df["a"].sum(), held["n"].max()]
    numbers[:] = 1
    table[:, 0] = -1.0
    yield seen
    yield s
    yield df
    yield held
    yield s.sum(), df["a"].sum(), df.sum(), held["n"].max()
    yield df[df["a"] < 0]
    yield s + 1


@program
def test_a_frame_shares_its_array_only_until_it_is_written_to(pd, make):
    rows = len(make(pd))
    table = np.arange(2.0 * rows).reshape(rows, 2)
    df = pd.DataFrame(table, columns=["a", "b"])
    s = pd.Series(table[:, 0])
    df.loc[0, "a"] = 50.0
    s.iloc[1] = 60.0
    df["b"] *= 2
    yield table
    yield df
    yield s


@program
def test_arrays_that_are_not_copied_are_written_to_later(pd, make):
    rows = len(make(pd))
    numbers, table = np.arange(rows), np.arange(2.0 * rows).reshape(rows, 2)
    s = pd.Series(numbers, copy=False)
    df = pd.DataFrame(table, columns=["a", "b"], copy=False)
    held = pd.DataFrame({"n": numbers, "m": table[:, 1]}, copy=False)
    found = [s * 2, s[s > 1], df[df["a"] > 2], df["b"] + 1, held.groupby("n")["m"].sum(),
             held.sort_values("n", ascending=False), df.assign(c=df["a"]), held["m"].isna(),
             df["a"].rename("x"), held[["m"]], df.iloc[1:4], held.head(3).copy()]  # fmt: skip
    numbers[:] = 1
    table[:] = -1.0
    yield found
    yield [s * 2, df[df["a"] > 2], df["b"] + 1, held.groupby("n")["m"].sum()]
    yield [s, df, held]
    s.iloc[0] = 5
    held.loc[held["n"] == 1, "m"] = 0.5
    yield [s, held]
    yield numbers, table


@program
def test_labels_are_written_to(pd, make):
    rows = len(make(pd))
    labels = np.arange(rows) * 3
    df = pd.DataFrame({"a": np.arange(rows)}, index=labels)
    index = pd.Index(labels, name="i")
    other = pd.DataFrame({"a": np.arange(rows)}, index=index)
    third = pd.Series(np.arange(rows)).set_axis(labels)
    found = [df[df["a"] > 1], other[other["a"] < 5], third[third > 1] * 2]
    labels[:] = 7
    index.name = "changed"
    yield found
    yield other


@program
def test_views_of_the_values_are_asked_for(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    for column in df:
        for s in (df[column], part[column]):
            yield type(s.values), type(s.array), type(s.to_numpy()), type(np.asarray(s))
            for array in (s.values, s.to_numpy(), np.asarray(s)):
                yield getattr(array, "flags", np.empty(0).flags).writeable
    yield part.values.flags.writeable, part[["i"]].values.flags.writeable
    yield part[["i", "j"]].to_numpy(copy=True).flags.writeable
    values = part["i"].values
    part["i"] = 0
    yield values
    own = df["f"].to_numpy(copy=True)
    own[:] = 0
    yield df["f"]
    index = part.index.to_numpy()
    yield index.flags.writeable
    yield attempt(index.__setitem__, 0, 99)
    yield part


@program
def test_arrays_of_pandas_are_written_to(pd, make):
    df = make(pd)
    words = df["s"].array
    s = pd.Series(words)
    upper = s.str.upper()
    words[0] = "written"
    yield s
    yield upper
    whole = pd.array(df["i"].tolist(), dtype="Int64")
    t = pd.Series(whole)
    frame = pd.DataFrame({"w": whole})
    whole[0] = 1000
    yield t
    yield frame
    yield t + 1


@program
def test_one_memory_of_two_dtypes(pd, make):
    df = make(pd)
    words = df["s"]
    yield words == "a"
    arrow = pandas.arrays.ArrowExtensionArray(words.astype("str").array._pa_array)
    s = pd.Series(arrow, index=df.index)
    yield s == "a"
    yield s.to_frame("s").assign(w=words)
    yield words == "a"
    numbers = df["i"].to_numpy()
    for array in (numbers.view("M8[s]"), numbers.view("u8"), numbers[::-1], numbers.view("m8[us]")):
        one = pd.Series(array, index=df.index)
        yield one == one.iloc[0]
        yield one.max(), df["i"].max()
        yield pd.DataFrame({"one": one, "i": df["i"]})


@program
def test_the_array_of_a_column_is_written_to(pd, make):
    df = make(pd)
    names = [name for name in df.columns if len(df[name].dropna()) > 1]
    before = [
        df[df["i"] > 1], df.sort_values("i", kind="stable"), df.drop_duplicates("i"),
        df.groupby("i")["f"].sum(), pd.concat([df, df]), df["i"] * 2, df["s"].isna(),
    ]  # fmt: skip
    for name in names:
        array = df[name].array
        array[0] = df[name].dropna().iloc[-1]
    later = [df[df["i"] > 1], df["i"] * 2, df.groupby("s")["i"].sum(), df.isna()]
    yield df
    yield before
    yield later
    del array
    df["i"].array[1] = -7
    yield df[df["i"] < 0]
    yield before


@program
def test_a_part_of_the_array_of_a_column_is_written_to(pd, make):
    df = make(pd)[["i", "f", "d"]]
    df["c"] = df["i"].astype("category")
    df["n"] = df["i"].astype("Int64")
    for name in df.columns:
        part = df[name].array[2:]
        rest = np.asarray(df[name].array)
        some = df[df["i"] == df["i"]]
        part[0] = part[1]
        if rest.flags.writeable:
            rest[0] = rest[1]
        yield some
        yield df


@program
def test_the_array_of_a_column_that_is_not_computed_is_written_to(pd, make):
    df = make(pd)
    part = df[df["i"] == df["i"]]
    double, some = part["i"] * 2, part[part["i"] > 1]
    np.asarray(part["i"].array)[:2] = -5
    yield part["i"] + 1
    yield part
    yield double
    yield some


@program
def test_an_array_is_held_while_the_column_is_planned_with(pd, make):
    df = make(pd)
    array = df["i"].array
    part, sums = df[df["i"] > 1], df.groupby("s")["i"].sum()
    array[:] = 1
    yield part
    yield sums
    yield df["i"].sum()


@program
def test_what_is_made_of_a_column_in_memory_is_not_written_to_with_it(pd, make):
    for name in ("j", "g"):
        df = make(pd)
        unique, index = df[name].unique(), df.set_index(name).index
        df.iloc[0, df.columns.get_loc(name)] = 99
        yield unique
        yield index
        yield df


@pytest.mark.parametrize("dtype", ["i8", "f4", "M8[s]", "str", "category", "Int64", "Sparse[int]"])
def test_a_frame_is_planned_with_again_when_nobody_has_its_array(make_small, dtype):
    df = make_small(accel.pandas)
    df["x"] = pandas.array([1, 0, 1, 0, 1, 0, 1, 0]).astype(dtype)
    df = df.copy()
    series = df["x"]
    lazy = df[df["i"] > 2]
    array, values = series.array, series.array
    assert not is_lazy(df[df["i"] > 1])
    del array, values
    assert is_lazy(df[df["i"] > 1])
    assert is_lazy(lazy)


def test_an_array_that_outlives_its_column_keeps_no_other_from_plans(make_small):
    for _ in range(50):
        array = accel.pandas.Series(np.arange(3).astype("M8[s]")).array
        df = make_small(accel.pandas)
        assert is_lazy(df[df["i"] > 1])
        del array


def test_arrays_that_are_gone_are_forgotten(make_small):
    df = make_small(accel.pandas)
    before = len(handed._handed)
    for name in df.columns:
        for _ in range(10):
            df[name].array  # noqa: B018 - reading gives it out
    assert sum(map(len, handed._handed.values())) <= before + len(df.columns)
    del df
    gc.collect()
    assert len(handed._handed) <= before
