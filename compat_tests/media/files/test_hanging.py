"""Files of file systems that hang end with the time that they may take."""

import asyncio
import os
import threading
from collections.abc import Iterator
from queue import Queue

import fsspec
import pandas as pd
import pytest
from fsspec.asyn import AsyncFileSystem
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import register_implementation

import pandas_ext
from compat_tests.media.files.samples import samples
from pandas_ext import MediaError, option_context
from pandas_ext.source import timed

PICTURE = samples()["png_8_2"]


class Hanging(MemoryFileSystem):
    """Waits in one of its methods until the test is over."""

    protocol = "hanging"
    over = threading.Event()
    method = ""
    calls = 0

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return super()._strip_protocol(path.replace("hanging://", "memory://"))

    def _wait(self, method: str) -> None:
        if method == Hanging.method:
            Hanging.calls += 1
            self.over.wait()

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._wait("made")

    def _open(self, *arguments: object, **options: object) -> object:
        self._wait("open")
        return super()._open(*arguments, **options)

    def info(self, *arguments: object, **options: object) -> object:
        self._wait("info")
        return super().info(*arguments, **options)

    def pipe_file(self, *arguments: object, **options: object) -> None:
        self._wait("write")
        super().pipe_file(*arguments, **options)


class Silent(AsyncFileSystem):
    """Gives no answer; requests can be stopped."""

    protocol = "silent"
    stopped: Queue[str] = Queue()

    async def _cat_file(self, path: str, start: object = None, end: object = None) -> bytes:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.stopped.put(path)
            raise
        return b""


@pytest.fixture(autouse=True)
def schemes() -> Iterator[None]:
    register_implementation("hanging", Hanging, clobber=True)
    register_implementation("silent", Silent, clobber=True)
    fsspec.filesystem("memory").pipe_file("/a.png", PICTURE)
    Hanging.over = threading.Event()
    Hanging.calls = 0
    Hanging.clear_instance_cache()
    with option_context(schemes=("hanging", "silent", "zip"), timeout=0.2, retries=3):
        yield
    Hanging.over.set()
    Hanging.method = ""


@pytest.mark.parametrize("method", ["made", "open"])
def test_a_file_that_hangs(method: str) -> None:
    pictures = pd.Series(["hanging://a.png"], index=["cat"], dtype="image")
    Hanging.method = method
    message = r"row 'cat': hanging://a\.png: not done within 0\.2 seconds \(options\.timeout\)$"
    with pytest.raises(MediaError, match=message):
        _ = pictures.img.width
    assert Hanging.calls == 1, "there is no time for another try"
    Hanging.method = ""
    assert pictures.img.width.tolist() == [16]


def test_rows_that_hang_do_not_hold_up_others() -> None:
    Hanging.method = "open"
    fine = [PICTURE] * 5
    pictures = pd.Series([*fine, "hanging://a.png", *fine], dtype="image")
    with option_context(connections=2, num_threads=1):
        facts = pictures.img.facts(on_error="report")
    assert facts["error"].isna().tolist() == [True] * 5 + [False] + [True] * 5


def test_requests_that_can_be_stopped_are() -> None:
    with pytest.raises(MediaError, match=r"row 0: silent://b/a\.png: not done within 0\.2 seconds"):
        pd.Series(["silent://b/a.png"], dtype="image").img.decode()
    assert Silent.stopped.get(timeout=20) == "b/a.png"


def test_an_archive_in_what_hangs() -> None:
    Hanging.method = "open"
    with pytest.raises(MediaError, match=r"zip://a\.png::hanging://b\.zip: not done within 0\.2 s"):
        _ = pd.Series(["zip://a.png::hanging://b.zip"], dtype="image").img.width


def test_folders_that_hang() -> None:
    Hanging.method = "info"
    with (
        option_context(timeout=0.01),
        pytest.raises(MediaError, match=r"^hanging://x/: not done within 0\.2 seconds"),
    ):
        pandas_ext.read_images("hanging://x/")


def test_writing_that_hangs() -> None:
    Hanging.method = "write"
    with pytest.raises(MediaError, match=r"row 0: hanging://out/0\.png: not done within 0\.2 s"):
        pd.Series([PICTURE], dtype="image").img.save("hanging://out")


def test_the_thread_of_a_call_is_used_again_unless_it_hangs() -> None:
    first = timed.within(5, threading.get_ident)
    assert timed.within(5, threading.get_ident) == first
    held = threading.Event()
    with pytest.raises(TimeoutError):
        timed.within(0.01, held.wait)
    other = timed.within(5, threading.current_thread)
    assert other.ident != first
    assert other.daemon, "the end of a process does not wait for it"
    held.set()


def test_what_a_call_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        timed.within(5, lambda: 1 // 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_threads_of_its_own() -> None:
    assert timed.within(5, lambda: 3) == 3
    child = os.fork()
    if not child:
        os._exit(timed.within(5, lambda: 3))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
