"""A program that ends its process is reported, and others run after it."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from compat_tests.differential import worker as module
from compat_tests.differential.search import MAKING
from compat_tests.differential.worker import Worker


def _die(number, examples, folder):
    if number < 0:
        raise AssertionError("ours")
    if number % 2:
        (folder / "1.py").write_text(("", MAKING)[examples] + "v1 = df")
        os.kill(os.getpid(), signal.SIGKILL)
    return []


@pytest.fixture
def worker(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "search", _die)
    worker = Worker(tmp_path / "worker")
    yield worker
    worker.stop()


@pytest.mark.parametrize("in_pandas", [False, True])
def test_a_process_that_dies_is_replaced(worker, in_pandas):
    broken = worker.start((0, 1, int(in_pandas))).exception()
    assert isinstance(broken, BrokenProcessPool)
    found = worker.ended(broken)
    assert found.is_known is in_pandas
    assert "v1 = df" in found.report
    assert worker.start((0, 2, 0)).result() == []


def test_a_mistake_of_our_means_is_reported(worker):
    found = worker.ended(worker.start((-1, 0, 0)).exception())
    assert not found.is_known
    assert "AssertionError: ours" in found.report
    assert worker.start((0, 2, 0)).result() == []


def test_a_process_that_cannot_start_is_an_error(worker):
    with pytest.raises(BrokenProcessPool):
        worker.ended(BrokenProcessPool())
