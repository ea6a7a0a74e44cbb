"""Categories as keys of joins and sorts."""

import pandas
import pytest

import accel
from compat_tests.frame.conftest import assert_same

LETTERS = pandas.CategoricalDtype(["c", "a", "b", "z"])


def left(dtype=LETTERS):
    values = ["a", "b", None, "c", "a", "b"]
    return pandas.DataFrame({"k": pandas.Series(values, dtype=dtype), "n": range(6)})


def right(dtype=LETTERS):
    values = ["b", None, "z", "a", "b"]
    return pandas.DataFrame({"k": pandas.Series(values, dtype=dtype), "w": range(5)})


CASES = {
    **{how: lambda df, o, how=how: df.merge(o, on="k", how=how)
       for how in ("inner", "left", "right", "outer")},
    "other name": lambda df, o: df.merge(o.rename(columns={"k": "q"}), left_on="k", right_on="q"),
    "sorted": lambda df, o: df.sort_values("k", kind="stable"),
    "sorted backwards": lambda df, o: df.sort_values(["k", "n"], ascending=[False, True]),
    "missing first": lambda df, o: df.sort_values("k", kind="stable", na_position="first"),
    "series": lambda df, o: df["k"].sort_values(kind="stable", ignore_index=True),
    "index": lambda df, o: df[df["k"].notna()].set_index("k").sort_index(kind="stable"),
    "sorted head": lambda df, o: df.sort_values("k", kind="stable").head(2),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
@pytest.mark.parametrize("ordered", [False, True])
def test_planned(code, ordered):
    dtype = pandas.CategoricalDtype(LETTERS.categories, ordered)
    got = code(left(dtype).accel.lazy(), right(dtype).accel.lazy())
    assert_same(got, code(left(dtype), right(dtype)))
    assert not accel.explain_fallbacks()


def test_other_categories_are_left_to_pandas():
    other = right(pandas.CategoricalDtype(["z", "a", "b", "c"]))
    assert_same(left().accel.lazy().merge(other, on="k"), left().merge(other, on="k"))
    (fallback,) = accel.explain_fallbacks()
    assert fallback.reason == "the categories of the keys have different orders"
