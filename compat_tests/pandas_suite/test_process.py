"""Processes are followed and ended: lines, crashes, tests that hang, Ctrl-C."""

import os
import signal
import sys
import threading
import time

import pytest

from compat_tests.pandas_suite import runner
from compat_tests.pandas_suite.parallel import run_all
from compat_tests.pandas_suite.process import Control, StoppedError, follow

MODULE = """
import os, time
def test_first(): pass
def test_fails(): assert 1 == 2
def test_hangs(): time.sleep(60)
def test_dies(): os.kill(os.getpid(), 9)
def test_last(): pass
"""


def script(text, *args):
    return [sys.executable, "-c", text, *args]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_lines_are_read_while_they_are_written(tmp_path):
    lines = tmp_path / "lines"
    text = """if True:
        import sys, time
        with open(sys.argv[1], "a", buffering=1) as file:
            file.write('{"test": "a", "status": "passed"}\\n{"test"')
            file.flush()
            time.sleep(0.5)
            file.write(': "b", "status": "started"}\\n')
        print("bye")
        sys.exit(3)
    """
    control = Control()
    done = follow(script(text, str(lines)), os.environ, lines, 60, control)
    assert [line["test"] for line in done.lines] == ["a", "b"]
    assert (done.status, done.words) == (3, "bye\n")
    assert control.ended == 1


def test_a_process_that_writes_nothing_is_ended(tmp_path):
    done = follow(script("import time; time.sleep(60)"), os.environ, tmp_path / "l", 0.5, Control())
    assert done.status is None


def test_stopping_ends_what_a_test_started(tmp_path):
    pids = tmp_path / "pids"
    text = """if True:
        import os, subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        with open(sys.argv[1] + ".new", "w") as file:
            file.write(f"{os.getpid()} {child.pid}")
        os.rename(sys.argv[1] + ".new", sys.argv[1])
        time.sleep(60)
    """
    control = Control()

    def stop():
        while not pids.exists():
            time.sleep(0.05)
        control.stop.set()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(StoppedError):
        follow(script(text, str(pids)), os.environ, tmp_path / "lines", 60, control)
    stopper.join()
    first, second = map(int, pids.read_text().split())
    assert not is_alive(first)
    deadline = time.monotonic() + 30
    while is_alive(second) and time.monotonic() < deadline:
        time.sleep(0.05)  # whoever adopted it has to notice
    assert not is_alive(second)


def statuses(results):
    return {test.rpartition("::")[2]: o.status for test, o in results.outcomes.items()}


def test_after_a_crash_the_rest_is_run(suite):
    results = runner.run([suite("test_own.py", MODULE)], "plain", 2)
    assert statuses(results) == {
        "test_first": "passed",
        "test_fails": "failed",
        "test_hangs": "failed",
        "test_dies": "failed",
        "test_last": "passed",
    }
    errors = [o.error for o in results.outcomes.values()]
    assert errors == ["", "AssertionError", "TestTookTooLongError", "Crash", ""]
    assert results.outcomes["tests/test_own.py::test_dies"].text == "exit status -9"


def test_modules_that_cannot_be_collected_do_not_keep_the_others_from_running(suite):
    suite("needy/conftest.py", "import pytest\npytest.importorskip('nothing_of_this_name')")
    suite("test_not_asked_for.py", "def test_other(): pass")
    modules = [
        suite("needy/test_needy.py", "def test_needy(): pass"),
        suite("test_bad.py", "import nothing_of_this_name"),
        suite("test_good.py", "def test_first(): pass"),
    ]
    results = runner.run(modules, "plain", 60)
    assert statuses(results) == {"test_first": "passed"}
    assert list(results.errors) == ["test_bad.py"]
    assert "nothing_of_this_name" in results.errors["test_bad.py"]


def test_tests_that_are_not_named_are_collected_only(suite):
    module = suite("test_own.py", "def test_a(): assert 0\ndef test_b(): assert 0")
    results = runner.run([module], "plain", 60, only=["tests/test_own.py::test_b"])
    assert statuses(results) == {"test_a": "collected", "test_b": "failed"}


def test_a_process_that_does_not_get_to_its_tests_is_an_error(suite, monkeypatch):
    monkeypatch.setattr(runner, "SETTINGS", {"plain": {"PYTEST_PLUGINS": "no_such_plugin"}})
    with pytest.raises(RuntimeError, match="no_such_plugin"):
        runner.run([suite("test_own.py", MODULE)], "plain", 60)


def test_the_first_error_stops_the_others():
    control = Control()
    done = []

    def waits():
        control.stop.wait(60)
        raise StoppedError

    def fails():
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        run_all([waits, fails, lambda: done.append(1)], 2, control)
    assert not done


def test_ctrl_c_stops_all():
    control = Control()

    def waits():
        os.kill(os.getpid(), signal.SIGINT)
        control.stop.wait(60)
        raise StoppedError

    with pytest.raises(KeyboardInterrupt):
        run_all([waits], 2, control)
    assert control.stop.is_set()
