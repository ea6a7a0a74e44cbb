"""Frames that threads share: no error, equal results, and nobody waits for ever."""

import threading
import warnings

import pytest

from accel.catching import caught_warnings
from accel.execute import scheduler
from accel.execute.scheduler import run_tasks
from accel.settings import options
from compat_tests.contract.tasks import TASKS
from compat_tests.contract.threads import Rounds, often_switching


@pytest.fixture
def three_threads(monkeypatch):
    monkeypatch.setattr(options, "_num_threads", 3)
    monkeypatch.setattr(scheduler, "_workers", scheduler._Workers())


@pytest.mark.parametrize("min_rows", [0, 100_000])
def test_sixteen_threads_share_frames(tmp_path, monkeypatch, min_rows):
    monkeypatch.setattr(options, "_min_rows", min_rows)
    sizes = ["tiny", "mid"] if min_rows == 0 else ["large"]
    with often_switching(1e-4):
        failures = Rounds(tmp_path, sizes).run(16, 2 * len(TASKS) * len(sizes), 1)
    assert not failures


def test_tasks_that_start_tasks_run_them_alone(three_threads):
    assert run_tasks(4, lambda k: sum(run_tasks(5, lambda j: j * k))) == [0, 10, 20, 30]


def test_the_first_failure_is_raised_and_the_rest_not_started(three_threads):
    started = []

    def task(k):
        started.append(k)
        raise KeyError(k)

    with pytest.raises(KeyError, match="0"):
        run_tasks(1000, task)
    assert len(started) <= 3


def test_no_thread_waits_for_another_ones_tasks(three_threads):
    """Busy workers do not keep back a run that its own thread can finish."""
    begun, leave = threading.Semaphore(0), threading.Event()

    def block(k):
        begun.release()
        assert leave.wait(60)

    busy = threading.Thread(target=run_tasks, args=(3, block))
    busy.start()
    for _ in range(3):
        assert begun.acquire(timeout=60)  # both workers and the thread
    assert run_tasks(3, lambda k: k) == [0, 1, 2]
    leave.set()
    busy.join()


def test_threads_that_catch_warnings_leave_the_filters_as_they_were():
    before, held, entered = list(warnings.filters), threading.Event(), threading.Event()

    def first():
        with caught_warnings():
            warnings.simplefilter("ignore")
            held.set()
            entered.wait(0.2)

    def second():
        held.wait(60)
        with caught_warnings():
            entered.set()
            first_one.join(60)

    first_one, other = threading.Thread(target=first), threading.Thread(target=second)
    first_one.start()
    other.start()
    other.join()
    assert list(warnings.filters) == before
