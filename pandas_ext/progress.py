"""A line that tells how far a long run over rows is."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from types import TracebackType
from typing import Any, Final, Self

from pandas_ext.settings import options

FIRST: Final = 1.0  # seconds before it is shown: what is done sooner needs none
PAUSE: Final = 0.2  # seconds from one to the next
_BAR: Final = 24  # letters

_screen: Final = threading.Lock()  # runs inside of a run, or beside it, show nothing


class Progress:
    """Says on ``sys.stderr`` how many rows are done, how many a second, and how long it will take.

    The line is gone when the run is over, whatever ends it. Only the thread that makes the object
    writes.

    Parameters
    ----------
    total : int
        Rows. Of a single one nothing is said.

    Attributes
    ----------
    done : int
        Rows that are done; whoever counts them sets it.
    """

    def __init__(self, total: int) -> None:
        self.done = 0
        self._total = total
        self._holds = False
        self._start = 0.0
        self._next: float | None = None  # when it is written; None: never
        self._width = 0

    def __enter__(self) -> Self:
        self._holds = self._total > 1 and _wanted() and _screen.acquire(blocking=False)
        if self._holds:
            self._start = time.monotonic()
            self._next = self._start + FIRST
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._holds:
            self._holds = False
            if self._width:
                self._write(f"\r{' ' * self._width}\r")
            _screen.release()

    @property
    def pause(self) -> float | None:
        """Seconds until ``show`` has something to do; ``None``: never."""
        return None if self._next is None else max(self._next - time.monotonic(), 0.0)

    def show(self) -> None:
        """Write the line, if it is time."""
        if self._next is None:
            return
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + PAUSE
        text = line(self.done, self._total, now - self._start)
        text = text[: shutil.get_terminal_size().columns - 1]
        width = max(self._width, len(text))
        self._width = len(text)
        self._write(f"\r{text.ljust(width)}")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):  # closed: nobody reads it, and the run is not to fail for it
            self._width = 0
            self._next = None


def line(done: int, total: int, seconds: float) -> str:
    """Return what is said of a run.

    Parameters
    ----------
    done, total : int
        Rows.
    seconds : float
        Since it began.

    Examples
    --------
    >>> line(100, 400, 2.0)
    '[######                  ] 100 of 400 rows, 50 a second, 0:06 left'
    """
    bar = ("#" * (_BAR * done // total)).ljust(_BAR)
    text = f"[{bar}] {done:,} of {total:,} rows"
    if not done:
        return text
    rate = done / seconds if seconds else float("inf")
    return f"{text}, {_number(rate)} a second, {_clock((total - done) / rate)} left"


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _wanted() -> bool:
    if sys.stderr is None:
        return False
    if options.progress != "auto":
        return options.progress is True
    if "PYTEST_CURRENT_TEST" in os.environ or os.environ.get("TERM") == "dumb" or _is_child():
        return False
    return sys.stderr.isatty() or _in_notebook()


def _is_child() -> bool:
    """Tell whether this is a worker of some pool: they would write over each other."""
    processes: Any = sys.modules.get("multiprocessing.process")
    return processes is not None and processes.parent_process() is not None


def _in_notebook() -> bool:
    shells: Any = sys.modules.get("IPython.core.getipython")
    shell = None if shells is None else shells.get_ipython()
    return hasattr(shell, "kernel")
