"""Labels, names, attributes and flags are set after another object was derived."""

import numpy as np

from compat_tests.contract.comparing import attempt, program


@program
def test_labels_are_set(pd, make):
    df = make(pd)[["i", "f", "t"]]
    part = df[df["i"] > 1]
    early = part["f"]
    part.columns = ["a", "b", "c"]
    yield part
    yield early
    yield part["b"] + 1
    yield df
    df.columns = pd.Index(["x", "y", "x"], name="level")
    yield df
    yield df["x"]
    yield df["y"] * 2
    part.columns.name = "columns"
    yield part
    part.index = range(len(part))
    yield part
    part.index = part["a"]
    yield part
    part.index.name = "rows"
    yield part
    yield part[part["a"] > 2]
    yield attempt(setattr, part, "columns", ["a"])
    yield attempt(setattr, part, "index", [1])
    yield part


@program
def test_the_name_of_an_index_is_set(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    early = part["i"] + 1
    df.index.name = "rows"
    yield df
    yield part
    yield df[df["i"] > 2]
    yield df.reset_index()
    part.index.name = "kept"
    yield part
    yield early
    yield part["i"] + 1
    yield part.reset_index()
    grouped = df.groupby("k")["i"].sum()
    grouped.index.name = "letter"
    yield grouped
    yield grouped.reset_index()
    part.index.names = ["other"]
    yield part[["i"]]
    yield df[["i"]].sum()


@program
def test_names_and_index_of_a_series_are_set(pd, make):
    df = make(pd)
    s = df["i"]
    t = s * 2
    s.name = "named"
    yield s
    yield t
    yield df
    yield df.columns
    t.name = ("a", 1)
    yield t
    yield t.to_frame()
    u = df["f"][df["i"] > 2]
    v = u + 1
    u.index = np.arange(len(u)) * 10
    yield u
    yield v
    yield u + 1
    yield u.reset_index()
    yield attempt(setattr, u, "index", [1, 2])
    yield attempt(setattr, u, "name", [1, 2])
    yield u


@program
def test_attributes_and_flags_are_set(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part.attrs["from"] = "part"
    yield part
    yield part["i"] + 1
    yield part[part["i"] > 2]
    yield part.groupby("k")["i"].sum()
    yield df
    df.attrs["deep"] = {"list": [1]}
    early = df[["i"]]
    df.attrs["deep"]["list"].append(2)
    yield early
    yield early.attrs
    df.attrs = {}
    yield early.attrs
    df.flags.allows_duplicate_labels = False
    late = df[["i"]]
    yield late.flags.allows_duplicate_labels
    yield attempt(lambda: pd.concat([late, late]))
    yield part.flags.allows_duplicate_labels
