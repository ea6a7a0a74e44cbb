"""Bad input: a clear error that names the file, and the process goes on."""

import gc
import os
import shutil
import subprocess

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from accel.execute.parquet import ChangedFileError, DamagedFileError, ParquetSource, files
from compat_tests.parquet.helpers import read_frame


@pytest.fixture
def path(tmp_path):
    """A file too large to be read at once when it is opened."""
    path = tmp_path / "a.parquet"
    random = np.random.default_rng(0)
    numbers = random.integers(0, 2**60, 200_000)
    pd.DataFrame({"x": numbers, "s": (numbers % 50).astype(str)}).to_parquet(path)
    assert path.stat().st_size > files._SMALL
    return path


@pytest.mark.parametrize("where", ["missing.parquet", ["missing.parquet"], "none*.parquet"])
def test_a_missing_file_raises_what_pandas_raises(where, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as theirs:
        pd.read_parquet(where)
    with pytest.raises(FileNotFoundError) as ours:
        ParquetSource.open(where)
    assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"x" * 100, b"PAR1" + b"\xff" * 50 + b"PAR1"])
def test_what_is_not_parquet_raises_what_pandas_raises(content, tmp_path):
    path = tmp_path / "bad.parquet"
    path.write_bytes(content)
    with pytest.raises((pa.ArrowException, OSError)) as theirs:
        pd.read_parquet(path)
    with pytest.raises(type(theirs.value), match=r"bad\.parquet"):
        ParquetSource.open(path)


def test_a_truncated_file(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(pa.ArrowInvalid, match=r"a\.parquet"):
        ParquetSource.open(path)


def test_damaged_pages_name_file_column_and_row_group(path):
    whole = bytearray(path.read_bytes())
    whole[4:40] = bytes(36)
    path.write_bytes(whole)
    reader = ParquetSource.open(path).partitions[0].open()
    with pytest.raises(DamagedFileError, match=r"a\.parquet: column 'x', row group 0: .*damaged"):
        reader.load("x", 0, 200_000)
    assert len(reader.load("s", 0, 10)) == 10


def test_deleting_or_replacing_an_open_file_changes_nothing(path):
    expected = pd.read_parquet(path)
    source = ParquetSource.open(path)
    expected.head(3).to_parquet(path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)
    assert_frame_equal(read_frame(source), expected)
    path.unlink()
    assert_frame_equal(read_frame(source), expected)


def test_writing_over_an_open_file_is_noticed(path):
    source = ParquetSource.open(path)
    subprocess.run(["cp", os.devnull, path], check=True)  # not by this process: see below
    with pytest.raises(ChangedFileError, match=r"a\.parquet: the file has been cut off"):
        source.partitions[0].open().load("x", 0, 10)
    subprocess.run(["sh", "-c", f"head -c 3000000 /dev/zero > {path}"], check=True)
    with pytest.raises(ChangedFileError, match=r"a\.parquet: the file has changed"):
        source.partitions[0].open().load("x", 0, 10)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: os.truncate(path, 3),
        lambda path: os.close(os.open(path, os.O_RDWR | os.O_TRUNC)),
        lambda path: shutil.copyfile(os.devnull, path),
        lambda path: np.memmap(path, mode="r+").__setitem__(slice(None), 0),
    ],
)
def test_a_file_is_read_before_this_process_writes_to_it(path, write):
    expected = pd.read_parquet(path)
    source = ParquetSource.open(path)
    reader = source.partitions[0].open()
    reader.load("x", 0, 10)
    write(path)
    assert_frame_equal(read_frame(source), expected)
    assert reader.load("x", 10, 20).data.tolist() == expected["x"][10:20].tolist()


def test_where_memory_is_short_the_change_is_noticed(path, monkeypatch):
    source = ParquetSource.open(path)

    def refuse(handle, size):
        raise MemoryError

    monkeypatch.setattr(files, "_read_whole", refuse)
    path.write_bytes(b"")
    with pytest.raises(ChangedFileError):
        source.partitions[0].open().load("x", 0, 10)


def test_a_file_that_changed_already_is_not_taken_for_what_it_was(path):
    source = ParquetSource.open(path)
    subprocess.run(["cp", os.devnull, path], check=True)
    path.write_bytes(b"")
    with pytest.raises(ChangedFileError):
        source.partitions[0].open().load("x", 0, 10)


def test_files_that_are_not_kept_open_are_found_from_other_folders(path, monkeypatch):
    monkeypatch.setattr(files, "_KEPT_OPEN", 0)
    expected = pd.read_parquet(path)
    monkeypatch.chdir(path.parent)
    source = ParquetSource.open(path.name)
    monkeypatch.chdir("/")
    assert_frame_equal(read_frame(source), expected)


def test_small_files_are_read_at_once(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"x": [1, 2]}).to_parquet(path)
    source = ParquetSource.open(path)
    path.write_bytes(b"")
    assert source.partitions[0].open().load("x", 0, 2).data.tolist() == [1, 2]


def test_of_very_many_files_none_is_kept_open(tmp_path, path, monkeypatch):
    monkeypatch.setattr(files, "_KEPT_OPEN", 1)
    folder = tmp_path / "many"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.parquet").write_bytes(path.read_bytes())
    before = len(os.listdir("/proc/self/fd"))
    source = ParquetSource.open(folder)
    assert len(os.listdir("/proc/self/fd")) == before
    assert_frame_equal(read_frame(source), pd.read_parquet(folder))
    (folder / "b.parquet").write_bytes(path.read_bytes())
    with pytest.raises(ChangedFileError, match=r"b\.parquet"):
        source.partitions[1].open().load("x", 0, 10)


def test_handles_are_closed_with_their_source(path):
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    source = ParquetSource.open(path)
    source.partitions[0].open().load("x", 0, 10)
    assert len(os.listdir("/proc/self/fd")) == before + 1
    del source
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_schema_that_changes_names_both_files_and_the_column(tmp_path):
    pq.write_table(pa.table({"x": [1], "y": [2]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"x": ["one"]}), tmp_path / "b.parquet")
    source = ParquetSource.open(tmp_path)
    changed, missing = source.unsupported("x"), source.unsupported("y")
    assert "column 'x' is int64" in changed
    assert "but string" in changed
    assert "column 'y'" in missing
    for text in (changed, missing):
        assert "a.parquet" in text
        assert "b.parquet" in text
