"""Functions of the user."""

import pytest

import accel
import accel.pandas as pd
from accel.frame.lazy import is_lazy
from compat_tests.frame.conftest import table

LIMIT = 2
WORDS = ("a", "b")

PLANNED = {
    "in": lambda pd, df, o: df["s"].map(lambda v: v in ("a", "b")),
    "not in": lambda pd, df, o: df["s"].map(lambda v: v not in ("a", "b")),
    "in a global": lambda pd, df, o: df["s"].apply(lambda v: v in WORDS),
    "equal": lambda pd, df, o: df["s"].map(lambda v: v == "b"),
    "unequal": lambda pd, df, o: df["s"].map(lambda v: v != "b"),
    "more": lambda pd, df, o: df["i"].map(lambda v: v > 2),
    "turned": lambda pd, df, o: df["i"].map(lambda v: LIMIT >= v),  # noqa: SIM300
    "floats": lambda pd, df, o: df["f"].map(lambda v: v < 2.5),
    "not": lambda pd, df, o: df["i"].map(lambda v: not v == 3),  # noqa: SIM201
    "then a sum": lambda pd, df, o: df.assign(x=df["s"].map(lambda v: v in ("a", "b")))
    .groupby("k")["x"].sum(),
}  # fmt: skip


@pytest.mark.parametrize("code", PLANNED.values(), ids=PLANNED)
def test_comparisons_are_planned(same, code):
    same(code)


OTHERS = {
    "calls": lambda pd, df, o: df["i"].map(lambda v: abs(v)),
    "arithmetic": lambda pd, df, o: df["i"].map(lambda v: v * 2),
    "both": lambda pd, df, o: df["i"].map(lambda v: v > 1 and v < 3),
    "a list": lambda pd, df, o: df["i"].map(lambda v: v in [1, [2]]),
    "nothing": lambda pd, df, o: df["t"].map(lambda v: None),
    "a constant": lambda pd, df, o: df["i"].map(lambda v: True),
    "other types": lambda pd, df, o: df["i"].map(lambda v: v == "b"),
    "dates": lambda pd, df, o: df["d"].map(lambda v: v == 1),
    "argument": lambda pd, df, o: df["i"].apply(lambda v, w: v > w, args=(2,)),
    "text of no rows": lambda pd, df, o: df[df["i"] > 99]["s"].map(lambda v: v in ("a", "b")),
    "sum of no rows": lambda pd, df, o: df[df["i"] > 99]["i"].map(lambda v: v > 1).sum(),
}


@pytest.mark.parametrize("code", OTHERS.values(), ids=OTHERS)
def test_the_rest_is_pandas(same, code):
    same(code, planned=False)


def test_a_list_that_may_change_is_not_read():
    words = ["a"]
    df = table(pd)
    found = df["s"].map(lambda v: v in words)
    words.append("b")
    assert found.sum() == 2
    assert not is_lazy(found)
    assert accel.explain_fallbacks()
