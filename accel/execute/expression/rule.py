"""What the operation tables hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from accel.execute.expression.builder import Builder, Value
from accel.execute.expression.host import Host
from accel.execute.expression.kinds import Kind
from accel.plan.expr import Call

Key: TypeAlias = tuple[str, tuple[Kind, ...]]
Rule: TypeAlias = Callable[[Builder, Call], Value]
Entry: TypeAlias = Rule | Host
