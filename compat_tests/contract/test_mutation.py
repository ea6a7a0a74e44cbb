"""A parent or a child is changed in place after one was derived from the other."""

import numpy as np
import pytest

from compat_tests.contract.comparing import attempt, compare

PROGRAMS = {}


def program(function):
    """Make a test of a program: a generator of all it looks at."""
    PROGRAMS[function.__name__] = function
    return function


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, make):
    compare(PROGRAMS[name], make)


@program
def a_column_is_set_on_the_parent(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    total = df.groupby("k")["i"].sum()
    double = df["i"] * 2
    ordered = df.sort_values("f", kind="stable")
    df["i"] = 0
    df["new"] = df["f"]
    yield df
    yield part
    yield total
    yield double
    yield ordered
    yield df.groupby("k")["i"].sum()


@program
def a_column_is_set_on_the_child(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part["i"] = part["i"] + 100
    part["j"] = 5
    part["only"] = part["t"]
    yield df
    yield part
    yield df["i"] + 1
    yield part[part["i"] > 103]


@program
def a_column_of_other_rows_is_set(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    df["part"] = part["j"]
    part["all"] = df["f"]
    yield df
    yield part
    yield df[df["part"].isna()]


@program
def values_are_set_by_label_and_position(pd, make):
    df = make(pd)
    part = df[df["b"]]
    text = df["s"].str.upper()
    df.loc[0, "i"] = 1000
    df.iloc[1, 2] = -7.5
    df.at[2, "t"] = "set"
    df.iat[3, 0] = 77
    df.loc[df["i"] > 5, "f"] = 0.25
    df.loc[[1, 2], ["i", "j"]] = 9
    yield df
    yield part
    yield text
    part.loc[part.index[0], "i"] = -1
    part.iloc[1, 0] = -2
    part.at[part.index[1], "f"] = 0.5
    yield part
    yield df
    yield part["i"].sum(), df["i"].sum()


@program
def a_row_is_added(pd, make):
    df = make(pd)[["i", "f", "t"]]
    part = df[df["i"] > 1]
    part.loc[10**6] = [5, 1.5, "row"]
    df.loc[len(df)] = [6, 2.5, "last"]
    yield part
    yield df
    yield part[part["i"] > 2]


@program
def columns_come_and_go(pd, make):
    df = make(pd)
    kept = df[df["i"] > 0]
    view = df[["i", "j", "f"]]
    df.insert(0, "first", df["i"] * 2)
    gone = df.pop("f")
    del df["g"]
    df.drop(columns=["s"], inplace=True)
    yield df
    yield kept
    yield view
    yield gone
    view.insert(1, "k", 1)
    taken = view.pop("i")
    del view["j"]
    yield view
    yield taken
    yield kept
    kept["again"] = kept.pop("i")
    yield kept


@program
def methods_work_in_place(pd, make):
    df = make(pd)
    part = df[df["i"] > 0]
    derived = part["f"] + 1
    part.fillna({"f": 0.0}, inplace=True)
    yield part
    part.rename(columns={"i": "number"}, inplace=True)
    part.sort_values("number", inplace=True, kind="stable")
    yield part
    part.reset_index(drop=True, inplace=True)
    part.drop_duplicates(["number", "j"], inplace=True)
    part.set_index("j", inplace=True)
    yield part
    part.sort_index(inplace=True, ascending=False)
    part.dropna(inplace=True)
    part.replace({"number": {3: 33}}, inplace=True)
    part.clip(lower={"number": 2}, inplace=True) if False else None
    yield part
    yield derived
    yield df


@program
def series_work_in_place(pd, make):
    df = make(pd)
    s = df["f"] * 2
    again = s + 1
    s.fillna(5.0, inplace=True)
    yield s
    s.clip(lower=0, inplace=True)
    s.mask(s > 7, -1, inplace=True)
    s.where(s > 0, 99, inplace=True)
    yield s
    s.sort_values(inplace=True, kind="stable")
    yield s
    s.rename("x", inplace=True)
    s.reset_index(drop=True, inplace=True)
    s.drop(0, inplace=True)
    yield s
    yield again
    yield df


@program
def update_changes_in_place(pd, make):
    df = make(pd)[["i", "f", "j"]]
    part = df[df["i"] > 1]
    sums = df.groupby("i")["f"].sum()
    df.update(pd.DataFrame({"f": [100.0, 200.0]}, index=[0, 2]))
    yield df
    yield part
    yield sums
    s = part["f"]
    s.update(pd.Series({0: 5.0}))
    yield s
    yield part


@program
def augmented_assignment(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    column = df["i"]
    same = column
    column += 1
    yield column is same
    yield column
    yield df["i"]
    df["i"] += 5
    df["f"] *= df["i"]
    df["b"] |= df["i"] > 8
    yield df
    yield part
    numbers = part[["i", "j"]]
    alias = numbers
    numbers -= 1
    numbers //= 2
    yield numbers
    yield alias is numbers
    yield alias
    yield part
    part["i"] **= 2
    part["j"] %= 3
    yield part


@program
def attribute_assignment(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part.i = part.i * 2
    part.f = 0.5
    yield part
    part.t = part.t.str.upper()
    yield part.t
    yield df
    yield attempt(lambda: part.nothing)


@program
def labels_are_set(pd, make):
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
def the_name_of_an_index_is_set(pd, make):
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
def names_and_index_of_a_series_are_set(pd, make):
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
def attributes_and_flags_are_set(pd, make):
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


@program
def a_series_of_the_frame_is_kept(pd, make):
    df = make(pd)
    taken, mask, dates, text = df["f"], df["i"] > 1, df["d"].dt, df["t"].str
    grouped = df.groupby("k")
    column = grouped["f"]
    df["f"] = df["f"] + 1000
    df["i"] = 0
    df["d"] = df["d"].iloc[0]
    df["t"] = "changed"
    df["k"] = "all"
    yield taken
    yield df[mask]
    yield df.loc[mask, "f"]
    yield dates.year
    yield text.upper()
    yield grouped["f"].sum()
    yield column.mean()
    yield grouped.size()
    yield len(grouped), grouped.ngroups
    yield df


@program
def kept_objects_of_a_derived_frame(pd, make):
    whole = make(pd)
    df = whole[whole["j"] > 1]
    taken, mask, dates, text = df["f"], df["i"] > 1, df["d"].dt, df["t"].str
    grouped = df.groupby("k")
    column = grouped["f"]
    locate, place = df.loc, df.iloc
    df["f"] = df["f"] + 1000
    df["t"] = "changed"
    df["k"] = "all"
    df["more"] = 1
    yield taken
    yield df[mask]
    yield text.upper()
    yield dates.month
    yield grouped["f"].sum()
    yield column.mean()
    yield grouped.size()
    yield attempt(lambda: grouped["more"].sum())
    yield locate[mask, "f"]
    yield locate[mask, "more"]
    yield place[:2]
    df.drop(columns="i", inplace=True)
    yield attempt(lambda: locate[mask, "i"])
    yield locate[mask, "more"]
    yield whole


@program
def groups_used_before_the_frame_changes(pd, make):
    whole = make(pd)[["k", "i", "f"]]
    df = whole[whole["i"] > 0]
    used, some, counted = df.groupby("k"), df.groupby(df["k"])[["f"]], df.groupby(["k"])
    yield used.sum()
    yield some.max()
    yield counted.size()
    df["f"] = 100.0
    yield used.sum()
    yield some.max()
    yield used["f"].sum()
    yield counted.sum()
    df.drop(index=df.index[0], inplace=True)
    yield len(used)
    yield counted.size()


@program
def a_groupby_over_a_series_that_changes(pd, make):
    df = make(pd)
    s, key = df["f"] * 1, df["k"] + ""
    grouped = s.groupby(key)
    s += 1000
    key += "x"
    yield grouped.sum()
    yield s
    s.iloc[0] = -1
    yield grouped.sum()
    s.fillna(0, inplace=True)
    yield grouped.count()


@program
def a_series_changes_in_place(pd, make):
    df = make(pd)
    s = df["f"]
    t = s + 1
    u = s
    s[0] = 100.0
    s.loc[1] = 200.0
    s.iloc[2] = 300.0
    s.at[3] = 400.0
    s.iat[4] = 500.0
    s[s > 250] = -1.0
    yield s
    yield t
    yield u
    yield df
    p = t[t > 1]
    q = p * 2
    p[0] = 0.0
    p.iloc[1] = 0.0
    p[p.index[2]] = 5
    p.pop(p.index[3])
    del p[p.index[0]]
    yield p
    yield q
    yield t


@program
def dtypes_change_by_setting(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part["i"] = part["i"].astype(float)
    part["b"] = "text"
    part["t"] = part["j"]
    yield part.dtypes
    yield part
    yield part["t"] + part["i"]
    yield df.dtypes
    yield attempt(part.loc.__setitem__, (part.index[0], "j"), "text")
    yield part


@program
def copies_are_apart(pd, make):
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
def views_by_attribute_and_transposed(pd, make):
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
def arrays_of_values_cannot_change_a_frame(pd, make):
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
def in_a_loop(pd, make):
    df = make(pd)
    kept = []
    for k in range(5):
        part = df[df["i"] > k]
        df["i"] = df["i"] + 1
        df.loc[df["i"] == 5, "f"] = k
        df[f"c{k}"] = df["i"] * k
        part["k"] = str(k)
        kept.append(part)
        if k % 2:
            df.sort_values("i", inplace=True, kind="stable")
        else:
            df.reset_index(drop=True, inplace=True)
    yield df
    yield from kept


@program
def the_same_frame_by_two_names(pd, make):
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
def objects_put_into_a_frame_change_later(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    other = part["i"] * 10
    part["o"] = other
    made = part.assign(p=other)
    both = pd.concat([part["i"], other], axis=1)
    joined = pd.DataFrame({"x": other, "y": part["f"]})
    other.iloc[0] = -1
    other += 1
    part["f"] = 0.0
    yield part
    yield made
    yield both
    yield joined
    yield other


@program
def sources_of_a_join_change_later(pd, make):
    df = make(pd)
    small = df.drop_duplicates("k")[["k", "j"]]
    joined = df.merge(small, on="k", suffixes=("", "_small"))
    piled = pd.concat([small, small], ignore_index=True)
    small["j"] = -1
    df["i"] = -2
    df.drop(columns="f", inplace=True)
    yield joined.sort_values(["j", "i"], kind="stable")
    yield piled
    yield small
    yield df.merge(small, on="k", suffixes=("", "_small"))


@program
def changed_after_it_was_shown(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    length, text = len(part), repr(part.head(3))
    yield length, text
    view = part[["i", "f"]]
    part.loc[part["f"] > 2, "f"] = np.nan
    part["i"] += 1
    yield part
    yield view
    yield repr(part.head(3))
    yield part["f"].isna().sum()
    part.iloc[0, 0] = 99
    yield part["i"].max(), view["i"].max()
    view.iloc[0, 0] = 98
    yield part["i"].max(), view["i"].max()


@program
def two_children_of_one_parent(pd, make):
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


@program
def pieces_of_a_group_change(pd, make):
    df = make(pd)
    df = df[df["i"] > 0]
    for name, group in df[["k", "i", "f"]].groupby("k"):
        group["i"] = 0
        group.iloc[0, 2] = 5.5
        yield name, group
    yield df
