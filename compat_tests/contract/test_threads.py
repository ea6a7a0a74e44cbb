"""Frames that threads share: no error, equal results, and nobody waits for ever."""

import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import pandas
import pytest

import accel.pandas as pd
from accel.catching import caught_warnings
from accel.execute import scheduler
from accel.execute.scheduler import run_tasks
from accel.frame.names import Labels
from accel.frame.turns import turn
from accel.settings import options
from compat_tests.contract.tasks import TASKS
from compat_tests.contract.threads import Rounds, often_switching


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)


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


def in_threads(work, count=4):
    """Return what threads make at once; fail if they wait for ever."""
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(work()), daemon=True) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == count
    return made


def test_a_thread_that_comes_to_help_when_all_is_done_goes_again(three_threads, monkeypatch):
    usual = scheduler._Tasks._work

    def late(self, *task):
        helps = threading.current_thread().name.startswith("accel")
        while self._task is not None if helps else self._helpers == 0:
            time.sleep(0.001)
        usual(self, *task)

    monkeypatch.setattr(scheduler._Tasks, "_work", late)
    for _ in range(3):
        assert in_threads(lambda: run_tasks(3, lambda k: k), 1) == [[0, 1, 2]]


def test_threads_get_the_same_labels():
    def make():
        time.sleep(0.01)
        return pandas.Index(["a"], dtype=object)

    labels = Labels(("a",), make)
    assert len(set(map(id, in_threads(lambda: labels.index)))) == 1


def test_threads_compute_what_they_share_once():
    frame = pd.DataFrame({"a": range(1000)})
    lazy = frame[frame["a"] > 5].sort_values("a")
    assert len(set(map(id, in_threads(lambda: lazy._mgr, 8)))) == 1


def test_code_that_runs_in_a_task_may_read_what_is_being_computed(three_threads):
    """The garbage collector may call a program's code anywhere, in a task, too."""
    frame = pd.DataFrame({"a": range(1000)})
    lazy = frame[frame["a"] > 5]

    def work():
        with turn(lazy._accel_state.space.known):
            return run_tasks(4, lambda k: len(lazy._mgr.axes[1]))

    assert in_threads(work, 1) == [[994] * 4]


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


def test_functions_of_the_program_may_wait_for_threads_that_read_the_same(three_threads):
    frame = pd.DataFrame({"a": range(1000), "b": range(1000)})
    lazy = frame[frame["a"] > 5].merge(frame, on="a")
    part = lazy[lazy["b_x"] > 500]

    def work():
        with ThreadPoolExecutor(2) as pool:

            def elsewhere(call):
                return pool.submit(call).result(20)

            rows = part["a"].head(2).apply(lambda v: elsewhere(lambda: len(lazy) + len(part)) + v)
            total = lazy.assign(z=lambda d: elsewhere(lambda: d["a"].sum()))["z"].iloc[0]
            groups = part.groupby("a")["b_y"].apply(lambda g: elsewhere(lambda: len(part)))
            return rows.tolist(), total, groups.iloc[0]

    expected = [994 + 499 + 501, 994 + 499 + 502], sum(range(6, 1000)), 499
    assert in_threads(work, 2) == [expected] * 2
