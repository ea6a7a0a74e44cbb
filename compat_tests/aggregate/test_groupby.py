"""Groups and their aggregates, against plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compat_tests.aggregate.oracle import check_groups, groups

ROWS = 4000
NUMBERS = [f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)]
NUMBERS += ["float32", "float64"]
OF_ALL = ["count", "nunique", "first", "last"]
OF_NUMBERS = ["sum", "mean", "min", "max", "std", "var", "any", "all", "prod", "median"]


def frame(rows: int = ROWS) -> pd.DataFrame:
    """One column of each kind, missing values wherever there can be some."""
    random = np.random.default_rng(7)
    columns = {name: pd.Series(random.integers(0, 3, rows)).astype(name) for name in NUMBERS}
    columns["float32"] = pd.Series(random.random(rows).astype("float32"))
    columns["float64"] = pd.Series(random.normal(0, 1e3, rows))
    columns["bool"] = pd.Series(random.integers(0, 2, rows).astype(bool))
    days = random.integers(0, 40, rows) * 86_400_000_000
    columns["datetime"] = pd.Series(days.view("datetime64[us]"))
    columns["timedelta"] = pd.Series((days * 1000).view("timedelta64[ns]"))
    words = np.array(["", "a", "ab", "ab\0", "été", "a rather longer piece of text", "b"])
    columns["str"] = pd.Series(words[random.integers(0, len(words), rows)], dtype="str")
    columns["category"] = pd.Series(
        pd.Categorical.from_codes(random.integers(-1, 3, rows), ["z", "y", "x"], ordered=True)
    )
    result = pd.DataFrame(columns)
    for name in ("float32", "float64", "datetime", "timedelta", "str"):
        result.loc[random.random(rows) < 0.2, name] = None
    # groups of one row, of missing values alone, and one that holds most rows
    result["key"] = np.where(random.random(rows) < 0.5, 3, random.integers(-500, 500, rows))
    result.loc[result["key"] == 5, ["float64", "str", "datetime"]] = None
    return result


FRAME = frame()


@pytest.mark.parametrize("function", OF_NUMBERS)
@pytest.mark.parametrize("column", [*NUMBERS, "bool"])
def test_numbers(function, column):
    aggregates = [(function, column)]
    values = FRAME[["key", column]]
    if column.startswith("float") or function in ("mean", "std", "var"):
        tolerance = 1e-5 if column == "float32" else 1e-12
        check_groups(values, ["key"], aggregates, tolerance=tolerance)
    else:
        check_groups(values, ["key"], aggregates)


@pytest.mark.parametrize(
    ("column", "coded"),
    [(name, "no") for name in [*NUMBERS, "bool", "datetime", "timedelta", "str", "category"]]
    + [("str", "mixed"), ("str", "all")],
)
def test_what_every_column_has(column, coded):
    aggregates = [(function, column) for function in OF_ALL]
    check_groups(FRAME[["key", column]], ["key"], aggregates, coded=coded, size=700)


@pytest.mark.parametrize("column", ["datetime", "timedelta", "str", "category"])
@pytest.mark.parametrize("coded", ["no", "mixed"])
def test_extremes(column, coded):
    aggregates = [("min", column), ("max", column), ("size", None), ("first", column)]
    check_groups(FRAME[["key", column]], ["key"], aggregates, coded=coded)


def test_sum_of_timedeltas():
    check_groups(FRAME[["key", "timedelta"]], ["key"], [("sum", "timedelta")])


@pytest.mark.parametrize("dropna", [True, False])
@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize(
    "key",
    ["key", "bool", "uint8", "float64", "float32", "datetime", "timedelta", "str", "category"],
)
def test_keys(key, sort, dropna):
    aggregates = [("sum", "int64"), ("size", None)]
    check_groups(FRAME[[key, "int64"]], [key], aggregates, sort=sort, dropna=dropna, coded="mixed")


def test_wide_unsigned_keys():
    keys = pd.Series([2**64 - 1, 0, 2**63, 2**63 - 1, 2**64 - 1], dtype="uint64")
    check_groups(pd.DataFrame({"k": keys, "v": range(5)}), ["k"], [("sum", "v")])


def test_zeros_and_nans_are_one_key_each():
    keys = [0.0, -0.0, np.nan, float("-nan"), -np.inf, np.inf, 1.0, -1.0]
    frame = pd.DataFrame({"k": keys, "v": range(8)})
    check_groups(frame, ["k"], [("sum", "v")], dropna=False)


@pytest.mark.parametrize("dropna", [True, False])
@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize(
    "keys",
    [
        ["int8", "str"],
        ["str", "category", "bool"],
        ["datetime", "float64", "str"],
        ["float32", "float64", "key"],
        ["str", "str2"],
    ],
)
def test_several_keys(keys, sort, dropna):
    frame = FRAME.assign(str2=FRAME["str"].shift(1))
    check_groups(
        frame[[*keys, "int64", "float64" if "float64" not in keys else "int32"]],
        keys,
        [("sum", "int64"), ("size", None)],
        sort=sort,
        dropna=dropna,
        coded="mixed",
    )


@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize("broken", [False, True])
def test_keys_that_depend_on_one(sort, broken):
    """A customer's name, address and balance follow from the key, or nearly so."""
    random = np.random.default_rng(1)
    key = random.integers(0, 700, 6000)
    frame = pd.DataFrame(
        {
            "key": key,
            "name": pd.Series([f"Customer {k:09}" for k in key], dtype="str"),
            "balance": key * 1.7,
            "address": pd.Series([f"{k * 7919 % 1000} a street" for k in key], dtype="str"),
            "value": random.random(6000),
        }
    )
    if broken:
        frame.loc[5777, "address"] = "moved"
        frame.loc[5888, "balance"] = -1.0
    keys = ["key", "name", "balance", "address"]
    aggregates = [("sum", "value"), ("count", "value")]
    check_groups(frame, keys, aggregates, sort=sort, size=500)
    check_groups(frame, keys[::-1], aggregates, sort=sort, size=6000, tasks=1)


