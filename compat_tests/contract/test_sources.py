"""What a frame was made of, or was asked with, is changed afterwards."""

import types

import numpy as np
import pandas
import pytest

import accel.pandas as pd
from compat_tests.contract.comparing import attempt, compare

PROGRAMS = {}
LIMIT = 2


def program(function):
    """Make a test of a program: a generator of all it looks at."""
    PROGRAMS[function.__name__] = function
    return function


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, make):
    compare(PROGRAMS[name], make)


@program
def arrays_are_written_to(pd, make):
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
def arrays_that_are_not_copied_are_written_to(pd, make):
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
def a_frame_shares_its_array_only_until_it_is_written_to(pd, make):
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
def arrays_that_are_not_copied_are_written_to_later(pd, make):
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
def labels_are_written_to(pd, make):
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


def test_labels_given_as_an_array_are_a_copy(make):
    # pandas has it so for pd.Index(array); where it makes the index by itself it forgets to.
    rows = len(make(pandas))
    labels, names = np.arange(rows), np.array([1, 2])
    df = pd.DataFrame(np.ones((rows, 2)), index=labels, columns=names)
    s = pd.Series(np.ones(rows))
    s.index = labels
    labels[:] = 0
    names[:] = 0
    assert df.index.to_list() == s.index.to_list() == list(range(rows))
    assert df.columns.to_list() == [1, 2]


@program
def lists_and_dicts_change(pd, make):
    df = make(pd)
    words, wanted, renames, fills = ["a", "b"], {"i", "j"}, {"i": "number"}, {"f": 0.5}
    types_, keys, aggs = {"i": "float64"}, ["k"], {"i": "sum"}
    sizes, ups, columns = {"u": 1, "v": 2}, [True, False], ["i", "f", "k"]
    found = [
        df["s"].isin(words), df["i"].isin([2, 3]), df.rename(columns=renames), df.fillna(fills),
        df.astype(types_), df.groupby(keys)[["i", "f"]].sum(), df.groupby("k").agg(aggs),
        df["k"].map(sizes), df.sort_values(["k", "j"], ascending=ups, kind="stable"), df[columns],
        df["k"].replace(sizes) if False else df["t"], df.loc[df["i"] > 1, columns],
        df.drop(columns=columns), df.set_index(keys), df.drop_duplicates(keys),
        df.groupby("k")["i"].agg(["sum", "max"]), df.merge(df[["k"]].drop_duplicates(), on=keys),
    ]  # fmt: skip
    words.append("c")
    wanted.clear()
    renames["j"] = "other"
    fills["f"] = 9.0
    types_["j"] = "float64"
    keys[0] = "t"
    aggs["f"] = "max"
    sizes["u"] = 100
    ups[0] = False
    columns.clear()
    yield found


@program
def a_list_of_rows_changes(pd, make):
    rows = len(make(pd))
    records = [{"a": k, "b": str(k % 3)} for k in range(rows)]
    columns = {"a": list(range(rows)), "b": ["x"] * rows}
    one, two = pd.DataFrame(records), pd.DataFrame(columns)
    part = one[one["a"] > 3]
    records[0]["a"] = -1
    columns["a"][5] = -1
    columns["c"] = columns["b"]
    yield one
    yield two
    yield part
    yield two[two["a"] > 4]


@program
def parts_of_a_concatenation_change(pd, make):
    df = make(pd)
    parts = [df[["i", "f"]], df[["i", "f"]]]
    both = pd.concat(parts)
    beside = pd.concat({"x": df["i"], "y": df["f"]}, axis=1)
    parts[0]["i"] = 0
    parts.append(df)
    yield both.reset_index(drop=True)
    yield beside


@program
def closures_and_globals_change(pd, make):
    global LIMIT
    df = make(pd)
    bound, options, scale = 2, {"add": 1}, [10]
    found = [
        df["i"].map(lambda v: v > bound),
        df["i"].map(lambda v: v > LIMIT),
        df["i"].map(lambda v: v * scale[0] + options["add"]),
        df["i"].apply(lambda v, by=scale: v * by[0]),
        df[lambda d: d["i"] > bound],
        df.loc[lambda d: d["i"] > LIMIT, ["i", "k"]],
        df.assign(x=lambda d: d["i"] + bound, y=lambda d: d["x"] * scale[0]),
        df.pipe(lambda d: d["i"] + LIMIT),
        df[["i", "j"]].apply(lambda c: c + bound),
        df.groupby("k")["i"].agg(lambda g: g.sum() + bound),
        df.query("i > @bound"),
        df.eval("i + @bound"),
    ]
    bound = 3
    LIMIT = 100
    options["add"] = -100
    scale[0] = 0
    yield found
    yield df["i"].map(lambda v: v > bound)
    LIMIT = 2


@program
def a_default_argument_changes(pd, make):
    df = make(pd)

    def above(value, limit=2):
        return value > limit

    first = df["i"].map(above)
    part = df[first]
    above.__defaults__ = (99,)
    yield first
    yield part
    yield df["i"].map(above)
    above.__code__ = (lambda value, limit: value < 0).__code__
    yield df["i"].map(above)
    yield first


@program
def an_object_of_the_program_changes(pd, make):
    df = make(pd)
    config = types.SimpleNamespace(limit=2, name="i", words=("a", "b"))
    found = [
        df["i"].map(lambda v: v > config.limit),
        df[config.name] > config.limit,
        df["s"].map(lambda v: v in config.words),
        df[df[config.name] > config.limit],
    ]
    config.limit, config.name, config.words = 100, "j", ()
    yield found
    yield df["i"].map(lambda v: v > config.limit)


@program
def masks_and_keys_as_arrays_change(pd, make):
    df = make(pd)
    mask, values = df["i"].to_numpy() > 1, df["i"].to_numpy().copy()
    keys = df["k"].to_numpy(dtype=object).copy()
    found = [
        df[mask], df.loc[mask, "i"], df["i"].where(mask), df["i"] + values, df.assign(v=values),
        df.groupby(keys)["i"].sum(), df["i"].isin(values[:3]), df["i"] > values,
    ]  # fmt: skip
    df["set"] = values
    groups = df.groupby(keys)
    mask[:] = False
    values[:] = -5
    keys[:] = "z"
    yield found
    yield df
    yield attempt(lambda: groups["i"].sum())


@program
def iterators_are_used_once(pd, make):
    df = make(pd)
    names = iter(["i", "j"])
    yield attempt(lambda: df[names])
    yield list(names)
    words = iter(["a", "b"])
    yield attempt(df["s"].isin, words)
    yield list(words)
    values = (k for k in range(len(df)))
    df["v"] = values
    yield df
    yield list(values)
    parts = (df[["i"]] for _ in range(2))
    yield pd.concat(parts, ignore_index=True)
    yield list(parts)


@program
def views_of_the_values_are_asked_for(pd, make):
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
def arrays_of_pandas_are_written_to(pd, make):
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
def one_memory_of_two_dtypes(pd, make):
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
def frames_are_made_of_frames(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    made = [pd.DataFrame(part), pd.DataFrame(part, columns=["i", "j"]), pd.Series(part["i"]),
            pd.DataFrame({"x": part["i"], "y": part["f"]}), pd.DataFrame(part.to_dict("list")),
            part["i"].to_frame(), pd.DataFrame(part, copy=True), part.copy()]  # fmt: skip
    part["i"] = 0
    part.loc[part.index[0], "f"] = 99.0
    yield made
    for one in made:
        one.iloc[0] = one.iloc[1]
    yield part
    yield df
    yield made
