"""The operations expressions are made of, each with its kind; rules ask the kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["elementwise", "udf", "media"]


@dataclass(frozen=True)
class Operation:
    """A named operation on columns.

    Attributes
    ----------
    name : str
        How plans name it.
    kind : str
        ``elementwise`` (pure, row by row), ``udf`` (user code: once per row, in order) or
        ``media`` (pure, heavy).
    symbol : str
        How an infix use prints; empty for a call.
    cost : int
        Rough nanoseconds a row; cheap predicates run first.
    """

    name: str
    kind: Kind = "elementwise"
    symbol: str = ""
    cost: int = 1


def _table(*operations: Operation) -> dict[str, Operation]:
    return {operation.name: operation for operation in operations}


OPERATIONS: Final = _table(
    # arithmetic
    Operation("add", symbol="+"),
    Operation("sub", symbol="-"),
    Operation("mul", symbol="*"),
    Operation("truediv", symbol="/"),
    Operation("floordiv", symbol="//", cost=4),
    Operation("mod", symbol="%", cost=4),
    Operation("pow", symbol="**", cost=20),
    Operation("neg"),
    Operation("abs"),
    Operation("round", cost=4),
    # comparison and logic; "and", "or", "xor", "invert" are for bool (and bitwise on integers)
    Operation("eq", symbol="=="),
    Operation("ne", symbol="!="),
    Operation("lt", symbol="<"),
    Operation("le", symbol="<="),
    Operation("gt", symbol=">"),
    Operation("ge", symbol=">="),
    Operation("and", symbol="&"),
    Operation("or", symbol="|"),
    Operation("xor", symbol="^"),
    Operation("invert"),
    Operation("isin", cost=3),  # options: values (tuple)
    Operation("isna"),
    Operation("where"),  # args: condition, value, other
    Operation("astype"),  # to the expression's dtype
    # strings
    Operation("str_contains", cost=40),  # options: pat (literal text)
    Operation("str_contains_seq", cost=50),  # options: pats (tuple): texts in this order ("a.*b")
    Operation("str_startswith", cost=4),  # options: pat (str or tuple)
    Operation("str_endswith", cost=4),  # options: pat (str or tuple)
    Operation("str_slice", cost=6),  # options: start, stop (in characters)
    Operation("str_len", cost=6),
    Operation("str_lower", cost=20),
    Operation("str_upper", cost=20),
    Operation("str_strip", cost=10),
    # datetimes
    Operation("dt_year", cost=3),
    Operation("dt_month", cost=3),
    Operation("dt_day", cost=3),
    Operation("dt_quarter", cost=3),
    Operation("dt_dayofweek", cost=3),
    Operation("dt_dayofyear", cost=3),
    Operation("dt_hour", cost=3),
    Operation("dt_minute", cost=3),
    Operation("dt_second", cost=3),
    Operation("dt_normalize", cost=3),
    # user code; options: function
    Operation("udf", kind="udf", cost=1000),
)
