"""Runs child processes over damaged files, and starts anew after one that crashed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import NamedTuple

CHILD = ["-m", "compat_tests.media.fuzz.child"]
STALL = 120.0  # seconds without a word from a child


class Found(NamedTuple):
    """What a damaged file led to.

    Attributes
    ----------
    seed : int
        The number of the file.
    kind, detail : str
        What happened.
    """

    seed: int
    kind: str
    detail: str


def search(start: int, stop: int, kind: str = "pictures") -> Iterator[Found]:
    """Yield what is found in the files of a kind, from one number to another."""
    while start < stop:
        child = subprocess.Popen(
            [sys.executable, *CHILD, str(start), str(stop), kind],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with child:
            errors: list[str] = []
            assert child.stdout is not None
            assert child.stderr is not None
            listener = threading.Thread(target=_keep_tail, args=(child.stderr, errors))
            listener.start()
            stalled = threading.Timer(STALL, child.kill)
            stalled.start()
            seed = start
            for line in child.stdout:
                stalled.cancel()
                stalled = threading.Timer(STALL, child.kill)
                stalled.start()
                said = json.loads(line)
                seed = said["seed"]
                for kind, detail in said.get("found", ()):
                    yield Found(seed, kind, detail)
            stalled.cancel()
            listener.join()
            status = child.wait()
        if status == 0:
            return
        yield Found(seed, f"crash {status}", "".join(errors)[-1500:])
        start = seed + 1


def _keep_tail(stream: object, lines: list[str]) -> None:
    for line in stream:  # type: ignore[attr-defined]
        lines.append(line)
        del lines[:-40]
