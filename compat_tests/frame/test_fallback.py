"""What passes between plans and pandas: no copies, no second conversion, nothing held in vain."""

import numpy as np
import pandas
import pytest

import accel
import accel.pandas as pd
from accel.execute.vector import Fixed, Text
from accel.frame import source, strings
from accel.frame.lazy import is_lazy, state_of
from accel.frame.memory import MemorySource

COLUMNS = {
    "bool": np.array([True, False, True]),
    "int8": np.array([3, 1, 2], np.int8),
    "int64": np.array([3, 1, 2]),
    "uint16": np.array([3, 1, 2], np.uint16),
    "float32": np.array([1.5, np.nan, 2], np.float32),
    "float64": np.array([1.5, np.nan, 2]),
    "datetime": np.array(["2024-01-01", "NaT", "2024-02-03"], "M8[us]"),
    "timedelta": np.array([1, 2, 3], "m8[s]"),
    "str": pandas.array(["a", None, "long enough to lie in a buffer"], dtype="str"),
    "category": pandas.Categorical(["u", "v", "u"]),
}


def buffer(array):
    """Return where the values of a column lie."""
    if isinstance(array.dtype, pandas.StringDtype):
        return array._pa_array.chunk(0).buffers()[2].address
    values = array.codes if isinstance(array.dtype, pandas.CategoricalDtype) else np.asarray(array)
    return values.__array_interface__["data"][0]


def source_of(obj) -> MemorySource:
    return state_of(obj).space.node.source


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "category"])
def test_plans_read_the_memory_of_pandas(name):
    series = pd.Series(COLUMNS[name])
    vector = source_of(series).vector(0)
    if name == "str":
        assert isinstance(vector, Text)
        assert vector.starts[0] == buffer(series._values)
    else:
        assert isinstance(vector, Fixed)
        assert vector.data.__array_interface__["data"][0] == buffer(series._values)


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("columns", [["x"], ["y", "x"]], ids=["alone", "beside"])
def test_columns_that_a_plan_passes_on_are_not_copied(name, columns):
    df = pd.DataFrame({"x": COLUMNS[name], "y": COLUMNS["int64"]})
    passed = df[columns]
    assert is_lazy(passed)
    assert buffer(passed["x"].array) == buffer(df["x"]._values)
    assert buffer(passed.accel.to_pandas()["x"].array) == buffer(df["x"]._values)


@pytest.mark.parametrize("name", ["bool", "int64", "float64", "datetime", "str"])
def test_a_result_is_handed_over_and_read_again_in_place(name):
    df = pd.DataFrame({"x": COLUMNS[name], "y": COLUMNS["int64"]})
    result = df[df["y"] > 1]
    assert is_lazy(result)
    there = buffer(result["x"]._values)
    assert buffer(result.accel.to_pandas()["x"]._values) == there
    again = result["x"].accel.persist() if is_lazy(result["x"]) else result["x"]
    assert buffer(again._values) == there
    vector = source_of(again).vector(0)
    start = vector.starts[0] if isinstance(vector, Text) else vector.data.ctypes.data
    assert start == there


REFUSED = {
    "planned": lambda df: df["a"].sum(),
    "planned and dropped": lambda df: df[df["a"] > 1],
    "refused": lambda df: df.sort_values("a", key=lambda s: -s),
    "left to pandas": lambda df: df["a"].rolling(2).sum(),
    "an error": lambda df: error_of(lambda: df.sort_values("missing")),
}


def error_of(call):
    with pytest.raises(KeyError) as error:
        call()
    return error


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_after_a_call_pandas_writes_in_place(call):
    df = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 6.0]})
    there = buffer(df["b"]._values)
    call(df)
    df.loc[1, "b"] = 7.0
    df.iloc[0, 1] = 8.0
    df.fillna(0.0, inplace=True)
    assert buffer(df["b"]._values) == there


def test_only_columns_that_plans_read_are_copied_on_writing():
    df = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"], "c": [1.5, 2.5, 3.5]})
    there = buffer(df["a"].array), buffer(df["c"]._values)
    mask = df["a"] > 1
    df.loc[0, "c"] = 0.0
    df.loc[0, "a"] = 9
    assert is_lazy(mask)
    assert mask.tolist() == [False, True, True]
    assert buffer(df["c"]._values) == there[1]
    assert buffer(df["a"]._values) != there[0]


def test_what_pandas_computed_is_a_column_of_the_same_rows():
    df = pd.DataFrame({"a": [1.0, 2.0, 4.0, 7.0]}, index=[9, 8, 7, 6])
    mean = df["a"].rolling(2).mean()
    above = df.copy()[df["a"] > mean]
    assert is_lazy(above)
    df["mean"] = mean
    both = df["a"] + df["mean"]
    assert is_lazy(both)
    assert above.index.tolist() == [8, 7, 6]
    assert both.tolist()[1:] == [3.5, 7.0, 12.5]


def test_names_of_the_index_are_those_of_each_object():
    df = pd.DataFrame({"a": [1, 2, 3]}, index=pandas.Index([5, 6, 7], name="one"))
    mask = df["a"] > 1
    other = df.rename_axis("two")
    assert df[mask].index.name == "one"
    assert other[other["a"] > 1].index.name == "two"
    df.index.name = "three"
    assert df[df["a"] > 1].index.name == "three"


def test_a_held_plan_does_not_gather_columns_that_the_program_dropped():
    df = pd.DataFrame({"a": np.arange(5)})
    held = df["a"] > 1
    for number in range(40):
        df["x"] = np.arange(5) + number
        assert df[df["x"] > number + 1]["x"].tolist() == [number + k for k in (2, 3, 4)]
    assert is_lazy(held)
    assert len(source_of(held)._held) <= 8


def test_strings_are_coded_once_while_they_live(monkeypatch):
    made = []
    original = strings.coded
    monkeypatch.setattr(strings, "coded", lambda text: made.append(1) or original(text))
    df = pd.DataFrame({"s": ["b", "a", "c"] * 4000})
    before = len(source._coded)
    assert df["s"].str.upper().iloc[2] == "C"
    assert df[df["s"] == "b"]["s"].nunique() == 1
    assert df.copy()["s"].value_counts().loc["a"] == 4000
    assert len(made) == 1
    del df
    assert len(source._coded) == before


@pytest.mark.parametrize("dtype", ["Int64", "boolean", "string", "object", "Float64"])
def test_values_of_dtypes_unknown_to_the_engine_go_to_pandas_at_once(dtype):
    series = pd.Series(pandas.array([1, 0, 1], dtype="Int64")).astype(dtype)
    accel.explain_fallbacks(clear=True)
    result = series == series
    assert not is_lazy(result)
    (fallback,) = accel.explain_fallbacks()
    assert fallback.reason == f"the engine has no columns of dtype {series.dtype}"


def test_a_function_given_to_loc_runs_once():
    df = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})
    calls = []
    for frame in (df, df[df["a"] > 0]):
        assert frame.loc[lambda d: calls.append(d) or [0, 2], "b"].tolist() == [4, 6]
    assert len(calls) == 2
