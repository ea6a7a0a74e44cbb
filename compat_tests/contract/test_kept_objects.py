"""What was taken from a frame, or made with it, before it changes in place."""

import numpy as np

from compat_tests.contract.comparing import attempt, program


@program
def test_a_series_of_the_frame_is_kept(pd, make):
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
def test_kept_objects_of_a_derived_frame(pd, make):
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
def test_groups_used_before_the_frame_changes(pd, make):
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
def test_a_groupby_over_a_series_that_changes(pd, make):
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
def test_objects_put_into_a_frame_change_later(pd, make):
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
def test_sources_of_a_join_change_later(pd, make):
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
def test_changed_after_it_was_shown(pd, make):
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
def test_pieces_of_a_group_change(pd, make):
    df = make(pd)
    df = df[df["i"] > 0]
    for name, group in df[["k", "i", "f"]].groupby("k"):
        group["i"] = 0
        group.iloc[0, 2] = 5.5
        yield name, group
    yield df
