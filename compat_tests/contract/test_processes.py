"""Frames in other processes: forked, spawned, or asked for by libraries."""

import asyncio
import concurrent.futures
import multiprocessing
import os
import signal
import sys
import threading
import traceback

import joblib
import pytest

import accel.pandas as pd
from accel.execute.expression.texts import text_of
from accel.execute.interning import Interner
from accel.frame.core import plain
from accel.kernels.kernel import _COMPILE_LOCK
from accel.settings import options
from compat_tests.contract.workers import EXPECTED, assert_expected, check, derive, derived, table

_PATIENCE = 60  # seconds until a child counts as stuck


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)
    monkeypatch.setattr(options, "_num_threads", 3)


def in_child(work):
    """Fork, work in the child, and assert that it ended well and in time."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(_PATIENCE)  # ends the child
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of pytest's is to run in the child
            traceback.print_exc()
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("backend", ["loky", "threading", "multiprocessing"])
def test_joblib(backend):
    frame = table(pd)
    lazy = frame[frame["k"] >= 0]
    with joblib.parallel_config(backend, n_jobs=2):
        results = joblib.Parallel()(joblib.delayed(derive)(lazy) for _ in range(3))
    for result in results:
        assert_expected(result)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_takes_and_gives_lazy_frames(method):
    frame = table(pd)
    with multiprocessing.get_context(method).Pool(1) as pool:
        results = pool.map(derive, [frame, frame[frame["k"] >= 0]])
        assert pool.map(check, [derived(pd, frame)]) == [len(EXPECTED)]
    for result in results:
        assert_expected(result)


def test_an_executor_of_processes():
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
        futures = [executor.submit(derive, table(pd)) for _ in range(3)]
        for future in futures:
            assert_expected(future.result(_PATIENCE))


def test_an_executor_of_threads():
    frame = table(pd)
    with concurrent.futures.ThreadPoolExecutor(8) as executor:
        for result in executor.map(lambda _: derived(pd, frame), range(16)):
            assert_expected(result)


def test_asyncio_to_thread():
    frame = derived(pd, table(pd))

    async def many():
        return await asyncio.gather(*(asyncio.to_thread(lambda: plain(frame)) for _ in range(8)))

    for result in asyncio.run(many()):
        assert_expected(result)


def test_a_child_computes_what_the_parent_recorded(tmp_path):
    table(pd).to_parquet(tmp_path / "a.parquet")
    frame = table(pd)
    recorded = derived(pd, frame)
    read = derived(pd, pd.read_parquet(tmp_path / "a.parquet"))
    assert_expected(derived(pd, frame))  # the engine's threads are there now

    def work():
        assert_expected(recorded)
        assert_expected(read)
        assert_expected(derived(pd, frame))
        in_child(lambda: assert_expected(derived(pd, frame)))

    in_child(work)
    work()


def test_forks_while_the_engine_runs(tmp_path):
    """Whatever the engine's threads are at, the child finds frames and locks in order."""
    table(pd, 20_000).to_parquet(tmp_path / "a.parquet", row_group_size=1000)
    frame, shared = table(pd), pd.read_parquet(tmp_path / "a.parquet")
    expected = plain(shared["w"].str.upper().str.len())
    stop, failures = threading.Event(), []

    def run():
        try:
            while not stop.is_set():
                assert_expected(derived(pd, frame))
                len(shared[shared["w"].str.upper() == "BB"])
        except BaseException as error:
            failures.append(error)
            raise

    def work():
        assert_expected(derived(pd, frame))
        assert plain(shared["w"].str.upper().str.len()).equals(expected)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(12):
            in_child(work)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures


def test_a_fork_waits_for_the_compiler():
    held, leave = threading.Event(), threading.Event()

    def compile_something():
        with _COMPILE_LOCK:
            held.set()
            leave.wait(0.2)

    thread = threading.Thread(target=compile_something)
    thread.start()
    held.wait()
    in_child(lambda: _COMPILE_LOCK.acquire(timeout=1) or os._exit(1))
    leave.set()
    thread.join()


def test_a_dictionary_that_was_growing_is_in_order_in_the_child(monkeypatch):
    first, more = text_of(["a", "b", None]), text_of(["c", "a", "d", "b"])
    interner = Interner()
    interner.intern(first)

    def work():
        assert interner.intern(more).codes.tolist() == [2, 0, 3, 1]
        assert interner.intern(first).codes.tolist() == [0, 1, -1]
        assert len(interner.dictionary) == 4

    publish = Interner._insert

    def half(self, text, codes):
        """Add the strings, and be copied before they are published."""
        values = self.dictionary.values
        publish(self, text, codes)
        self.dictionary.values, self._inserting = values, True
        Interner._insert = publish
        in_child(work)

    monkeypatch.setattr(Interner, "_insert", half)
    interner.intern(more)
