"""Copies, views, second names and siblings: which see a change in place and which do not."""

import numpy as np

from compat_tests.contract.comparing import attempt, program


@program
def test_copies_are_apart(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    for other in (part.copy(), part.copy(deep=False), part[:], part.loc[:], part.iloc[:]):
        other["i"] = 0
        other.loc[other.index[0], "f"] = 77.0
        yield other
    yield part
    s = part["i"]
    for other in (s.copy(), s.copy(deep=False), s[:], s.loc[:], s.iloc[:]):
        other.iloc[0] = -1
        other.name = "other"
        yield other
    yield s
    yield part
    yield df


@program
def test_views_by_attribute_and_transposed(pd, make):
    df = make(pd)[["i", "j"]].head(40)
    part = df[df["i"] > 1]
    turned = part.T
    turned.iloc[0, 0] = 99
    yield part
    yield turned
    stacked = part.stack()
    part.iloc[0, 0] = 55
    yield stacked
    yield part
    yield turned
    yield part.to_dict("list")["i"][:3]


@program
def test_arrays_of_values_cannot_change_a_frame(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    for obj in (df["i"], part["i"], part["i"] * 2, part[["i", "j"]]):
        values, array = obj.values, obj.to_numpy()
        yield values.flags.writeable, array.flags.writeable
        yield attempt(values.__setitem__, 0, 77)
        yield attempt(array.__setitem__, 1, 78)
        asked = np.asarray(obj)
        yield asked.flags.writeable
        copied = obj.to_numpy(copy=True)
        copied[0] = 79
        yield copied
        yield obj
    yield part["i"].array
    part["i"].array[0] = 5
    yield part
    yield df


@program
def test_the_same_frame_by_two_names(pd, make):
    df = make(pd)
    df = df[df["i"] > 0]
    alias = df
    box = {"frame": df, "list": [df]}
    df["i"] = 1
    alias["j"] = 2
    box["frame"]["k"] = "3"
    box["list"][0].drop(columns=["s", "t"], inplace=True)
    yield alias is df, box["frame"] is df
    yield df
    yield alias
    df = df.assign(i=5)
    yield alias
    yield df


@program
def test_two_children_of_one_parent(pd, make):
    df = make(pd)
    df = df.sort_values("i", kind="stable")
    left, right = df[["i", "f"]], df[["i", "f"]]
    left["i"] = left["i"] + right["f"]
    right.loc[right["i"] > 2, "f"] = 0.0
    yield left
    yield right
    yield df
    yield left["i"] - right["i"]
    left.index.name = "left"
    yield right
    yield df
