"""Settings: ``accel.options`` and the ``ACCEL_*`` environment variables it starts from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

_UNITS: Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12,
                 "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}  # fmt: skip
_ENGINES: Final = ("auto", "pandas", "local", "ray")


def parse_bytes(text: str) -> int:
    """Read a size such as ``"8GB"`` or ``"512MiB"`` as bytes.

    Examples
    --------
    >>> parse_bytes("1.5 GiB")
    1610612736
    """
    stripped = text.strip().lower()
    digits = stripped.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = stripped[len(digits) :].strip()
    if unit not in _UNITS:
        raise ValueError(f"not a size in bytes: {text!r}")
    return int(float(digits) * _UNITS[unit])


def _physical_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _default_cache_dir() -> str:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return str(Path(base) / "accel")


class Options:
    """Settings of this process.

    Attributes
    ----------
    engine : {"auto", "pandas", "local", "ray"}
        Who runs plans (``ACCEL_ENGINE``).
    min_rows : int
        In-memory frames below this run plain pandas at once (``ACCEL_MIN_ROWS``); 0 forces plans.
    memory_limit : int
        Bytes the engine may hold (``ACCEL_MEMORY_LIMIT``, units allowed); 75 % of the machine's.
    num_threads : int
        Worker threads (``ACCEL_NUM_THREADS``); the cores this process may use.
    optimize : bool
        Rewrite plans before they run (``ACCEL_OPTIMIZE``); off, they run as recorded.
    verify : bool
        Run every plan in plain pandas too and raise on a difference (``ACCEL_VERIFY=1``).
    cache_dir : str
        Where compiled code is kept (``ACCEL_CACHE_DIR``).
    """

    __slots__ = ("_cache_dir", "_engine", "_memory_limit", "_min_rows", "_num_threads", "_optimize",
                 "_verify")  # fmt: skip

    def __init__(self) -> None:
        env = os.environ
        self.engine = env.get("ACCEL_ENGINE") or "auto"
        self.min_rows = _whole_number("ACCEL_MIN_ROWS", 100_000)
        limit = env.get("ACCEL_MEMORY_LIMIT")
        self.memory_limit = parse_bytes(limit) if limit else _physical_memory() * 3 // 4
        self.num_threads = _whole_number("ACCEL_NUM_THREADS", 0) or _usable_cores()
        self.optimize = _is_on("ACCEL_OPTIMIZE", "1")
        self.verify = _is_on("ACCEL_VERIFY", "0")
        self.cache_dir = env.get("ACCEL_CACHE_DIR") or _default_cache_dir()

    @property
    def engine(self) -> str:
        return self._engine

    @engine.setter
    def engine(self, value: str) -> None:
        if value not in _ENGINES:
            raise ValueError(f"engine must be one of {', '.join(_ENGINES)}, not {value!r}")
        self._engine = value

    @property
    def min_rows(self) -> int:
        return self._min_rows

    @min_rows.setter
    def min_rows(self, value: int) -> None:
        self._min_rows = _at_least("min_rows", value, 0)

    @property
    def memory_limit(self) -> int:
        return self._memory_limit

    @memory_limit.setter
    def memory_limit(self, value: int | str) -> None:
        size = parse_bytes(value) if isinstance(value, str) else value
        self._memory_limit = _at_least("memory_limit", size, 1)

    @property
    def num_threads(self) -> int:
        return self._num_threads

    @num_threads.setter
    def num_threads(self, value: int) -> None:
        self._num_threads = _at_least("num_threads", value, 1)

    @property
    def optimize(self) -> bool:
        return self._optimize

    @optimize.setter
    def optimize(self, value: bool) -> None:
        self._optimize = bool(value)

    @property
    def verify(self) -> bool:
        return self._verify

    @verify.setter
    def verify(self, value: bool) -> None:
        self._verify = bool(value)

    @property
    def cache_dir(self) -> str:
        return self._cache_dir

    @cache_dir.setter
    def cache_dir(self, value: str | os.PathLike[str]) -> None:
        self._cache_dir = os.fspath(value)

    def __repr__(self) -> str:
        names = [name.removeprefix("_") for name in self.__slots__]
        return "Options(" + ", ".join(f"{n}={getattr(self, n)!r}" for n in sorted(names)) + ")"


def _is_on(variable: str, default: str) -> bool:
    """Read an environment variable; unset and empty are the same."""
    return (os.environ.get(variable) or default).lower() not in ("0", "false", "no")


def _whole_number(variable: str, default: int) -> int:
    """Read an environment variable; unset and empty are the same."""
    text = os.environ.get(variable) or str(default)
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{variable} must be a whole number, not {text!r}") from None


def _at_least(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value!r}")
    return value


options = Options()
