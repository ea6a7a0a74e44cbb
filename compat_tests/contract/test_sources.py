"""What a frame was made of, or was asked with, is changed afterwards."""

import types

import numpy as np
import pandas

import accel.pandas as pd
from compat_tests.contract.comparing import attempt, program

LIMIT = 2


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
def test_lists_and_dicts_change(pd, make):
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
def test_a_list_of_rows_changes(pd, make):
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
def test_parts_of_a_concatenation_change(pd, make):
    df = make(pd)
    parts = [df[["i", "f"]], df[["i", "f"]]]
    both = pd.concat(parts)
    beside = pd.concat({"x": df["i"], "y": df["f"]}, axis=1)
    parts[0]["i"] = 0
    parts.append(df)
    yield both.reset_index(drop=True)
    yield beside


@program
def test_closures_and_globals_change(pd, make):
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
def test_a_default_argument_changes(pd, make):
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
def test_an_object_of_the_program_changes(pd, make):
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
def test_masks_and_keys_as_arrays_change(pd, make):
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
def test_iterators_are_used_once(pd, make):
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
def test_frames_are_made_of_frames(pd, make):
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
