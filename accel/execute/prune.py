"""Statistics pruning: can any row of a partition satisfy a predicate?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accel.plan.expr import Call, Column, Expr, Literal
from accel.plan.source import Partition, Statistics

_MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq"}


def may_match(partition: Partition, parts: Sequence[Expr], names: Mapping[int, Any]) -> bool:
    """Return False only if statistics prove that no row satisfies all of ``parts``.

    Parameters
    ----------
    partition
        Has ``statistics(name)``: least and greatest value, or None.
    parts
        Conjuncts over the partition's columns.
    names
        The source's column name by column id.
    """
    return all(_may_be_true(partition, part, names) for part in parts)


def _may_be_true(partition: Partition, part: Expr, names: Mapping[int, Any]) -> bool:
    if not isinstance(part, Call):
        return True
    if part.op == "or":
        return any(_may_be_true(partition, arg, names) for arg in part.args)
    if part.op == "and":
        return all(_may_be_true(partition, arg, names) for arg in part.args)
    if part.op == "isin" and isinstance(part.args[0], Column):
        statistics = _statistics(partition, part.args[0], names)
        values = part.option("values")
        if statistics is None or any(not _comparable(statistics.min, v) for v in values):
            return True
        return any(statistics.min <= v <= statistics.max for v in values)
    if part.op not in _MIRRORED:
        return True
    left, right = part.args
    if isinstance(left, Column) and isinstance(right, Literal):
        column, literal, op = left, right, part.op
    elif isinstance(left, Literal) and isinstance(right, Column):
        column, literal, op = right, left, _MIRRORED[part.op]
    else:
        return True
    if column.dtype != literal.dtype and column.dtype.kind in "mM":
        return True  # another unit
    statistics = _statistics(partition, column, names)
    if statistics is None or not _comparable(statistics.min, literal.value):
        return True
    return _holds_somewhere(op, statistics, literal.value)


def _holds_somewhere(op: str, statistics: Statistics, value: Any) -> bool:
    least, greatest = statistics.min, statistics.max
    if op == "lt":
        return bool(least < value)
    if op == "le":
        return bool(least <= value)
    if op == "gt":
        return bool(greatest > value)
    if op == "ge":
        return bool(greatest >= value)
    return bool(least <= value <= greatest)


def _statistics(
    partition: Partition, column: Column, names: Mapping[int, Any]
) -> Statistics | None:
    if column.id not in names:
        return None
    statistics = partition.statistics(names[column.id])
    if statistics is None or statistics.min is None or statistics.max is None:
        return None
    return statistics


def _comparable(bound: Any, value: Any) -> bool:
    numbers = (bool, int, float)
    if isinstance(bound, numbers) and isinstance(value, numbers):
        return value == value  # NaN compares with nothing
    return isinstance(bound, str) and isinstance(value, str)
