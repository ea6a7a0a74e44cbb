"""Kernels ready to be called, once there are some: other libraries do the work until then.

The first few pictures are not worth it. Then a thread looks for machine code in the user's cache
and loads it by llvmlite, without Numba; where there is none, a process of its own compiles it, once
for each machine and version. Nobody waits for either.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from pandas_ext.kernels.table import KERNELS
from pandas_ext.settings import options

Kernel = Callable[..., int]
"""Takes addresses and whole numbers, runs without the GIL, and returns a count or a status."""

_WORTH: Final = 2**26  # bytes of pixels: about a tenth of a second of other libraries' time

_loading: Final = threading.Lock()


class _State:
    """What this process has: kernels by name, or the work it was asked for before it looked."""

    def __init__(self) -> None:
        self.kernels: dict[str, Kernel] = {}
        self.asked = 0
        self.started = False
        self.steady: bool | None = None  # whether there were kernels when results depended on it


_state: Final = _State()


def kernel(name: str, work: int) -> Kernel | None:
    """Return a kernel, ``None`` while there is none.

    Parameters
    ----------
    name : str
        A key of ``KERNELS``.
    work : int
        Bytes of pixels that it is wanted for now.
    """
    if not options.kernels:
        return None
    if not _state.kernels:
        _state.asked += work
        if _state.asked > _WORTH and not _state.started:
            _state.started = True
            with suppress(RuntimeError):  # no thread is to be had: the others go on
                threading.Thread(target=prepare, name="media-kernels", daemon=True).start()
    return _state.kernels.get(name)


def steady_kernel(name: str) -> Kernel | None:
    """Return a kernel whose results are not those of another library to the last bit.

    What this process has when it first asks for one, it has, or has not, all along.

    Parameters
    ----------
    name : str
        A key of ``KERNELS``.
    """
    if not options.kernels:
        return None
    if _state.steady is None:
        found = _load_from_cache()
        with _loading:
            if _state.steady is None:
                _state.steady = found
        if not found:
            kernel(name, _WORTH + 1)  # for the next process
    return _state.kernels.get(name) if _state.steady else None


def _load_from_cache() -> bool:
    try:
        from pandas_ext.kernels.files import user_directory

        directory = user_directory()
        return directory is not None and _load(directory)
    except (OSError, ImportError, RuntimeError):
        return False


def prepare() -> bool:
    """Load the kernels, compiled first where they are not; tell whether they are there.

    Examples
    --------
    >>> prepare()
    True
    """
    _state.started = True
    try:
        from pandas_ext.kernels.files import user_directory

        directory = user_directory()
        if directory is not None and not _load(directory):
            _compile(directory)
            _load(directory)
    except (OSError, ImportError, RuntimeError):
        return False  # there is no llvmlite here, or no place for files: the others go on
    return bool(_state.kernels)


def _load(directory: Path) -> bool:
    """Load what a directory holds; tell whether that is all."""
    from machine_code import store
    from machine_code.loader import load_object
    from pandas_ext.kernels.files import file_of

    with _loading:
        if _state.kernels:
            return True
        stored = {name: store.read(file_of(directory, name)) for name in KERNELS}
        loaded = {}
        for name, found in stored.items():
            if found is None:
                return False
            loaded[name] = _callable(load_object(*found), len(KERNELS[name][1].split()))
        _state.kernels = loaded
    return True


def _callable(address: int, count: int) -> Kernel:
    from machine_code.loader import ENTRY_TYPE

    entry = ENTRY_TYPE(address)
    words = ctypes.c_int64 * (count + 2)  # the last two take the result, and what nobody reads
    slots = (ctypes.c_int64 * count)(*range(count))
    first = ctypes.addressof(slots)

    def call(*arguments: int) -> int:
        assert len(arguments) == len(slots)
        registers = words(*arguments)
        start = ctypes.addressof(registers)
        entry(start + 8 * count, start + 8 * count + 8, start, first)
        return registers[count]

    return call


def _compile(directory: Path) -> None:
    """Compile in a process of its own, which goes on when this one ends."""
    import subprocess

    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    subprocess.run(
        [sys.executable, "-m", "pandas_ext.kernels.build", str(directory)],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _begin_in_child() -> None:
    _loading.release()
    _state.started = bool(_state.kernels)  # the thread stayed behind


if hasattr(os, "register_at_fork"):
    # A fork waits: LLVM is not to be copied in the middle of its work.
    os.register_at_fork(
        before=_loading.acquire,
        after_in_parent=_loading.release,
        after_in_child=_begin_in_child,
    )
