"""Assignment, labels, the index."""

import numpy as np
import pytest


def set_columns(pd, df, o):
    df["x"] = df["i"] * 2
    df["f"] = df["f"].fillna(0)
    df["one"] = 1
    df["word"] = "w"
    return df


def set_after_filter(pd, df, o):
    part = df[df["i"] > 1]
    part["x"] = part["i"] + 1
    df["y"] = df["i"] - 1
    return part


def set_labels(pd, df, o):
    part = df[["i", "f"]].copy()
    part["z"] = part["i"] + 1
    part.columns = ["a", "b", "c"]
    return part


def delete(pd, df, o):
    part = df[df["b"]]
    del part["s"]
    part.pop("t")
    part.insert(1, "new", part["i"] * 2)
    return part


def rename_series(pd, df, o):
    s = df["i"] + 1
    s.name = "other"
    return s


def set_where(pd, df, o):
    part = df[df["i"] > 0]
    part.loc[part["f"] > 2, "f"] = -1.0
    part.loc[part["b"], "s"] = "yes"
    part.loc[part["j"] > 4, "i"] = part["i"] * 2
    return part[part["f"] < 0]


CASES = {
    "set where": set_where,
    "set columns": set_columns,
    "set after filter": set_after_filter,
    "set labels": set_labels,
    "delete": delete,
    "rename series": rename_series,
    "assign": lambda pd, df, o: df.assign(x=df["i"] + 1, i=df["f"]),
    "assign function": lambda pd, df, o: df.assign(x=lambda d: d["i"] * 2, y=lambda d: d["x"] + 1),
    "assign value": lambda pd, df, o: df[df.b].assign(x=1.5, y="text"),
    "rename": lambda pd, df, o: df[df.b].rename(columns={"i": "I", "nope": "x"}),
    "rename by function": lambda pd, df, o: df[df.b].rename(columns=str.upper),
    "rename axis": lambda pd, df, o: df[df.b].rename({"i": "I"}, axis=1),
    "rename a series": lambda pd, df, o: df[df.b]["i"].rename("x"),
    "drop": lambda pd, df, o: df[df.b].drop(columns=["i", "s"]),
    "drop axis": lambda pd, df, o: df[df.b].drop("i", axis=1),
    "reset_index": lambda pd, df, o: df[df.b].reset_index(),
    "reset_index drop": lambda pd, df, o: df[df.b].reset_index(drop=True),
    "reset_index of series": lambda pd, df, o: df[df.b]["i"].reset_index(),
    "reset_index drop of series": lambda pd, df, o: df[df.b]["i"].reset_index(drop=True),
    "set_index": lambda pd, df, o: df.set_index("k"),
    "set_index two": lambda pd, df, o: df.set_index(["k", "j"]),
    "set_index keep": lambda pd, df, o: df.set_index("k", drop=False),
    "set_index filter": lambda pd, df, o: (lambda x: x[x["i"] > 1])(df.set_index("k")),
    "set and reset": lambda pd, df, o: df.set_index("d").reset_index(),
    "copy": lambda pd, df, o: df[df.b].copy(),
    "pipe": lambda pd, df, o: df.pipe(lambda d: d[d["b"]]),
    "to_frame": lambda pd, df, o: (df["i"] + 1).to_frame(),
    "to_frame named": lambda pd, df, o: (df["i"] + 1).to_frame("x"),
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_planned(same, code):
    same(code)


def set_list(pd, df, o):
    part = df[df["b"]]
    part["x"] = list(range(len(part)))
    return part


def set_array(pd, df, o):
    df["x"] = np.arange(8)
    df["y"] = df["x"] + df["i"]
    return df


def set_cells(pd, df, o):
    df.loc[df["i"] > 2, "f"] = -1.0
    df.loc[0, "i"] = 100
    df.iloc[1, 0] = 50
    df.at[2, "i"] = 60
    df["z"] = df["i"] + 1
    return df


def set_others(pd, df, o):
    part = df[df["b"]]
    part["x"] = df["i"]
    return part


FALLBACKS = {
    "set list": set_list,
    "set array": set_array,
    "set cells": set_cells,
    "set from other rows": set_others,
    "set two": lambda pd, df, o: df.assign(x=[1] * 8),
    "drop rows": lambda pd, df, o: df.drop([0, 1]),
    "drop rows by index": lambda pd, df, o: df.drop(index=3),
    "rename rows": lambda pd, df, o: df.rename(index={0: 9}),
    "dropna": lambda pd, df, o: df.dropna(),
    "reset level": lambda pd, df, o: df.set_index(["k", "j"]).reset_index(level="j"),
    "set_index array": lambda pd, df, o: df.set_index(np.arange(8)),
    "transpose": lambda pd, df, o: df[["i", "j"]].T,
    "melt": lambda pd, df, o: df[["i", "j", "k"]].melt("k"),
    "pivot": lambda pd, df, o: df.pivot_table(index="k", columns="b", values="f"),
    "stack": lambda pd, df, o: df[["i", "j"]].stack(),
    "explode": lambda pd, df, o: df[["i"]].explode("i"),
    "resample": lambda pd, df, o: df[df.d.notna()].set_index("d").resample("YE")["i"].sum(),
    "add_prefix": lambda pd, df, o: df.add_prefix("x_"),
    "select_dtypes": lambda pd, df, o: df.select_dtypes("number"),
    "eval": lambda pd, df, o: df.eval("z = i + f"),
    "index": lambda pd, df, o: df[df.b].index.to_numpy(),
    "reindex": lambda pd, df, o: df.reindex([1, 3, 9]),
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)
