"""Long runs over rows say how far they are, where somebody looks."""

import io
import multiprocessing
import re
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import pandas_ext
from pandas_ext import MediaError, option_context, progress
from pandas_ext.parallel import Budget, map_rows


class Screen(io.StringIO):
    """A terminal; tells when something was written to it."""

    def __init__(self, *, is_terminal: bool = True) -> None:
        super().__init__()
        self.is_terminal = is_terminal
        self.written = threading.Event()

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> int:
        count = super().write(text)
        self.written.set()
        return count

    def lines(self) -> list[str]:
        return self.getvalue().split("\r")

    def shows(self) -> str:
        """What is left on the line: what is written goes over what was there."""
        line = ""
        for text in self.lines():
            line = text + line[len(text) :]
        return line.rstrip()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """A terminal on which runs are shown at once."""
    monkeypatch.setattr(progress, "FIRST", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    screen = Screen()
    # pytest puts a stderr of its own in the place of another
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=screen, modules=sys.modules))
    with option_context(progress=True):
        yield screen


def run(screen: Screen, count: int = 6, threads: int = 2) -> list[int | None]:
    """Run over rows, each of which waits until something was shown if threads do the work."""

    def double(row: int, budget: Budget) -> int:
        if threads > 1:
            assert screen.written.wait(10)
        return 2 * row

    with option_context(num_threads=threads):
        return map_rows(double, range(1, count + 1)).results


@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_is_shown_and_the_line_is_gone_after_it(screen: Screen, threads: int) -> None:
    assert run(screen, threads=threads) == [2, 4, 6, 8, 10, 12]
    shown = [text for text in screen.lines() if text.strip()]
    counts = [int(re.search(r"(\d) of 6 rows", text)[1]) for text in shown]
    assert counts == sorted(counts)
    assert screen.shows() == ""


def test_the_line() -> None:
    assert progress.line(0, 5, 2.0) == "[" + " " * 24 + "] 0 of 5 rows"
    assert progress.line(5, 1_000_000, 10.0).endswith(
        "] 5 of 1,000,000 rows, 0.5 a second, 555:33:10 left"
    )
    assert progress.line(90, 120, 9.0).endswith("90 of 120 rows, 10 a second, 0:03 left")
    assert progress.line(2, 2, 0.0).startswith("[" + "#" * 24 + "] 2 of 2 rows")


def test_what_is_done_soon_is_not_shown(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 3600.0)
    assert run(screen, threads=1) == [2, 4, 6, 8, 10, 12]
    assert screen.getvalue() == ""


def test_a_single_row_is_not_shown(screen: Screen) -> None:
    run(screen, count=1, threads=1)
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("asked", "is_terminal", "environment", "expected"),
    [("auto", True, {}, True), ("auto", False, {}, False), (True, False, {}, True),
     (False, True, {}, False), ("auto", True, {"TERM": "dumb"}, False),
     ("auto", True, {"PYTEST_CURRENT_TEST": "x"}, False)],
)  # fmt: skip
def test_who_wants_it(
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    asked: object,
    is_terminal: bool,
    environment: dict[str, str],
    expected: bool,
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen.is_terminal = is_terminal
    with option_context(progress=asked):
        run(screen, threads=1)
    assert (screen.getvalue() != "") == expected


def test_notebooks_and_workers_of_pools(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    screen.is_terminal = False
    shell = SimpleNamespace(kernel=None)
    monkeypatch.setitem(
        sys.modules, "IPython.core.getipython", SimpleNamespace(get_ipython=lambda: shell)
    )
    with option_context(progress="auto"):
        run(screen, threads=1)
        assert screen.getvalue() != ""
        screen.truncate(0)
        monkeypatch.setattr(multiprocessing.process, "parent_process", lambda: object())
        run(screen, threads=1)
    assert screen.getvalue() == ""


class Interrupt(KeyboardInterrupt):
    pass


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("error", [MediaError("broken"), Interrupt(), ZeroDivisionError()])
def test_the_line_is_gone_after_an_error(
    screen: Screen, error: BaseException, threads: int
) -> None:
    def fail(row: int, budget: Budget) -> None:
        if row == 4:
            assert screen.written.wait(10)
            raise error

    with pytest.raises(type(error)), option_context(num_threads=threads):
        map_rows(fail, range(1, 9))
    assert screen.shows() == ""
    screen.written.clear()
    run(screen)
    assert screen.written.is_set(), "the next run is shown"


def test_runs_within_a_run_say_nothing(screen: Screen) -> None:
    def outer(row: int, budget: Budget) -> None:
        map_rows(lambda row, budget: None, range(1, 4))

    with option_context(num_threads=1):
        map_rows(outer, range(1, 6))
    assert "of 5 rows" in screen.getvalue()
    assert "of 3 rows" not in screen.getvalue()


@pytest.mark.parametrize("broken", [None, "closed"])
def test_nobody_to_tell(screen: Screen, monkeypatch: pytest.MonkeyPatch, broken: object) -> None:
    screen.close()
    monkeypatch.setattr(progress.sys, "stderr", None if broken is None else screen)
    assert run(screen, threads=1) == [2, 4, 6, 8, 10, 12]
    screen.written.set()
    assert run(screen, threads=2) == [2, 4, 6, 8, 10, 12]


def test_the_line_is_no_longer_than_a_terminal_is_wide(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    run(screen, threads=1)
    assert max(map(len, screen.lines())) == 29


def test_columns_are_shown(screen: Screen) -> None:
    pictures = pd.Series([np.zeros((2, 3), "uint8")] * 5, dtype="image")
    with option_context(num_threads=1):
        assert pictures.img.resize(4, 4).img.width.tolist() == [4] * 5
        pictures.img.resize(4, 4).img.decode()
    assert "of 5 rows" in screen.getvalue()


def test_the_option() -> None:
    with pytest.raises(ValueError, match='progress is "auto", True or False, not 2'):
        pandas_ext.options.progress = 2
