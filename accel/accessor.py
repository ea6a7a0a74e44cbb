"""``df.accel``: the engine at hand on any pandas frame or series."""

from __future__ import annotations

from typing import Any

import pandas
from pandas.core.accessor import Accessor


class Explanation(str):
    """A text that shows as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class AccelAccessor:
    """What the engine can do with a frame or series.

    Examples
    --------
    >>> import pandas, accel
    >>> df = pandas.DataFrame({"a": [1, 2, 3]})
    >>> lazy = df.accel.lazy()
    >>> big = lazy[lazy["a"] > 1]
    >>> big.accel.to_pandas()
       a
    1  2
    2  3
    """

    def __init__(self, obj: Any) -> None:
        self._obj = obj

    def lazy(self) -> Any:
        """Return a frame or series whose calls are planned, whatever its size.

        Returns
        -------
        accel.pandas.DataFrame or accel.pandas.Series
        """
        from accel.frame import namespace  # noqa: F401 - puts the handlers on the classes
        from accel.frame.lazy import state_of
        from accel.frame.origin import origin_of
        from accel.frame.select import over, wrap

        state = state_of(self._obj)
        again = over(state, state.space)
        again.origin = origin_of(self._obj)
        return wrap(again)

    def explain(self) -> Explanation:
        """Return the plan, the rules applied, the pipelines, the engine and why.

        Returns
        -------
        str
        """
        from accel.frame.lazy import state_of
        from accel.frame.realise import plan_of
        from accel.physical.explain import explain

        return Explanation(explain(plan_of(state_of(self._obj))))

    def persist(self) -> Any:
        """Compute now, and return a frame or series that plans read the result of.

        Returns
        -------
        accel.pandas.DataFrame or accel.pandas.Series
        """
        from accel.frame.realise import persist

        return persist(self._obj)

    def to_pandas(self) -> Any:
        """Return the same data as a plain pandas object.

        Returns
        -------
        pandas.DataFrame or pandas.Series
        """
        from accel.frame.core import plain

        return plain(self._obj)


def register() -> None:
    """Put ``accel`` on pandas' classes.

    Not by ``register_dataframe_accessor``: a group-by lists all accessors so registered as names
    of its own.
    """
    for cls in (pandas.DataFrame, pandas.Series):
        setattr(cls, "accel", Accessor("accel", AccelAccessor))  # noqa: B010 - mypy
