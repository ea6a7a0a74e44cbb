"""What a benchmark run records, as plain dataclasses that go to JSON as they are."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import psutil


@dataclass
class Measurement:
    """One query on one engine.

    Attributes
    ----------
    seconds
        The wall time of every timed run. Empty if the result was wrong or the query failed:
        a time counts only when the result is right.
    cpu
        CPU seconds of the fastest of them, over all threads of the process.
    peak_mb
        The largest resident size while the query ran, tables in memory included.
    failure
        What went wrong, or None.
    fallbacks
        What accel handed to pandas, a line each.
    """

    query: str
    engine: str
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0
    peak_mb: float = 0.0
    failure: str | None = None
    fallbacks: list[str] = field(default_factory=list)

    @property
    def best(self) -> float | None:
        """The fastest run, or None where none counts."""
        return min(self.seconds) if self.seconds and self.failure is None else None

    def add(self, answer: dict[str, float]) -> None:
        """Record a timed run as a worker answered it."""
        if not self.seconds or answer["wall_s"] < min(self.seconds):
            self.cpu = answer["cpu_s"]
        self.seconds.append(answer["wall_s"])
        self.peak_mb = max(self.peak_mb, answer["peak_mb"])


@dataclass
class Opening:
    """What an engine took before its first query."""

    version: str
    import_s: float
    open_s: float
    peak_mb: float


@dataclass
class Section:
    """All queries on all engines, in one mode (parquet, memory) and state (cold, warm)."""

    mode: str
    state: str
    openings: dict[str, Opening] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)

    @property
    def engines(self) -> list[str]:
        """The engines, in the order they were asked for."""
        return list(dict.fromkeys(one.engine for one in self.measurements))

    @property
    def queries(self) -> list[str]:
        """The queries, in order."""
        return list(dict.fromkeys(one.query for one in self.measurements))

    def get(self, query: str, engine: str) -> Measurement:
        """Return the measurement of a query on an engine."""
        return next(one for one in self.measurements if one.query == query and one.engine == engine)

    def of(self, engine: str) -> list[Measurement]:
        """Return all measurements of an engine."""
        return [one for one in self.measurements if one.engine == engine]

    def total(self, engine: str) -> float | None:
        """Return the sum of the best times, or None where a query has none."""
        times = [one.best for one in self.of(engine)]
        known = [time for time in times if time is not None]
        return sum(known) if len(known) == len(times) else None


@dataclass
class Report:
    """One run of the benchmark."""

    sf: float
    threads: int
    repeat: int
    reference: str
    started: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    machine: dict[str, str] = field(default_factory=lambda: machine())
    sections: list[Section] = field(default_factory=list)


def machine() -> dict[str, str]:
    """Return the processor, the memory, the system and the versions that matter."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text().splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    facts = {
        "cpu": model,
        "cores": str(psutil.cpu_count()),
        "memory_gb": f"{psutil.virtual_memory().total / 1024**3:.0f}",
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    for package in ("pandas", "numpy", "pyarrow", "numba", "polars", "duckdb", "tpchgen-cli"):
        facts[package] = metadata.version(package)
    return facts
