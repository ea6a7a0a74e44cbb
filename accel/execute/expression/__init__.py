"""Plan expressions over batches.

``check`` says whether the engine can compute an expression, ``Evaluator`` computes columns,
``Predicate`` selects rows, ``KeySet`` holds what ``isin`` of a lazy Series asks.
"""

from accel.execute.expression.evaluator import Evaluator, Predicate
from accel.execute.expression.keyset import KeySet
from accel.execute.expression.table import check

__all__ = ["Evaluator", "KeySet", "Predicate", "check"]
