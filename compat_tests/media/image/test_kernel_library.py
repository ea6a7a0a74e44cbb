"""How kernels get into a process: from the user's cache, or compiled elsewhere; nobody waits."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import pandas_ext
from pandas_ext.kernels import build, files, library
from pandas_ext.kernels.table import KERNELS

ROOT = Path(__file__).parents[3]
FEW, MANY = 1, 2**40  # bytes of pixels


@pytest.fixture
def compiled():
    """The directory with the machine code of every kernel."""
    assert library.prepare()
    return files.user_directory()


@pytest.fixture
def cache(compiled, tmp_path, monkeypatch):
    """A cache of its own, with all kernels, and a process that has none yet."""
    folder = tmp_path / "pandas_ext" / "kernels"
    folder.mkdir(parents=True, mode=0o700)
    for name in KERNELS:
        shutil.copy(files.file_of(compiled, name), folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(library, "_state", library._State())
    return folder


def settled(name="resample"):
    """What a process has once its thread is done."""
    assert library.kernel(name, MANY) is None or library._state.kernels
    for thread in threading.enumerate():
        if thread.name == "media-kernels":
            thread.join()
    return library.kernel(name, MANY)


def test_a_few_pictures_are_not_worth_it(cache):
    assert library.kernel("resample", FEW) is None
    assert not library._state.started


def test_many_pictures_are(cache):
    assert settled() is not None
    assert library.kernel("resample", FEW) is not None


def test_work_adds_up(cache):
    half = library._WORTH // 2 + 1
    library.kernel("resample", half)
    assert not library._state.started
    library.kernel("resample", half)
    assert library._state.started


def test_it_can_be_switched_off(cache):
    with pandas_ext.option_context(kernels=False):
        assert settled() is None
        assert not library._state.started


@pytest.mark.parametrize("damage", [b"", b"no machine code, but as long as a header is " * 9])
def test_a_damaged_file_is_compiled_again(cache, damage, monkeypatch):
    asked = []
    monkeypatch.setattr(library, "_compile", asked.append)
    files.file_of(cache, "resample").write_bytes(damage)
    assert settled() is None
    assert asked == [cache]


def test_nothing_is_taken_from_a_folder_that_others_may_write_to(cache, monkeypatch):
    monkeypatch.setattr(library, "_compile", lambda folder: pytest.fail("compiled"))
    os.chmod(cache, 0o777)
    assert settled() is None


def test_without_a_place_for_files_there_are_none(cache, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert settled() is None


def test_without_a_thread_there_are_none(cache, monkeypatch):
    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert library.kernel("resample", MANY) is None
    assert library.kernel("resample", MANY) is None


def test_without_llvmlite_there_are_none(cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "machine_code.loader", None)
    assert settled() is None


def test_what_is_there_is_not_compiled_again(cache, monkeypatch):
    monkeypatch.setattr(build, "compile_kernel", lambda *a, **k: pytest.fail("compiled"))
    build.build(cache)


def test_a_process_that_finds_them_does_without_numba(compiled):
    code = (
        "import sys; from pandas_ext.kernels import library;"
        "print(library.prepare(), 'numba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_child_has_them_or_gets_them(cache):
    for _ in range(2):  # before and after the parent has them
        child = os.fork()
        if not child:
            os._exit(0 if settled() is not None else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert settled() is not None
