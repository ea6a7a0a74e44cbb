"""Operations that need whole vectors: NumPy's own, or strings that need new memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accel.execute.vector import Vector
from accel.plan.expr import Call


@dataclass(frozen=True, slots=True)
class Host:
    """An operation computed on whole vectors between runs of a program.

    Attributes
    ----------
    apply : callable
        Takes the call, the vector of each argument (None for a literal; strings come as Text)
        and the number of rows; returns the result.
    check : callable
        Raises Unsupported for a call it cannot compute.
    """

    apply: Callable[[Call, list[Vector | None], int], Vector]
    check: Callable[[Call], None]
