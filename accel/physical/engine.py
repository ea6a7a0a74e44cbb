"""Which engine runs a plan, and why."""

from __future__ import annotations

from typing import NamedTuple

from accel.plan.nodes import Node, Scan
from accel.plan.rewrite import topological
from accel.settings import options


class Choice(NamedTuple):
    """An engine and the reason it was chosen."""

    engine: str
    reason: str


def choose_engine(node: Node) -> Choice:
    """Choose who runs a plan.

    ``options.engine`` decides unless it is "auto". A plan that exists could be expressed, so
    "auto" is the local engine; what could not, or is small, went to pandas when it was called.

    Raises
    ------
    NotImplementedError
        ``options.engine`` is "ray".
    """
    match options.engine:
        case "auto":
            return Choice("local", f"{_rows_read(node):,} rows read on this machine's threads")
        case "ray":
            raise NotImplementedError('engine="ray" is not available yet: use "local" or "auto"')
        case engine:
            return Choice(engine, f"asked for by options.engine={engine!r}")


def _rows_read(node: Node) -> int:
    return sum(n.source.num_rows for n in topological(node) if isinstance(n, Scan))
