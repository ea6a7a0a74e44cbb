"""What a groupby was asked for."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from accel.frame.state import FrameState, SeriesState
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr


class Key(NamedTuple):
    """A grouping key; ``place`` is where the column lies it is, None for a series of its own."""

    expr: Expr
    name: Hashable
    place: int | None


@dataclass(frozen=True)
class Grouping:
    """What a groupby was asked for.

    Attributes
    ----------
    state : FrameState or SeriesState
        What is grouped.
    keys : tuple of Key
        By what.
    selected : tuple of int or None
        Positions of the chosen columns.
    single : bool
        Whether one column was chosen by its label, so that results are series.
    held : DataFrame or Series
        A copy, as the frame was when it was grouped: pandas takes the keys then.
    """

    state: FrameState | SeriesState
    keys: tuple[Key, ...]
    as_index: bool
    sort: bool
    dropna: bool
    selected: tuple[int, ...] | None = None
    single: bool = False
    held: Any = None

    def values(self) -> list[tuple[Hashable, Expr]]:
        """Return label and expression of each column to aggregate."""
        state = self.state
        if isinstance(state, SeriesState):
            return [(state.name, state.expr)]
        if self.selected is not None:
            return [(state.labels[p], state.columns[p]) for p in self.selected]
        taken = {key.place for key in self.keys}
        pairs = enumerate(zip(state.labels, state.columns, strict=True))
        return [pair for place, pair in pairs if place not in taken]

    def column(self, label: Hashable) -> Expr:
        """Return the column of a label.

        Raises
        ------
        Unsupported
            If there is none: pandas knows the error. Or if it is a tuple: pandas reads some as
            labels of several levels.
        """
        if type(label) is tuple:
            raise Unsupported("a tuple of labels is not planned")
        if self.selected is not None or isinstance(self.state, SeriesState):
            found = [expr for name, expr in self.values() if name == label]
            if len(found) != 1:
                raise Unsupported(f"there is not one column {label!r}")
            return found[0]
        try:
            return self.state.columns[self.state.position(label)]
        except KeyError as error:
            raise Unsupported(f"there is not one column {label!r}") from error