def test_keys_too_wide_for_a_word():
    random = np.random.default_rng(2)
    frame = pd.DataFrame(
        {name: random.choice(random.integers(-(2**62), 2**62, 30), 5000) for name in "abc"}
    )
    frame["v"] = random.random(5000)
    check_groups(frame, ["a", "b", "c"], [("sum", "v")])
    check_groups(frame, ["c", "a"], [("sum", "v")], sort=False)


@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize("sort", [True, False])
def test_few_rows(rows, sort):
    small = FRAME.iloc[:rows]
    aggregates = [("sum", "float64"), ("max", "datetime"), ("first", "str"), ("nunique", "int8")]
    for keys in (["key"], ["str", "int16"]):
        found = small[[*dict.fromkeys([*keys, "float64", "datetime", "str", "int8"])]]
        check_groups(found, keys, aggregates, sort=sort, dropna=False)


def test_unordered_groups_are_the_same_groups():
    frame = FRAME[["str", "key", "int64"]]
    check_groups(frame, ["str", "key"], [("sum", "int64")], ordered=False, coded="mixed")


@pytest.mark.parametrize("ddof", [0, 1, 2])
def test_ddof(ddof):
    check_groups(FRAME[["key", "float64"]], ["key"], [("var", "float64")], ddof=ddof)


@pytest.mark.parametrize("min_count", [0, 1, 3])
@pytest.mark.parametrize("function", ["sum", "prod"])
def test_min_count(function, min_count):
    aggregates = [(function, "float64")]
    check_groups(FRAME[["key", "float64"]], ["key"], aggregates, min_count=min_count)


def test_no_rounding_error_is_lost():
    frame = pd.DataFrame({"k": [1, 2] * 1500, "v": [1e16, 1e16, 1.0, 1.0, -1e16, -1e16] * 500})
    expected = pd.DataFrame({"k": [1, 2], "0": [500.0, 500.0]})
    found = groups(frame, ["k"], [("sum", "v")], expected, tasks=4, size=700)
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
