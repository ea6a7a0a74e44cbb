"""``read_parquet`` and ``to_parquet`` through the shim, against plain pandas."""

import warnings

import numpy as np
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import accel
import accel.pandas as pd
from accel.frame.lazy import is_lazy


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(accel.options, "min_rows", 0)
    accel.explain_fallbacks().clear()


def example(rows=50):
    return pandas.DataFrame(
        {
            "n": np.arange(rows),
            "x": np.linspace(0, 1, rows),
            "s": pandas.Series([f"text {k % 7}" for k in range(rows)], dtype="str"),
            "t": pandas.date_range("2024-01-01", periods=rows, unit="us"),
        }
    )


INDEXES = {
    "default": lambda df: df,
    "range from 5": lambda df: df.set_axis(pandas.RangeIndex(5, 5 + len(df)), axis=0),
    "named range": lambda df: df.rename_axis("row"),
    "stepped range": lambda df: df.set_axis(pandas.RangeIndex(0, 2 * len(df), 2), axis=0),
    "column": lambda df: df.set_index("n"),
    "dates": lambda df: df.set_index("t"),
    "text": lambda df: df.set_index("s"),
    "levels": lambda df: df.set_index(["n", "s"]),
}


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("columns", [None, ["x", "n"], ["x"], []])
def test_a_stored_index_comes_back(tmp_path, index, columns):
    path = tmp_path / "a.parquet"
    INDEXES[index](example()).to_parquet(path)
    try:
        wanted = pandas.read_parquet(path, columns=columns)
    except (pa.ArrowInvalid, KeyError) as error:
        with pytest.raises(type(error)):
            pd.read_parquet(path, columns=columns)
        return
    assert_frame_equal(pandas.DataFrame(pd.read_parquet(path, columns=columns)), wanted)
    if "x" in wanted:
        ours = pd.read_parquet(path, columns=columns)
        assert_frame_equal(pandas.DataFrame(ours[ours["x"] > 0.5]), wanted[wanted["x"] > 0.5])


def test_attrs_come_back(tmp_path):
    frame = example()
    frame.attrs = {"source": "survey", "year": 2024}
    frame.to_parquet(tmp_path / "a.parquet")
    assert pd.read_parquet(tmp_path / "a.parquet").attrs == frame.attrs


