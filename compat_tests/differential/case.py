"""A program of two frames and up to a dozen statements, and how it is to be run."""

from __future__ import annotations

from dataclasses import dataclass

from compat_tests.differential.frames import Frame


@dataclass(frozen=True)
class Way:
    """How the engine runs the program; pandas has one way only.

    Attributes
    ----------
    optimize : bool
        Whether the rules rewrite plans.
    threads : int
        Worker threads.
    morsel : int
        Rows a batch and a task at most; 0 leaves the sizes as they are.
    look : str
        When results are looked at: ``"each"`` after its statement, ``"last"`` at the end, latest
        first, ``"first"`` at the end, earliest first.
    """

    optimize: bool = True
    threads: int = 1
    morsel: int = 0
    look: str = "last"


@dataclass(frozen=True)
class Case:
    """A program: frames first, then statements."""

    frames: tuple[Frame, ...]
    statements: tuple[str, ...]
    way: Way = Way()

    def setup(self) -> str:
        """Return the text that makes the frames."""
        return "\n".join(frame.text() for frame in self.frames)

    def text(self, module: str) -> str:
        """Return the program for one of the two modules."""
        lines = ["import numpy as np", f"import {module} as pd"]
        if module != "pandas":
            lines += ["import accel", "accel.options.min_rows = 0"]
            lines += [f"# {self.way}"]
        return "\n".join([*lines, "", self.setup(), *self.statements])
