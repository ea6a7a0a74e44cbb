"""A groupby sees its frame as it is when it is asked, and refuses what pandas refuses."""

import pytest

import accel.pandas as pd
from compat_tests.frame.conftest import table


def test_columns_assigned_later_are_seen(same):
    def code(pd, df, other):
        groups = df.groupby("k")
        df["i"] = df["i"] * 2
        df["x"] = df["j"] + 1
        return groups[["i", "x"]].sum()

    same(code, planned=False)


def test_groups_of_a_computed_frame_are_planned_still(same):
    def code(pd, df, other):
        part = df[df["i"] > 1]
        groups = part.groupby("k")
        repr(part)
        return groups["i"].sum()

    same(code)


def test_nothing_to_aggregate(same):
    same(lambda pd, df, other: df[["k", "t"]].groupby("k").mean(numeric_only=True), planned=False)
    same(lambda pd, df, other: df.groupby("k").agg([]), planned=False)
    same(lambda pd, df, other: df.groupby("k").agg({}), planned=False)


@pytest.mark.parametrize("function", ["any", "nunique", "count"])
def test_arguments_that_a_function_does_not_have(function):
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        getattr(table(pd).groupby("k")[["i"]], function)(numeric_only=False)
