"""Columns, index and dtypes come out as pandas.read_parquet gives them."""

import datetime
import pickle

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from accel.execute.parquet import IndexColumns, ParquetSource
from accel.plan.errors import Unsupported
from compat_tests.parquet.helpers import read_frame

BASE = pd.DataFrame({"a": [1, 2, 3], "b": ["x", None, "z"], "c": [0.5, np.nan, 2.0]})
STAMPED = BASE.set_index(pd.date_range("2024-01-01", periods=3, name="day", unit="us"))
FRAMES = {
    "plain": BASE,
    "named range": BASE.set_index(pd.RangeIndex(10, 16, 2, name="r")),
    "stored index": BASE.set_index("a"),
    "nameless index": BASE.set_index(pd.Index([5, 3, 1])),
    "index with nulls": BASE.set_index("c"),
    "string index": BASE.set_index("b"),
    "two levels": BASE.set_index(["a", "b"]),
    "dates": STAMPED,
    "numbered columns": pd.DataFrame(np.arange(6).reshape(3, 2)),
    "named columns": BASE.rename_axis(columns="letters"),
    "two header levels": pd.DataFrame({("a", "x"): [1], ("a", "y"): [2]}),
    "no columns": BASE[[]],
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_index_and_labels(name, tmp_path):
    path = tmp_path / "a.parquet"
    FRAMES[name].to_parquet(path)
    expected = pd.read_parquet(path)
    frame = read_frame(ParquetSource.open(path))
    assert_frame_equal(frame, expected, check_index_type="exact", check_column_type="exact")
    assert type(frame.index) is type(expected.index)


@pytest.mark.parametrize("columns", [["b"], ["c", "a"], []])
@pytest.mark.parametrize("name", ["plain", "named range", "two levels", "dates"])
def test_chosen_columns(name, columns, tmp_path):
    path = tmp_path / "a.parquet"
    FRAMES[name].to_parquet(path)
    assert_frame_equal(
        read_frame(ParquetSource.open(path, columns=columns)),
        pd.read_parquet(path, columns=columns),
    )


def test_attrs(tmp_path):
    frame = BASE.copy()
    frame.attrs = {"unit": "m"}
    frame.to_parquet(tmp_path / "a.parquet")
    assert ParquetSource.open(tmp_path / "a.parquet").attrs == {"unit": "m"}


@pytest.mark.parametrize("columns", [["a", "a"], "a", [1], ["a", "zz"]])
def test_odd_choices_of_columns_are_left_to_pandas(columns, tmp_path):
    BASE.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(Unsupported):
        ParquetSource.open(tmp_path / "a.parquet", columns=columns)


OBJECTS = {
    "list": [[1], [2, 3], []],
    "struct": [{"x": 1}, {"x": 2}, {"x": 3}],
    "bytes": [b"a", b"b", None],
    "date": [datetime.date(2020, 1, 1)] * 3,
    "zoned": pd.date_range("2020", periods=3, tz="UTC"),
    "category": pd.Categorical(["a", "b", "a"]),
    "nullable": pd.array([1, None, 3], dtype="Int64"),
    "truth and nulls": pd.array([True, None, False], dtype="object"),
    "float16": np.array([1, 2, 3], np.float16),
    "object": pd.array([None, None, None], dtype="object"),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_what_we_cannot_hold_says_so_only_when_asked(name, tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"good": [1, 2, 3], "bad": OBJECTS[name], "last": ["x", "y", "z"]}).to_parquet(
        path
    )
    source, expected = ParquetSource.open(path), pd.read_parquet(path)
    assert list(source.dtypes)[::2] == list(expected.dtypes)[::2]
    assert source.unsupported("good") is None
    assert "'bad'" in str(source.unsupported("bad"))
    reader = source.partitions[0].open()
    assert reader.load("good", 0, 3).data.tolist() == [1, 2, 3]
    with pytest.raises(Unsupported, match="bad"):
        reader.load("bad", 0, 3)
    rest = ["good", "last"]
    assert_frame_equal(read_frame(ParquetSource.open(path, columns=rest)), expected[rest])


def test_nested_columns_do_not_shift_the_others(tmp_path):
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "s": [{"x": 1, "y": {"z": "p"}}, {"x": 2, "y": {"z": "q"}}],
            "l": [[1, 2], []],
            "n": [4, 5],
            "t": ["u", None],
        }
    )
    pq.write_table(table, path)
    columns = ["t", "n"]
    assert_frame_equal(
        read_frame(ParquetSource.open(path, columns=columns)),
        pd.read_parquet(path, columns=columns),
    )


