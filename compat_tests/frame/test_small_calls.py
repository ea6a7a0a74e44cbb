"""What a call on a small frame goes through: as little of ours as can be."""

import numpy as np
import pandas
import pytest
from pandas.core.flags import Flags

import accel.pandas as pd
from accel.frame import tally
from accel.settings import options


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 100_000)


def frames():
    data = {"a": [1, 2, 3], "b": ["x", "y", "z"]}
    return pd.DataFrame(data), pandas.DataFrame(data)


@pytest.mark.parametrize("cls", ["DataFrame", "Series"])
@pytest.mark.parametrize("name", ["to_numpy", "to_dict", "keys", "__iter__", "equals", "info"])
def test_what_plans_do_not_express_is_pandas_own_function(cls, name):
    assert getattr(getattr(pd, cls), name) is getattr(getattr(pandas, cls), name)


@pytest.mark.parametrize("call", [lambda df: df["a"], lambda df: df["a"].abs(), pandas.isna])
def test_flags_are_made_when_they_are_read(call):
    ours, _ = frames()
    result = call(ours)
    assert "_flags" not in vars(result)
    assert isinstance(result.flags, Flags)
    assert result.flags is result.flags
    result.flags.allows_duplicate_labels = False
    assert not result.copy().flags.allows_duplicate_labels
    assert call(ours).flags.allows_duplicate_labels


def test_flags_refuse_what_pandas_refuses():
    for module in (pd, pandas):
        doubled = module.DataFrame({"a": [1, 2]}, index=[0, 0])["a"]
        with pytest.raises(pandas.errors.DuplicateLabelError):
            doubled.flags.allows_duplicate_labels = False


@pytest.mark.parametrize(
    "call",
    [
        lambda df: df.head(2),
        lambda df: df["a"],
        lambda df: df["a"] + 1,
        lambda df: df.T,
        lambda df: df["a"].to_frame(),
        lambda df: df.isna(),
    ],
)
def test_attributes_and_names_go_on_as_in_pandas(call):
    results = []
    for frame in frames():
        frame.attrs["unit"] = {"a": "m"}
        result = call(frame)
        frame.attrs["unit"]["a"] = "changed"
        results.append((result.attrs, getattr(result, "name", None)))
    assert results[0] == results[1]


def test_a_class_of_the_program_passes_on_what_it_says():
    for module in (pd, pandas):

        class Named(module.DataFrame):
            _metadata = ["owner"]  # noqa: RUF012 - pandas' way

            @property
            def _constructor(self):
                return type(self)

        frame = Named({"a": [1]})
        frame.owner = "me"
        assert frame.head().owner == "me"


KEYS = ["a", "b", "none", 0, 1, -1, True, 1.0, ("a",), None, slice(1), np.str_("a"), np.int64(1)]


def outcome(call):
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever pandas raises is the oracle
        return type(error), str(error)


def same(ours, plain):
    if isinstance(plain, (pandas.DataFrame, pandas.Series)):
        kind = "frame" if plain.ndim == 2 else "series"
        getattr(pandas.testing, f"assert_{kind}_equal")(
            pandas.DataFrame(ours) if plain.ndim == 2 else pandas.Series(ours), plain
        )
        return getattr(ours, "name", 0) == getattr(plain, "name", 0)
    return type(ours) is type(plain) and ours == plain


@pytest.mark.parametrize("key", KEYS, ids=map(repr, KEYS))
@pytest.mark.parametrize(
    "index",
    [
        None,
        ["a", "b", "c"],
        ["a", "a", "b"],
        [1, 1, 2],
        [0.0, 1.0, 2.0],
        pandas.date_range("2024", periods=3),
    ],
    ids=["range", "str", "doubled", "int", "float", "times"],
)
def test_cells_and_columns(key, index):
    results = []
    for module in (pd, pandas):
        series = module.Series([10, 20, 30], index=index, name="s")
        columns = None if index is None else pandas.Index(index)
        frame = module.DataFrame([[1, 2.5, "x"]], columns=columns)
        results.append((outcome(lambda: series[key]), outcome(lambda: frame[key])))  # noqa: B023
    (cell, column), (plain_cell, plain_column) = results
    assert same(cell, plain_cell)
    assert same(column, plain_column)


def test_a_column_is_a_view_that_is_not_written_through():
    for frame in frames():
        column = frame["a"]
        assert np.shares_memory(column.to_numpy(), frame["a"].to_numpy())
        column.iloc[0] = 9
        assert frame["a"].tolist() == [1, 2, 3]


def test_small_calls_are_counted_when_somebody_counts():
    ours, _ = frames()
    with tally.counted() as calls:
        ours["a"] + 1
    assert [(c.fate, c.name) for c in calls] == [
        (tally.SMALL, "DataFrame.__getitem__"),
        (tally.SMALL, "Series.__add__"),
    ]
