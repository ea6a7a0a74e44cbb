"""Writing is all or nothing."""

import io
import os
import stat
import traceback

import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

from accel.execute.parquet import write_parquet_atomic

OLD, NEW = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2, 3], "b": ["x", "y"]})


def test_writes_what_pandas_writes(tmp_path):
    write_parquet_atomic(NEW, tmp_path / "a.parquet", index=False, compression="zstd")
    NEW.to_parquet(tmp_path / "b.parquet", index=False, compression="zstd")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["a.parquet", "b.parquet"]


@pytest.mark.parametrize(
    "failure",
    [OSError(28, "No space left on device"), OSError("Error writing bytes"), KeyboardInterrupt()],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(failure, tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    OLD.to_parquet(path)

    def fail(self, where, **kwargs):
        with open(where, "wb") as file:
            file.write(b"half of it")
        raise failure

    monkeypatch.setattr(pd.DataFrame, "to_parquet", fail)
    with pytest.raises(type(failure)) as raised:
        write_parquet_atomic(NEW, path)
    if isinstance(failure, OSError):
        shown = "".join(traceback.format_exception_only(raised.value))
        assert str(path) in shown
        assert ".tmp" not in shown
        assert failure.errno is not None or str(raised.value) == str(failure)  # pandas' own words
    assert_frame_equal(pd.read_parquet(path), OLD)
    assert os.listdir(tmp_path) == ["a.parquet"]


def test_a_full_disk(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="No space left"):
        write_parquet_atomic(NEW, "/dev/full")


def test_what_cannot_be_written(tmp_path):
    path = tmp_path / "a.parquet"
    OLD.to_parquet(path)
    with pytest.raises(pa.ArrowInvalid):
        write_parquet_atomic(pd.DataFrame({"a": [1, "x"]}), path)
    assert_frame_equal(pd.read_parquet(path), OLD)
    assert os.listdir(tmp_path) == ["a.parquet"]


def test_errors_before_writing_are_pandas_own(tmp_path):
    with pytest.raises(OSError, match="non-existent directory"):
        write_parquet_atomic(NEW, tmp_path / "no" / "a.parquet")
    with pytest.raises(ValueError, match="engine"):
        write_parquet_atomic(NEW, tmp_path / "a.parquet", engine="nonsense")
    assert os.listdir(tmp_path) == []


def test_permissions_and_links_stay(tmp_path):
    path, link = tmp_path / "a.parquet", tmp_path / "link.parquet"
    OLD.to_parquet(path)
    fresh = stat.S_IMODE(path.stat().st_mode)
    write_parquet_atomic(NEW, tmp_path / "b.parquet")
    assert stat.S_IMODE((tmp_path / "b.parquet").stat().st_mode) == fresh
    path.chmod(0o640)
    link.symlink_to(path)
    write_parquet_atomic(NEW, link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert_frame_equal(pd.read_parquet(path), NEW)


def test_what_is_not_a_file_is_left_to_pandas(tmp_path):
    sink = io.BytesIO()
    write_parquet_atomic(NEW, sink)
    assert write_parquet_atomic(NEW) == sink.getvalue()
    write_parquet_atomic(NEW, tmp_path / "out", partition_cols=["a"])
    assert sorted(os.listdir(tmp_path / "out")) == ["a=2", "a=3"]
