"""Ctrl-C, and other errors from nowhere: they come out, and leave nothing behind."""

import gc
import itertools
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pandas
import pytest

import accel.pandas as pd
from accel.execute import memory
from accel.execute.scheduler import run_tasks
from accel.frame.core import plain
from accel.settings import options
from accel.shielding import Abandoned, shielded
from compat_tests.contract import interrupts


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)


def lazy(rows=100_000):
    """Return a lazy frame that takes a while to compute."""
    frame = pd.DataFrame(interrupts.numbers(rows))
    return frame[frame["x"] > 0].sort_values(["word", "x"]).merge(frame, on="key")


def interrupt(after):
    """Press Ctrl-C in this process as soon as ``after()`` returns."""

    def press():
        after()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    return thread


def for_ever(work, timer=None):
    """Do something again and again, and let a timer run out soon."""
    if timer is not None:
        signal.setitimer(timer, 0.001)
    while True:
        work()


def test_ctrl_c_at_random_moments():
    command = ["-m", "compat_tests.contract.interrupts", "--times", "3", "--rows", "40000"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(interrupts.WORK)


@pytest.mark.parametrize("moment", [0.0, 0.1])
def test_a_process_that_is_interrupted_ends(moment):
    code = f"""
import os, signal, threading, time
from compat_tests.contract.test_interrupts import interrupt, lazy
from accel.settings import options
options.min_rows = 0
len(lazy(1000).accel.to_pandas())
frame = lazy(200_000)
started = threading.Event()
def begun():
    started.wait()
    time.sleep({moment})
interrupt(begun)
started.set()
while True:
    frame.accel.to_pandas()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGINT
    assert done.stderr.endswith("KeyboardInterrupt\n")
    assert "Fatal" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.fixture(params=["waits end", "waits go on"])
def _after_a_signal(request):
    """Handlers of libraries such as Polars let the system go on with what a signal interrupts."""
    signal.siginterrupt(signal.SIGINT, request.param == "waits end")
    yield
    signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))  # waits end


@pytest.mark.usefixtures("_after_a_signal")
def test_work_stops_soon_after_the_one_who_waits_is_gone():
    working, go_on, ended = threading.Event(), threading.Event(), threading.Event()
    seen = []

    def task(k):
        seen.append(k)
        working.set()
        assert go_on.wait(60)

    def work():
        try:
            run_tasks(1000, task)
        except Abandoned:
            ended.set()
            raise

    thread = interrupt(lambda: working.wait(60))
    with pytest.raises(KeyboardInterrupt):
        shielded(work)
    thread.join()
    go_on.set()
    assert ended.wait(60)
    assert len(seen) <= options.num_threads


def test_other_threads_go_on_with_the_frame():
    frame = lazy()
    expected = plain(lazy())
    started = threading.Event()
    thread = interrupt(started.wait)
    with pytest.raises(KeyboardInterrupt):
        for_ever(lambda: (started.set(), plain(frame)))
    thread.join()
    results = []
    threads = [threading.Thread(target=lambda: results.append(plain(frame))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for got in results:
        pandas.testing.assert_frame_equal(got, expected)
    assert len(results) == 4


def test_a_signal_handler_may_raise_what_it_likes():
    class TooLate(Exception):  # noqa: N818
        pass

    def ring(number, frame):
        raise TooLate

    frame, expected = lazy(), plain(lazy())
    before = signal.signal(signal.SIGALRM, ring)
    try:
        with pytest.raises(TooLate):
            for_ever(lambda: plain(frame[frame["x_x"] > 0.1]), signal.ITIMER_REAL)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    pandas.testing.assert_frame_equal(plain(frame), expected)


def test_a_signal_handler_may_read_the_frame_that_is_being_computed():
    frame, seen = lazy(), []
    before = signal.signal(signal.SIGALRM, lambda *_: seen.append(len(plain(frame))))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        got = plain(frame)
        while not seen:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert seen == [len(got)]


def test_no_memory_is_an_error_that_passes(monkeypatch):
    """Wherever in a plan memory ends, the next try finds all in order."""
    expected, held = plain(lazy(50_000)), memory.pool.in_use
    block = memory.pool.take
    for fails in itertools.count(0, 13):
        left = itertools.count(fails, -1)

        def take(size, left=left):
            if next(left) == 0:
                raise MemoryError(f"no memory for {size:,} bytes more")
            return block(size)

        frame = lazy(50_000)
        monkeypatch.setattr(memory.pool, "take", take)
        try:
            plain(frame)
        except MemoryError:
            monkeypatch.undo()
            monkeypatch.setattr(options, "_min_rows", 0)
            pandas.testing.assert_frame_equal(plain(frame), expected)
        else:
            break
    assert fails > 20
    del frame
    gc.collect()
    assert memory.pool.in_use <= held + (1 << 22)


def test_sys_exit_in_a_function_of_the_users():
    frame = lazy(1000)
    with pytest.raises(SystemExit, match="7"):
        frame["x_x"].apply(lambda v: sys.exit(7))
    with pytest.raises(SystemExit, match="8"):
        frame.assign(y=lambda d: sys.exit(8))
    pandas.testing.assert_frame_equal(plain(frame), plain(lazy(1000)))


def test_errstate_of_the_caller_does_not_matter():
    with np.errstate(all="raise"):
        got = pd.Series([0.0, 1.0, -1.0]) / 0.0
        assert plain(got).tolist()[1:] == [np.inf, -np.inf]


def test_ctrl_c_as_soon_as_a_file_is_there(tmp_path, monkeypatch):
    """The temporary file goes, whatever step the signal comes after."""
    frame = pd.DataFrame({"a": [1, 2]})
    frame.to_parquet(tmp_path / "a.parquet")

    def close(handle, call=os.close):
        call(handle)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "close", close)
        with pytest.raises(KeyboardInterrupt):
            frame[frame["a"] > 1].to_parquet(tmp_path / "a.parquet")
    assert os.listdir(tmp_path) == ["a.parquet"]
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 2


@pytest.mark.parametrize("step", range(0, 12, 2))
def test_an_interrupt_leaves_no_column_half_known(step):
    frame = pd.DataFrame({"a": np.arange(5), "b": np.arange(5.0), "c": np.arange(5)})
    steps = itertools.count()

    def trace(running, event, _):
        if running.f_code.co_name in ("read", "_add") and event == "line" and next(steps) == step:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        with pytest.raises(KeyboardInterrupt):
            frame[frame["a"] > 1]
    finally:
        sys.settrace(None)
    assert frame[frame["a"] > 1]["c"].tolist() == [2, 3, 4]
    assert frame["b"].sum() == 10.0