def test_reading_is_lazy_and_warns_of_nothing(tmp_path):
    example().to_parquet(tmp_path / "a.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = pd.read_parquet(tmp_path / "a.parquet")
        small = pd.read_parquet(tmp_path / "a.parquet", columns=["n"])
    assert is_lazy(frame)
    assert is_lazy(small)


def test_positional_arguments_are_pandas_own(tmp_path):
    example().to_parquet(tmp_path / "a.parquet")
    with pytest.raises(TypeError) as wanted:
        pandas.read_parquet()
    with pytest.raises(TypeError) as raised:
        pd.read_parquet()
    assert "path" in str(wanted.value)
    assert "path" in str(raised.value)


def test_a_column_that_pandas_must_read_says_why(tmp_path):
    table = pa.table({"d": pa.array([1, 2, None], pa.decimal128(10, 2)), "n": [1, 2, 3]})
    pq.write_table(table, tmp_path / "a.parquet")
    wanted = pandas.read_parquet(tmp_path / "a.parquet")
    assert_frame_equal(pandas.DataFrame(pd.read_parquet(tmp_path / "a.parquet")), wanted)
    (entry,) = accel.explain_fallbacks()
    assert "'d'" in str(entry)
    assert "decimal" in str(entry)
    assert "test_read.py" in str(entry)


FILTERS = {
    "one": [("n", ">", 20)],
    "both": [("n", ">", 20), ("x", "<=", 0.75)],
    "either": [[("n", "<", 5)], [("s", "==", "text 3"), ("n", ">=", 30)]],
    "in": [("s", "in", ["text 1", "text 2"])],
    "set": [("n", "in", {1, 2, 99})],
    "date": [("t", ">=", pandas.Timestamp("2024-01-01 00:00:00.000030"))],
    "nothing": [("n", "==", -1)],
    "missing": [("y", ">", 10)],
    "missing text": [("z", "<", "text 5")],
}


@pytest.mark.parametrize("columns", [None, ["x", "s"]])
@pytest.mark.parametrize("filters", FILTERS)
def test_filters_are_planned(tmp_path, filters, columns):
    frame = example()
    frame["y"] = frame["x"].where(frame["n"] % 3 > 0) * 50
    frame["z"] = frame["s"].where(frame["n"] % 4 > 0)
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    wanted = pandas.read_parquet(path, columns=columns, filters=FILTERS[filters])
    ours = pd.read_parquet(path, columns=columns, filters=FILTERS[filters])
    assert is_lazy(ours)
    assert_frame_equal(pandas.DataFrame(ours), wanted)
    assert not accel.explain_fallbacks()


@pytest.mark.parametrize(
    "filters",
    [[("x", "!=", 0.5)], [("n", "not in", [1])], [("n", "<", 2.5)], [("t", "<", "2025")], []],
)
def test_filters_that_pyarrow_may_read_otherwise_are_left_to_it(tmp_path, filters):
    path = tmp_path / "a.parquet"
    example().to_parquet(path)
    outcomes = []
    for module in (pandas, pd):
        try:
            outcomes.append(pandas.DataFrame(module.read_parquet(path, filters=filters)))
        except (pa.ArrowException, TypeError, ValueError) as error:
            outcomes.append(type(error))
    if isinstance(outcomes[0], type):
        assert outcomes[1] is outcomes[0]
    else:
        assert_frame_equal(outcomes[1], outcomes[0])


def test_filters_on_an_own_index_are_left_to_pandas(tmp_path):
    path = tmp_path / "a.parquet"
    example().set_index("t").to_parquet(path)
    wanted = pandas.read_parquet(path, filters=[("n", ">", 20)])
    assert_frame_equal(pandas.DataFrame(pd.read_parquet(path, filters=[("n", ">", 20)])), wanted)


def both_raise(call):
    """Run ``call`` with both modules; return our error once it is of pandas' type."""
    with pytest.raises(Exception) as wanted:  # noqa: PT011 - whatever pandas raises
        call(pandas)
    with pytest.raises(wanted.type) as raised:
        call(pd)
    return raised.value


@pytest.mark.parametrize("name", ["none.parquet", "*.parquet", "[a].parquet"])
def test_a_missing_file(tmp_path, name):
    example().to_parquet(tmp_path / "a.parquet")
    error = both_raise(lambda module: module.read_parquet(tmp_path / name))
    assert isinstance(error, FileNotFoundError)
    assert name in str(error)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all, but some length to it"])
def test_a_file_that_is_not_parquet(tmp_path, content):
    path = tmp_path / "bad.parquet"
    path.write_bytes(content)
    error = both_raise(lambda module: module.read_parquet(path))
    assert "bad.parquet" in str(error) + "".join(getattr(error, "__notes__", []))


def test_a_truncated_file(tmp_path):
    path = tmp_path / "cut.parquet"
    example(5000).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])
    error = both_raise(lambda module: module.read_parquet(path))
    assert "cut.parquet" in str(error) + "".join(getattr(error, "__notes__", []))


def test_a_missing_column(tmp_path):
    example().to_parquet(tmp_path / "a.parquet")
    path = tmp_path / "a.parquet"
    error = both_raise(lambda module: module.read_parquet(path, columns=["n", "absent"]))
    assert "absent" in str(error)


def test_a_schema_that_changes_within_a_folder_names_both_files(tmp_path):
    example().to_parquet(tmp_path / "one.parquet")
    example().assign(n="text").to_parquet(tmp_path / "two.parquet")
    error = both_raise(lambda module: module.read_parquet(tmp_path))
    text = str(error) + "".join(getattr(error, "__notes__", []))
    assert "one.parquet" in text
    assert "two.parquet" in text
    assert "'n'" in text


def test_a_damaged_page_names_file_and_line_and_the_process_goes_on(tmp_path):
    path = tmp_path / "damaged.parquet"
    example(5000).to_parquet(path)
    frame = pd.read_parquet(path)
    content = bytearray(path.read_bytes())
    content[4:2000] = bytes(byte ^ 0x5A for byte in content[4:2000])
    path.write_bytes(content)
    damaged = pd.read_parquet(path)
    with pytest.raises(OSError, match=r"damaged\.parquet: column 'n'"):
        damaged["n"].sum()
    with pytest.raises(OSError, match=r"damaged\.parquet: column 'n'") as raised:
        len(pandas.DataFrame(damaged[damaged["n"] > 5]))
    assert "test_read.py" in "".join(raised.value.__notes__)
    assert frame["n"].sum() == sum(range(5000))  # a small file is held since it was opened
    example(10).to_parquet(path)
    assert pd.read_parquet(path)["n"].sum() == 45


def test_writing_over_the_file_that_is_read(tmp_path):
    path = tmp_path / "a.parquet"
    example().to_parquet(path)
    frame = pd.read_parquet(path)
    frame[frame["n"] >= 10].to_parquet(path)
    assert len(pandas.read_parquet(path)) == 40
    assert len(frame) == 50
    assert frame["n"].sum() == sum(range(50))


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    example().to_parquet(path)
    before = path.read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(OSError, match="No space left"):
        pd.DataFrame(example()).to_parquet(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]