def test_many_files(tmp_path):
    (tmp_path / "sub" / "deeper").mkdir(parents=True)
    parts = {"b": BASE, "a": BASE.iloc[1:], "sub/c": BASE.iloc[:1], "sub/deeper/a": BASE.iloc[2:]}
    for name, frame in parts.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    for ignored in (".hidden.parquet", "_SUCCESS", "sub/_metadata"):
        (tmp_path / ignored).write_text("not Parquet")
    assert_frame_equal(read_frame(ParquetSource.open(tmp_path)), pd.read_parquet(tmp_path))
    files = [f"{tmp_path}/{name}.parquet" for name in parts]
    assert_frame_equal(read_frame(ParquetSource.open(files)), pd.read_parquet(files))


def test_nulls_in_one_file_change_the_dtype_of_all(tmp_path):
    for name, numbers in (("a", [1, 2]), ("b", [3, None])):
        table = pa.table({"x": pa.array(numbers, pa.int32())})
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert_frame_equal(read_frame(ParquetSource.open(tmp_path)), pd.read_parquet(tmp_path))


def test_kinds_of_strings_may_be_mixed(tmp_path):
    for name, kind in (("a", pa.string()), ("b", pa.large_string()), ("c", pa.string_view())):
        pq.write_table(pa.table({"x": pa.array(["u", None], kind)}), tmp_path / f"{name}.parquet")
    assert_frame_equal(read_frame(ParquetSource.open(tmp_path)), pd.read_parquet(tmp_path))


def test_folders_partitioned_by_key_are_left_to_pandas(tmp_path):
    BASE.to_parquet(tmp_path / "out", partition_cols=["a"])
    with pytest.raises(Unsupported, match="key"):
        ParquetSource.open(tmp_path / "out")


@pytest.mark.parametrize("where", ["http://127.0.0.1/a.parquet", open, [], b"a.parquet"])
def test_what_is_not_a_local_file_is_left_to_pandas(where):
    with pytest.raises(Unsupported):
        ParquetSource.open(where)


def test_statistics(tmp_path):
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "i": pa.array([3, 1, None, 9]),
            "u": pa.array([1, 2**64 - 1, 5, 7], pa.uint64()),
            "s": ["b", "a", "d", "c"],
            "t": pa.array([1, 2, 3, 4], pa.timestamp("us")),
            "f": [1.0, np.nan, -2.0, 0.5],
            "z": pa.nulls(4, pa.float64()),
        }
    )
    pq.write_table(table, path, row_group_size=2)
    first, second = ParquetSource.open(path).partitions
    assert (second.start, second.rows) == (2, 2)
    found = {name: first.statistics(name) for name in "iustf"}
    assert {k: (s.min, s.max, s.nulls) for k, s in found.items()} == {
        "i": (1, 3, 0),
        "u": (1, 2**64 - 1, 0),
        "s": ("a", "b", 0),
        "t": (1, 2, 0),
        "f": (1.0, 1.0, 0),
    }
    assert (second.statistics("i").min, second.statistics("i").nulls) == (9, 1)
    assert (first.statistics("z").min, first.statistics("z").nulls) == (None, 2)


def test_index_levels_are_loaded_by_key(tmp_path):
    STAMPED.to_parquet(tmp_path / "a.parquet")
    source = ParquetSource.open(tmp_path / "a.parquet")
    assert source.index == IndexColumns(("day",), ("day",), (np.dtype("datetime64[us]"),))
    assert source.names == ("a", "b", "c")


def test_a_source_can_be_pickled(tmp_path, mixed):
    mixed.to_parquet(tmp_path / "a.parquet", row_group_size=999)
    source = ParquetSource.open(tmp_path / "a.parquet", columns=["few", "int64"])
    copy = pickle.loads(pickle.dumps(source))
    assert_frame_equal(read_frame(copy), read_frame(source))
    assert copy.fingerprint == source.fingerprint


def test_a_source_says_how_large_it_is(tmp_path):
    one = tmp_path / "a.parquet"
    pd.DataFrame({"a": range(1500)}).to_parquet(one)
    assert ParquetSource.open(one).describe() == f"parquet {one}: 1,500 rows, 1 row group"
    pd.DataFrame({"a": range(3)}).to_parquet(tmp_path / "b.parquet", row_group_size=2)
    text = ParquetSource.open(tmp_path).describe()
    assert text == f"parquet {one} and 1 more file: 1,503 rows, 3 row groups"
