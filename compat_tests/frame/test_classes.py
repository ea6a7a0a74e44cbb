"""What pandas computes for us is of our classes, and scalars are of pandas' types."""

import io

import numpy as np
import pandas
import pyarrow as pa
import pytest

CASES = [
    lambda pd, df, o: df.describe(),
    lambda pd, df, o: df[["i"]].agg({"i": "sum"}),
    lambda pd, df, o: df["d"].dt.floor("D"),
    lambda pd, df, o: df["d"].dt.isocalendar(),
    lambda pd, df, o: (df["d"] - df["d"].min()).dt.days,
    lambda pd, df, o: (df["d"] - df["d"].min()).dt.components,
    lambda pd, df, o: df["k"].astype("category").cat.codes,
    lambda pd, df, o: df["k"].astype("category").cat.as_ordered(),
    lambda pd, df, o: (df["d"] - df["d"].min()).where(df["b"], 0),
    lambda pd, df, o: df["i"].where(df["b"], np.timedelta64(1, "s")),
    lambda pd, df, o: df["j"].astype("int64") & df["j"].astype("uint64"),
    lambda pd, df, o: df.head(1).astype({"i": "int8"}).set_index("i"),
    lambda pd, df, o: df[df["i"] > 99].drop_duplicates(ignore_index=True),
    lambda pd, df, o: df["t"].str.cat(df["k"], sep="-"),
    lambda pd, df, o: df[["f", "i"]].rolling(3).corr(),
    lambda pd, df, o: df["i"].expanding().cov(df["f"]),
    lambda pd, df, o: df[["f", "i"]].ewm(1).cov(),
    lambda pd, df, o: df.groupby("k")[["f", "i"]].rolling(2).corr(),
    lambda pd, df, o: list(pd.read_csv(_csv(df), chunksize=3))[1],
    lambda pd, df, o: pd.read_csv(_csv(df), iterator=True).get_chunk(2),
    lambda pd, df, o: next(pd.read_json(_lines(df), lines=True, chunksize=3)),
    lambda pd, df, o: pd.DataFrame.from_arrow(pa.table({"n": [1, 2]})),
    lambda pd, df, o: pd.Series.from_arrow(pa.chunked_array([[1, 2]])),
    lambda pd, df, o: pd.Series(pandas.arrays.SparseArray([0, 1])).sparse.to_dense(),
    lambda pd, df, o: _column(pd, [[1, 2], [3]], pa.list_(pa.int64())).list[0],
    lambda pd, df, o: _column(pd, [[1, 2], [3]], pa.list_(pa.int64())).list.flatten(),
    lambda pd, df, o: _column(pd, [{"x": 1}], pa.struct([("x", pa.int64())])).struct.field("x"),
    lambda pd, df, o: _column(pd, [{"x": 1}], pa.struct([("x", pa.int64())])).struct.dtypes,
]


def _csv(df):
    return io.StringIO(df[["i", "k"]].to_csv(index=False))


def _lines(df):
    return io.StringIO(df[["i", "k"]].to_json(orient="records", lines=True))


def _column(pd, values, kind):
    return pd.Series(values, dtype=pandas.ArrowDtype(kind))


@pytest.mark.parametrize("code", CASES)
def test_classes(same, code):
    same(code, planned=False)


@pytest.mark.parametrize("name", ["sum", "mean", "min", "median", "std"])
@pytest.mark.parametrize("values", [[], [np.nan], [1.0], [np.inf, -np.inf]])
def test_type_of_a_missing_result(same, name, values):
    with np.errstate(all="ignore"):
        same(lambda pd, df, o: getattr(pd.Series(values, dtype="f4"), name)(), planned=False)


def test_index_of_ranges_put_together(same):
    def continued(pd, df, o):
        index = pd.concat([df[:3], df[3:], df[:0]]).index
        return [type(index).__name__, *index]

    same(continued, planned=False)


def test_error_of_an_accessor_names_pandas_class():
    import accel.pandas as pd

    with pytest.raises(AttributeError, match="'DatetimeProperties' object"):
        pd.Series(np.array([0], "M8[ns]")).dt.days  # noqa: B018 - reading is what fails


@pytest.mark.parametrize("name", ["DataFrame", "Series"])
def test_what_is_added_to_a_class_is_there_for_plain_objects(name):
    import accel.pandas as pd

    ours, plain = getattr(pd, name), getattr(pandas, name)
    ours.rows = lambda self: len(self)
    assert plain({"a": [1, 2]}).rows() == ours({"a": [1, 2]}).rows()
    ours.rows = property(len)  # the cell of a notebook is run again
    assert plain({"a": [1, 2]}).rows == ours({"a": [1, 2]}).rows
    del ours.rows
    assert not hasattr(plain, "rows")
    with pytest.raises(AttributeError, match=f"type object '{name}' has no attribute 'rows'"):
        del ours.rows


def test_what_is_put_in_a_method_of_pandas_is_taken_back(monkeypatch):
    import accel.pandas as pd

    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "to_numpy", lambda self: 1)
        assert pd.DataFrame({"a": [2]}).to_numpy() == 1
    assert pd.DataFrame({"a": [2]}).to_numpy().tolist() == [[2]]
    assert pandas.DataFrame({"a": [2]}).to_numpy().tolist() == [[2]]


def test_what_is_added_to_a_subclass_stays_there():
    import accel.pandas as pd

    class Own(pd.DataFrame):
        pass

    Own.rows = 2
    assert not hasattr(pd.DataFrame, "rows")
    assert not hasattr(pandas.DataFrame, "rows")
