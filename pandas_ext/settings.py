"""Settings of media columns: ``pandas_ext.options``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

OnError = Literal["raise", "null", "report"]


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Options:
    """What media columns may use.

    Attributes
    ----------
    max_pixels : int
        Pixels of one image or video frame, all of its frames together for an animation that is
        decoded whole; more is an error before anything is decoded. The default is Pillow's.
    max_bytes : int
        Bytes of one file, message or clip that is read whole.
    schemes : tuple of str
        URL schemes that may be opened; ``"file"`` stands for local paths.
    timeout : float
        Seconds that a remote file may take, all tries together. A server of http that is silent is
        tried again within that time; listing a folder may take twenty times as long.
    retries : int
        Further tries after a remote failure that may pass, with growing pauses between them.
    connections : int
        Remote files that are read at a time: more than there are cores, which wait meanwhile.
    num_threads : int
        Rows that are worked on at a time; the cores this process may use.
    batch_bytes : int
        Bytes of decoded rows in the making at a time, all threads together. A single larger row is
        worked on alone.
    truncated : bool
        Whether a JPEG whose data end early is decoded as far as it goes; an error otherwise.
    keep_bytes : int
        Bytes of computed pixels that a column may keep, so that they are computed once; and of
        memory of tensors that are gone that is kept, for two seconds, for the next result.
    progress : {"auto", True, False}
        Whether calls that take longer than a second tell how far they are, in a line on
        ``sys.stderr``. By default they do in a terminal and in a notebook.
    kernels : bool
        Whether machine code of our own resamples, and decodes JPEGs with ``reducing``, once there
        is some in the user's cache; it is compiled in a process of its own.

    Examples
    --------
    >>> import pandas_ext
    >>> with pandas_ext.option_context(max_pixels=10_000):
    ...     pandas_ext.options.max_pixels
    10000
    """

    max_pixels: int = 178_956_970
    max_bytes: int = 2**30
    schemes: tuple[str, ...] = ("file", "https")
    timeout: float = 30.0
    retries: int = 3
    connections: int = 16
    num_threads: int = 0
    batch_bytes: int = 256 * 2**20
    keep_bytes: int = 2**30
    truncated: bool = False
    progress: Literal["auto"] | bool = "auto"
    kernels: bool = True

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _NAMES:
            raise AttributeError(f"no option {name!r}; there are {', '.join(_NAMES)}")
        if name == "schemes":
            if isinstance(value, str):
                raise TypeError("schemes is a tuple of names, such as ('file', 'https', 's3')")
            value = tuple(scheme.lower() for scheme in value)
        elif name == "progress":
            if value != "auto" and not isinstance(value, bool):
                raise ValueError(f'progress is "auto", True or False, not {value!r}')
        else:
            if not value >= 0:
                raise ValueError(f"{name} is a number of at least 0, not {value!r}")
            if name == "num_threads":
                value = int(value) or _usable_cores()
        object.__setattr__(self, name, value)


_NAMES: Final = tuple(field.name for field in fields(Options))
options: Final = Options()


@contextmanager
def option_context(**settings: Any) -> Iterator[None]:
    """Change options for the time of a ``with`` block."""
    before = {name: getattr(options, name) for name in settings}
    try:
        for name, value in settings.items():
            setattr(options, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(options, name, value)
