"""The code cache: found again, never trusted when damaged, never in the way when unusable."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from accel.kernels import cache
from accel.kernels.cache import CodeCacheWarning
from accel.kernels.kernel import Kernel, KernelError
from accel.settings import options
from machine_code import store

SIGNATURE = "i8* i8 i8"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def cache_dir(tmp_path, monkeypatch):
    monkeypatch.setattr(options, "cache_dir", str(tmp_path / "cache"))
    cache._directory.cache_clear()
    cache._warn_once.cache_clear()
    yield tmp_path / "cache"
    cache._directory.cache_clear()
    cache._warn_once.cache_clear()


def count_up() -> list[int]:
    """Run a kernel that no other test has loaded."""
    out = np.empty(3, np.int64)
    Kernel("selection:iota", SIGNATURE)(out, 5, 3)
    return out.tolist()


def stored(cache_dir: Path) -> list[Path]:
    return sorted(cache_dir.rglob("*.o"))


def test_a_kernel_is_compiled_once(cache_dir, monkeypatch):
    assert count_up() == [5, 6, 7]
    assert len(stored(cache_dir)) == 1
    forbid_compiling(monkeypatch)
    assert count_up() == [5, 6, 7]


def forbid_compiling(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("compiled again")

    monkeypatch.setattr("machine_code.compiler.compile_kernel", refuse)


@pytest.mark.parametrize("damage", ["empty", "short", "flipped", "text"])
def test_a_damaged_file_is_replaced(cache_dir, monkeypatch, damage):
    count_up()
    (path,) = stored(cache_dir)
    whole = path.read_bytes()
    damaged = {
        "empty": b"",
        "short": whole[:-100],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
        "text": b"not object code at all, but long enough for a header",
    }[damage]
    path.write_bytes(damaged)
    assert count_up() == [5, 6, 7]
    assert stored(cache_dir) == [path]
    forbid_compiling(monkeypatch)
    assert count_up() == [5, 6, 7]


def test_a_directory_that_cannot_be_made_costs_one_warning(cache_dir):
    cache_dir.write_text("a file where the directory should be")
    with pytest.warns(CodeCacheWarning, match=str(cache_dir)):
        assert count_up() == [5, 6, 7]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert count_up() == [5, 6, 7]


def test_a_directory_that_others_may_write_to_is_not_trusted(cache_dir):
    (cache_dir / "kernels").mkdir(parents=True)
    os.chmod(cache_dir / "kernels", 0o777)
    with pytest.warns(CodeCacheWarning, match="other users"):
        assert count_up() == [5, 6, 7]
    assert stored(cache_dir) == []


def test_a_full_disk_costs_a_warning_and_leaves_nothing(cache_dir, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(CodeCacheWarning, match="No space left"):
        assert count_up() == [5, 6, 7]
    assert list((cache_dir / "kernels").iterdir()) == []


def test_wrong_arguments_are_refused():
    kernel = Kernel("selection:iota", SIGNATURE)
    with pytest.raises(TypeError, match="takes 3 arguments"):
        kernel(np.empty(3, np.int64), 1)
    with pytest.raises(ValueError, match="contiguous"):
        kernel(np.empty(6, np.int64)[::2], 1, 3)
    with pytest.raises(ValueError, match="unknown kernel parameter"):
        Kernel("selection:iota", "i3* i8 i8")


def test_a_negative_status_is_an_error():
    with pytest.raises(KernelError, match="status -7"):
        Kernel("interpreter:run", "i8* i8 i8*")._check(-7)


def test_sources_that_cannot_be_read_cost_one_warning(cache_dir, monkeypatch):
    def gone(path):
        raise FileNotFoundError(2, "No such file", str(path))

    store.compiler_digest.cache_clear()
    cache._sources.cache_clear()
    cache._source_digest.cache_clear()
    monkeypatch.setattr(Path, "read_bytes", gone)
    with pytest.warns(CodeCacheWarning, match="sources cannot be read"):
        assert count_up() == [5, 6, 7]
    monkeypatch.undo()
    assert stored(cache_dir) == []


def in_new_process(cache_dir: Path, code: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "ACCEL_CACHE_DIR": str(cache_dir), "ACCEL_MIN_ROWS": "0"}
    return subprocess.Popen(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE
    )


def test_processes_that_compile_at_once_leave_one_whole_file(cache_dir, monkeypatch):
    code = f"""if True:
        import numpy as np
        from accel.kernels.kernel import Kernel
        out = np.empty(3, np.int64)
        Kernel("selection:iota", {SIGNATURE!r})(out, 5, 3)
        print(out.tolist())"""
    for process in [in_new_process(cache_dir, code) for _ in range(3)]:
        assert process.communicate()[0] == "[5, 6, 7]\n"
    assert len(list((cache_dir / "kernels").iterdir())) == 1
    forbid_compiling(monkeypatch)
    assert count_up() == [5, 6, 7]


def test_a_process_that_finds_its_kernels_does_without_numba(cache_dir):
    code = """if True:
        import sys
        import accel.pandas as pd
        frame = pd.DataFrame({"key": [2, 1, 2], "value": [1.5, 2.5, 0.5]})
        frame = frame[frame["value"] > 0].groupby("key").sum().sort_index()
        print(frame["value"].tolist(), "numba" in sys.modules)"""
    first, _ = in_new_process(cache_dir, code).communicate()
    assert first == "[2.5, 2.0] True\n"
    again, _ = in_new_process(cache_dir, code).communicate()
    assert again == "[2.5, 2.0] False\n"
