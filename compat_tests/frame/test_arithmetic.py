"""Operators and their method forms."""

import operator

import numpy as np
import pytest

BINARY = [operator.add, operator.sub, operator.mul, operator.truediv]
COMPARE = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]


@pytest.mark.parametrize("op", BINARY + COMPARE)
@pytest.mark.parametrize("left", ["i", "j", "f", "g"])
@pytest.mark.parametrize("right", ["i", "j", "f", "g", 2, -1.5, np.float32(0.1), np.int8(3), True])
def test_numbers(same, op, left, right):
    same(lambda pd, df, o: op(df[left], df[right] if isinstance(right, str) else right))


@pytest.mark.parametrize("op", BINARY)
@pytest.mark.parametrize("value", [3, 0.5, np.float64(2)])
def test_reflected(same, op, value):
    same(lambda pd, df, o: op(value, df["f"]))


CASES = {
    "floordiv": lambda pd, df, o: df["f"] // 2,
    "floordiv of integers": lambda pd, df, o: df["i"] // 3,
    "mod": lambda pd, df, o: df["i"] % 4,
    "mod of floats": lambda pd, df, o: df["f"] % 1.5,
    "power": lambda pd, df, o: df["f"] ** 2,
    "negative": lambda pd, df, o: -df["f"],
    "positive": lambda pd, df, o: +df["f"],
    "absolute": lambda pd, df, o: abs(df["i"]),
    "abs": lambda pd, df, o: df["f"].abs(),
    "invert": lambda pd, df, o: ~df["b"],
    "and": lambda pd, df, o: df["b"] & (df["i"] > 1),
    "or": lambda pd, df, o: df["b"] | False,
    "xor": lambda pd, df, o: df["b"] ^ (df["i"] > 1),
    "round": lambda pd, df, o: round(df["f"] / 3, 2),
    "round method": lambda pd, df, o: (df["g"] * 1.7).round(1),
    "add method": lambda pd, df, o: df["i"].add(df["f"]),
    "rsub method": lambda pd, df, o: df["i"].rsub(10),
    "div method": lambda pd, df, o: df["i"].div(4),
    "multiply method": lambda pd, df, o: df["i"].multiply(df["j"]),
    "eq method": lambda pd, df, o: df["i"].eq(3),
    "gt method": lambda pd, df, o: df["f"].gt(df["g"]),
    "names": lambda pd, df, o: (df["i"] + df["i"], df["i"] + df["f"])[1],
    "same name": lambda pd, df, o: df["i"] * df["i"],
    "text equal": lambda pd, df, o: df["s"] == "b",
    "text unequal": lambda pd, df, o: df["s"] != df["t"],
    "text less": lambda pd, df, o: df["s"] < "b",
    "date and text": lambda pd, df, o: df["d"] > "2024-01-01",
    "date and numpy": lambda pd, df, o: df["d"] == np.datetime64("2024-01-31"),
    "dates": lambda pd, df, o: df["d"] != df["d"],
    "frame": lambda pd, df, o: df[["i", "f"]] * 2 + 1,
    "frames": lambda pd, df, o: df[["i", "f"]] - df[["i", "f"]],
    "frame compare": lambda pd, df, o: df[["i", "f"]] >= 2,
    "frame method": lambda pd, df, o: df[["i", "f"]].sub(1),
    "frame round": lambda pd, df, o: (df[["i", "f"]] / 3).round(1),
    "frame negative": lambda pd, df, o: -df[["i", "f"]],
    "frame abs": lambda pd, df, o: df[["i", "f"]].abs(),
    "of a filtered frame": lambda pd, df, o: (lambda x: x["i"] * x["f"])(df[df["i"] > 1]),
    "bool numbers": lambda pd, df, o: df["b"] * df["f"],
    "bool sum": lambda pd, df, o: df["b"] + df["b"],
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_planned(same, code):
    same(code)


FALLBACKS = {
    "other rows": lambda pd, df, o: df["i"] + df[df["i"] > 1]["i"],
    "array": lambda pd, df, o: df["i"] + np.arange(8),
    "list": lambda pd, df, o: df["i"] + [1] * 8,
    "fill value": lambda pd, df, o: df["f"].add(df["g"], fill_value=0),
    "integer division by zero": lambda pd, df, o: df["i"] // 0,
    "integers by integers": lambda pd, df, o: df["i"] // df["j"],
    "text sum": lambda pd, df, o: df["s"] + df["t"],
    "text and number": lambda pd, df, o: df["s"] == 1,
    "frame and series": lambda pd, df, o: df[["i", "f"]] + pd.Series({"i": 1, "f": 2}),
    "frame by rows": lambda pd, df, o: df[["i", "f"]].mul(df["j"], axis=0),
    "series and frame": lambda pd, df, o: pd.Series({"i": 1, "f": 2}) * df[["i", "f"]],
    "numpy function": lambda pd, df, o: np.sqrt(df["g"].abs()),
    "numpy where": lambda pd, df, o: pd.Series(np.where(df["b"], df["i"], 0)),
    "divmod": lambda pd, df, o: divmod(df["i"], 2)[0],
}


@pytest.mark.parametrize("code", FALLBACKS.values(), ids=FALLBACKS)
def test_what_plans_lack_is_pandas(same, code):
    same(code, planned=False)


@pytest.mark.parametrize(
    "code",
    [
        lambda df: df["s"] - 1,
        lambda df: df["b"] - df["b"],
        lambda df: df["d"] + df["d"],
        lambda df: df["i"] < "a",
        lambda df: df["nope"],
        lambda df: df.nope,
        lambda df: df[["i", "nope"]],
        lambda df: df.loc[:, "nope"],
        lambda df: df["f"] & True,
    ],
)
def test_errors_are_pandas_own_and_come_at_the_call(code):
    import pandas

    import accel.pandas
    from compat_tests.frame.conftest import table

    with pytest.raises(Exception) as expected:  # noqa: PT011 - pandas says which
        code(table(pandas))
    with pytest.raises(expected.type):
        code(table(accel.pandas))
