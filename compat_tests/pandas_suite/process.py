"""One pytest process over pandas' tests: followed from outside, and ended with all it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_POLL: Final = 0.2  # seconds between two looks


class StoppedError(Exception):
    """The run was to end."""


@dataclass
class Control:
    """What the runs of several threads share: whether to stop, and how many tests have ended."""

    stop: threading.Event = field(default_factory=threading.Event)
    ended: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, tests: int) -> None:
        """Add tests that ended."""
        with self._lock:
            self.ended += tests


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit status (None: it was stuck), its lines, its last words."""

    status: int | None
    lines: Sequence[dict[str, Any]]
    words: str


def follow(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    lines: Path,
    silence: float,
    control: Control,
) -> Ended:
    """Run a command that writes JSON lines, until it ends or writes none for ``silence`` seconds.

    Raises
    ------
    StoppedError
        If ``control`` said so; the process is gone then.
    """
    lines.touch()
    read: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, lines.open() as written:
        words = Path(folder, "words")
        # a session of its own: Ctrl-C is ours to handle, and one call ends what tests started
        with words.open("w") as output:
            process = subprocess.Popen(
                command, cwd=folder, env=env, stdout=output, stderr=output, start_new_session=True
            )
        try:
            status = _wait(process, written, read, silence, control)
        finally:
            _kill(process)
        read += _heard(written, control)
        return Ended(status, read, words.read_text(errors="replace")[-4000:])


def _wait(
    process: subprocess.Popen[bytes],
    written: Any,
    read: list[dict[str, Any]],
    silence: float,
    control: Control,
) -> int | None:
    heard = time.monotonic()
    while True:
        try:
            return process.wait(_POLL)
        except subprocess.TimeoutExpired:
            new = _heard(written, control)
        if new:
            heard = time.monotonic()
            read += new
        if control.stop.is_set():
            raise StoppedError
        if time.monotonic() - heard > silence:
            return None


def _heard(written: Any, control: Control) -> list[dict[str, Any]]:
    new = _complete(written)
    control.count(sum(line.get("status", "started") != "started" for line in new))
    return new


def _complete(written: Any) -> list[dict[str, Any]]:
    """Return the new lines, leaving one that is only half there."""
    found = []
    while True:
        start = written.tell()
        line = written.readline()
        if not line.endswith("\n"):
            written.seek(start)
            return found
        found.append(json.loads(line))


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
