"""Which methods are intercepted, and where their handlers are.

Known by name so that loading ``accel.pandas`` loads none of what plans need.
"""

from __future__ import annotations

from typing import Final

HANDLERS: Final = (
    "arithmetic", "assign", "distinct", "groupby", "groupby_methods", "labels", "merge", "missing",
    "order", "reduce", "select", "udf", "unary",
)  # fmt: skip

OPERATORS_OF_TWO: Final = (
    "__add__",
    "__radd__",
    "add",
    "radd",
    "__sub__",
    "__rsub__",
    "sub",
    "rsub",
    "subtract",
    "__mul__",
    "__rmul__",
    "mul",
    "rmul",
    "multiply",
    "__truediv__",
    "__rtruediv__",
    "truediv",
    "rtruediv",
    "div",
    "rdiv",
    "divide",
    "__floordiv__",
    "__rfloordiv__",
    "floordiv",
    "rfloordiv",
    "__mod__",
    "__rmod__",
    "mod",
    "rmod",
    "__pow__",
    "__rpow__",
    "pow",
    "rpow",
    "__eq__",
    "eq",
    "__ne__",
    "ne",
    "__lt__",
    "lt",
    "__le__",
    "le",
    "__gt__",
    "gt",
    "__ge__",
    "ge",
    "__and__",
    "__rand__",
    "__or__",
    "__ror__",
    "__xor__",
    "__rxor__",
)

_OPERATORS: Final = (
    *OPERATORS_OF_TWO,
    "__neg__",
    "__pos__",
    "__invert__",
    "__abs__",
    "abs",
    "__round__",
    "round",
)

_BOTH: Final = [
    "__array_ufunc__",
    "__getitem__",
    "head",
    "tail",
    "copy",
    "groupby",
    "isna",
    "isnull",
    "notna",
    "notnull",
    "fillna",
    "astype",
    "sort_values",
    "sort_index",
    "nlargest",
    "nsmallest",
    "drop_duplicates",
    "rename",
    "reset_index",
    "sum",
    "mean",
    "min",
    "max",
    "count",
    "nunique",
    "any",
    "all",
    "std",
    "var",
    "median",
    "prod",
]

FRAME_METHODS: Final = frozenset(
    (*_OPERATORS, *_BOTH, "__setitem__", "__delitem__", "assign", "insert", "pop", "get", "drop",
     "set_index")
)  # fmt: skip

# Not intercepted; give frames and series, though pandas' annotations do not say so.
UNDECLARED: Final = ("apply", "asof", "stack")

# Look up names of the program a fixed number of frames above them.
COUNTING_FRAMES: Final = ("query",)

SERIES_METHODS: Final = frozenset(
    (*_OPERATORS, *_BOTH, "agg", "aggregate", "apply", "between", "clip",
     "isin", "map", "mask", "to_frame", "unique", "value_counts", "where")
)  # fmt: skip
