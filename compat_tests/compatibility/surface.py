"""What there is to be called: pandas' public names, and which of them our classes plan."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterable
from typing import Any, Final

import pandas
from pandas.core.arrays.categorical import CategoricalAccessor
from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy
from pandas.core.indexes.accessors import DatetimeProperties
from pandas.core.strings.accessor import StringMethods

import accel.pandas
from accel.frame import fallback, namespace
from accel.frame.dates import LazyDates
from accel.frame.groupby_methods import LazyFrameGroupBy, LazySeriesGroupBy
from accel.frame.lazy import is_lazy
from accel.frame.methods import FRAME_METHODS, SERIES_METHODS
from accel.frame.standin import Asked
from accel.frame.text import LazyText

SYMBOLS: Final = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and": "&", "or": "|",
    "xor": "^",
}  # fmt: skip
_UNARY: Final = {"neg": "-{}", "pos": "+{}", "invert": "~{}", "abs": "abs({})",
                 "round": "round({})"}  # fmt: skip
_SPOKEN: Final = {"__getitem__": "[]", "__setitem__": "[]=", "__delitem__": "del",
                  "__array_ufunc__": "ufunc"}  # fmt: skip


def operator_call(name: str, obj: str, other: str, constant: str) -> str | None:
    """Return how a program spells an operator's method; None if the name is of no operator.

    Examples
    --------
    >>> operator_call("__radd__", "s", "t", "v"), operator_call("__invert__", "s", "t", "v")
    ('s.__radd__(v)', '~s')
    """
    operator = name[2:-2] if name.startswith("__") else ""
    if operator in _UNARY:
        return _UNARY[operator].format(obj)
    if operator in SYMBOLS:
        return f"{obj} {SYMBOLS[operator]} {other}"
    if operator[1:] in SYMBOLS:
        return f"{obj}.{name}({constant})"
    return None


def spoken(name: str, obj: str) -> str:
    """Return what the page calls a method."""
    if name[3:-2] in SYMBOLS and name.startswith("__r"):
        return f"x {SYMBOLS[name[3:-2]]} {obj}"
    return operator_call(name, obj, "x", "x") or _SPOKEN.get(name, name)


# Modules of attributes that read nothing until they are used.
_TOOLS: Final = (
    "accel.accessor",
    "pandas.core.indexing",
    "pandas.io",
    "pandas.plotting",
)  # read nothing until they are used
# Planned, but in no table of methods.
_INDEXERS: Final = frozenset(("loc", "iloc"))


def public(cls: Any) -> list[str]:
    """Return the public names of a class."""
    return [name for name in dir(cls) if not name.startswith("_")]


def functions() -> list[str]:
    """Return pandas' public functions."""
    return [n for n in pandas.__all__ if inspect.isfunction(getattr(pandas, n))]


def planned_functions() -> list[str]:
    """Return the functions of pandas that are planned; results of the others are ours."""
    return [n for n in functions() if inspect.isfunction(vars(namespace).get(n))]


def planned_of_frame() -> frozenset[str]:
    """Return the names of what is planned on frames."""
    return FRAME_METHODS | _INDEXERS | {"merge"}


def planned_of_series() -> frozenset[str]:
    """Return the names of what is planned on series."""
    return SERIES_METHODS | _INDEXERS


STAND_INS: Final[dict[str, tuple[type, type]]] = {
    "DataFrameGroupBy": (LazyFrameGroupBy, DataFrameGroupBy),
    "SeriesGroupBy": (LazySeriesGroupBy, SeriesGroupBy),
    "str": (LazyText, StringMethods),
    "dt": (LazyDates, DatetimeProperties),
}


def planned_of(stand_in: str) -> frozenset[str]:
    """Return the names that a stand-in answers itself (``.str``, ``.dt``, a groupby)."""
    cls, base = STAND_INS[stand_in]
    own = [name for c in cls.__mro__ if not issubclass(base, c) for name in vars(c)]
    return frozenset(
        name for name in own
        if (name == "__getitem__" or not name.startswith("_"))
        and not isinstance(inspect.getattr_static(cls, name), Asked)
        and name != "origin"
    )  # fmt: skip


UNPLANNED: Final[dict[str, type]] = {"cat": CategoricalAccessor}


def told(cls: Any) -> list[str]:
    """Return the attributes that a lazy object tells of itself, by its plan or a count of rows."""
    found = []
    for name in public(cls):
        lazy = pandas.DataFrame({"a": [1, 2]}).accel.lazy()[["a"]]
        lazy = lazy if cls is accel.pandas.DataFrame else lazy["a"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = getattr(lazy, name, _TOOLS)
        tool = value is _TOOLS or callable(value) or type(value).__module__.startswith(_TOOLS)
        if is_lazy(lazy) and not tool:
            found.append(name)
    return found


def handed_out(cls: Any) -> list[str]:
    """Return the names by which a program gets at the data: the plan runs, pandas reads it."""
    known = (*planned_of_frame(), *planned_of_series(), *told(cls))
    return [n for n in public(cls) if n in fallback._OUTPUTS and n not in known]


def left_to_pandas(names: Iterable[str], *others: Iterable[str]) -> list[str]:
    """Return the names that are in none of the other collections."""
    taken = {name for other in others for name in other}
    return [name for name in names if name not in taken]
