"""``Series.dt``: fields of datetimes as plans; the rest is pandas'."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas
from pandas.core.indexes.accessors import CombinedDatetimelikeProperties, DatetimeProperties

from accel.execute.expression.kinds import per_second
from accel.frame.core import Series
from accel.frame.facts import certain
from accel.frame.intercept import record_call
from accel.frame.lazy import lazy_series, state_of
from accel.frame.magnitude import magnitude
from accel.frame.presence import require_present
from accel.frame.run import check
from accel.frame.standin import adopting, ask_for_the_rest
from accel.frame.state import SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Call

# name: operation. pandas gives int32, or float64 where there is NaT.
_FIELDS: Final = {
    "year": "dt_year", "month": "dt_month", "day": "dt_day", "quarter": "dt_quarter",
    "dayofweek": "dt_dayofweek", "day_of_week": "dt_dayofweek", "weekday": "dt_dayofweek",
    "dayofyear": "dt_dayofyear", "day_of_year": "dt_dayofyear", "hour": "dt_hour",
    "minute": "dt_minute", "second": "dt_second",
}  # fmt: skip
_NONE: Final = pandas.Series([], dtype="M8[us]")
_SECONDS: Final = np.dtype("M8[s]")
_INT32: Final = np.dtype(np.int32)


class LazyDates(DatetimeProperties):
    """``.dt`` of a lazy series of datetimes."""

    def __init__(self, series: Series) -> None:
        self.__dict__["_series"] = series

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(CombinedDatetimelikeProperties(self._series), name, value)

    def normalize(self) -> Any:
        """Return midnight of each day."""
        return record_call(
            "Series.dt.normalize", _normalize, _plain_normalize, self._series, (), {}
        )


def _normalize(self: Series) -> Any:
    state = certain(state_of(self))
    assert isinstance(state, SeriesState)
    day = 86400 * per_second(np.dtype(state.expr.dtype))
    if magnitude(state.space.node, state.expr) >= 2.0**63 - day:
        raise Unsupported("a time may be too early to have a midnight: pandas fails")
    expr = check(Call(state.expr.dtype, "dt_normalize", (state.expr,)))
    return lazy_series(SeriesState(state.space, expr, state.name))


def _plain_normalize(series: Any) -> Any:
    return CombinedDatetimelikeProperties(series).normalize()


def _field(name: str, op: str) -> property:
    lasting = {"dt_dayofweek": "day_of_week", "dt_dayofyear": "day_of_year"}.get(op, name)

    def handler(series: Series) -> Any:
        state = certain(state_of(series))
        assert isinstance(state, SeriesState)
        if name == "year" and state.expr.dtype == _SECONDS:
            raise Unsupported("years of seconds may need more than 32 bits: pandas looks")
        require_present(state.space.node, state.expr)
        return lazy_series(
            SeriesState(state.space, check(Call(_INT32, op, (state.expr,))), state.name)
        )

    def original(series: Any) -> Any:
        return getattr(CombinedDatetimelikeProperties(series), lasting)

    def get(self: LazyDates) -> Any:
        if name != lasting:  # on its way out: pandas warns, here and not where it computes
            getattr(CombinedDatetimelikeProperties(_NONE), name)
        return record_call(f"Series.dt.{name}", handler, original, self._series, (), {})

    return property(get)


for _name, _op in _FIELDS.items():
    setattr(LazyDates, _name, _field(_name, _op))

ask_for_the_rest(
    LazyDates,
    DatetimeProperties,
    lambda self, name: adopting(CombinedDatetimelikeProperties(self._series)),
)
LazyDates.__name__ = DatetimeProperties.__name__  # errors name it
