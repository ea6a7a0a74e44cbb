"""What a lazy frame or series knows of itself: a row space and expressions over it."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pandas

from accel.frame.empty import IndexMeta, empty_array, empty_frame
from accel.frame.known import Kept, make_rows
from accel.frame.layout import Blocks
from accel.frame.names import Labels
from accel.once import once
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Column, DType, Expr, Literal
from accel.plan.nodes import Enumerate, Node
from accel.plan.tree import new_id

if TYPE_CHECKING:
    from accel.frame.caller import Line
    from accel.frame.held import Held
    from accel.frame.link import Link
    from accel.frame.memory import MemorySource
    from accel.frame.origin import Origin
    from accel.frame.source import PandasSource

INT64: Final = np.dtype(np.int64)
FLOAT64: Final = np.dtype(np.float64)
BOOL: Final = np.dtype(np.bool_)

_WITH_FREQUENCY: Final = (pandas.DatetimeIndex, pandas.TimedeltaIndex)
_DEEP: Final = 100  # steps; Python's own stack bounds what walks over a plan


class Space:
    """The rows that a plan node makes, with their labels; shared by all states over them.

    Attributes
    ----------
    known : Rows
        The node, and what is known of its rows.
    index : tuple of Expr or None
        The levels of the index; None for consecutive numbers from ``start``.
    start : int
        The first label where ``index`` is None.
    labels : pandas.Index or None
        The index itself, where it is known.
    uncertain : frozenset of int
        Columns whose dtype depends on the data (see ``facts``).
    narrowed : dict of int to dtype
        Columns whose true dtype was found to be another than first taken.
    forms : weak dict of Link to callable
        For each object in memory that holds columns of these rows, what makes its state again.
    """

    __slots__ = (
        "__weakref__", "_meta", "forms", "index", "known", "labels", "narrowed", "start",
        "uncertain",
    )  # fmt: skip

    def __init__(
        self,
        node: Node,
        index: tuple[Expr, ...] | None,
        index_meta: pandas.Index | IndexMeta,
        *,
        start: int = 0,
        labels: pandas.Index | None = None,
        rows: int | None = None,
        uncertain: frozenset[int] = frozenset(),
    ) -> None:
        self.known = make_rows(node)
        self.index = index
        self._meta = index_meta
        self.start = start
        self.labels = labels
        self.uncertain = uncertain
        self.narrowed: dict[int, DType] = {}
        self.forms: weakref.WeakKeyDictionary[Link, Form] = weakref.WeakKeyDictionary()
        if rows is not None:
            self.known.count = rows

    @property
    def index_meta(self) -> pandas.Index:
        """An empty index with the right type and names."""
        return self._meta.index if isinstance(self._meta, IndexMeta) else self._meta

    @property
    def is_grouped(self) -> bool:
        """Whether the index holds the keys of groups, as pandas labels them."""
        return isinstance(self._meta, IndexMeta) and self._meta.set_at is None

    @property
    def set_at(self) -> Node | None:
        """The rows whose column became the index; None if none did."""
        return self._meta.set_at if isinstance(self._meta, IndexMeta) else None

    @property
    def index_names(self) -> tuple[Hashable, ...]:
        """The names of the index's levels."""
        return tuple(self._meta.names)

    @property
    def has_default_index(self) -> bool:
        """Whether the rows are numbered from 0, and the index has no name."""
        return self.index is None and not self.start and self.index_names == (None,)

    @property
    def node(self) -> Node:
        """What makes the rows."""
        return self.known.node

    @property
    def rows(self) -> int | None:
        """How many rows there are, where it is known."""
        return self.known.count

    @property
    def kept(self) -> dict[Expr, Kept]:
        """Columns that were computed already."""
        return self.known.kept

    def show(self, expr: Expr, source: PandasSource | MemorySource, position: int) -> None:
        """Note that an object in memory has a column, if none is known that does."""
        self.known.kept.setdefault(expr, (source, position))
        self.known.shown.setdefault(expr, (source, position))

    def change(self, node: Node) -> None:
        """Let another plan make the same rows."""
        count = self.known.count
        self.known = make_rows(node)
        self.known.count = count

    def same_rows(self, other: Space) -> bool:
        """Tell whether both are the same rows under the same labels."""
        if self is other:
            return True
        return self.known is other.known and self.index == other.index and self.start == other.start

    def labelled(self) -> tuple[Node, tuple[Expr, ...], pandas.Index | IndexMeta]:
        """Return a node, index expressions and index meta that survive a change of the rows.

        Consecutive numbers become a column: rows that are dropped or moved keep their number.

        Raises
        ------
        Unsupported
            If the labels have a frequency: pandas finds out whether those that are left have one.
        """
        if isinstance(self._meta, _WITH_FREQUENCY) and self._meta.freq is not None:
            raise Unsupported("which frequency the labels that are left have, pandas finds out")
        if self.index is not None:
            return self.node, self.index, self._meta
        numbers = new_id()
        row: Expr = Column(INT64, numbers, "row")
        if self.start:
            row = Call(INT64, "add", (row, Literal(INT64, self.start)))
        return Enumerate(self.node, numbers), (row,), self._meta


class FrameState:
    """The plan of a frame: one expression a column.

    ``blocks`` tells which columns pandas would hold together (see ``layout``).

    Raises
    ------
    Unsupported
        If there are no columns: such a frame is all index.
    """

    def __init__(
        self,
        space: Space,
        columns: tuple[Expr, ...],
        labels: Labels | pandas.Index,
        blocks: Blocks,
        line: Line | None = None,
    ) -> None:
        if not columns:
            raise Unsupported("there are no columns")
        self.space = space
        self.columns = columns
        labels = labels if isinstance(labels, Labels) else Labels.of(labels)
        self.labels = labels.private() if labels.is_public else labels
        self.blocks = blocks
        self.line = line
        self.origin: Origin | None = None
        self.is_copy = False  # whether the object is to share its memory with no other
        self.held: Held | None = None  # the index, where other objects have the very same
        space.known.states[id(self)] = self

    @once
    def meta(self) -> pandas.DataFrame:
        """The frame without its rows."""
        return empty_frame(
            [e.dtype for e in self.columns], self.labels.index, self.space.index_meta
        )

    def position(self, label: Hashable) -> int:
        """Return where the only column of that label is; see ``Labels.position``."""
        return self.labels.position(label)

    def key(self, label: Hashable) -> Expr:
        """Return the only column of a label that no level of the index is named by as well.

        Raises
        ------
        Unsupported
            If one is: pandas knows the error.
        """
        if label in self.space.index_names:
            raise Unsupported("both an index level and a column label")
        return self.columns[self.labels.position(label)]

    def exprs(self) -> tuple[Expr, ...]:
        return self.columns

    def form(self) -> Form:
        """Return what makes this state again from its space, which it does not hold."""
        columns, labels, blocks = self.columns, self.labels, self.blocks
        return lambda space, name: FrameState(space, columns, labels, blocks)


class SeriesState:
    """The plan of a series: one expression."""

    def __init__(self, space: Space, expr: Expr, name: Hashable, line: Line | None = None) -> None:
        self.space = space
        self.expr = expr
        self.name = name
        self.line = line
        self.origin: Origin | None = None
        self.is_copy = False  # whether the object is to share its memory with no other
        self.held: Held | None = None  # the index, where other objects have the very same
        space.known.states[id(self)] = self

    @once
    def meta(self) -> pandas.Series:
        """The series without its rows."""
        return pandas.Series(empty_array(self.expr.dtype), self.space.index_meta, name=self.name)

    def exprs(self) -> tuple[Expr, ...]:
        return (self.expr,)

    def form(self) -> Form:
        """Return what makes this state again from its space, under a name."""
        expr = self.expr
        return lambda space, name: SeriesState(space, expr, name)


State: TypeAlias = FrameState | SeriesState
Form: TypeAlias = "Callable[[Space, Hashable], State]"


def is_same(one: State, other: State) -> bool:
    """Tell whether two states are the same columns of the same rows under the same labels."""
    return one is other or (
        one.space.same_rows(other.space)
        and one.space.index_names == other.space.index_names
        and one.exprs() == other.exprs()
        and _names(one) == _names(other)
    )


def _names(state: State) -> tuple[Hashable, ...]:
    return (state.name,) if isinstance(state, SeriesState) else state.labels.names


def depth(tree: Expr | Node) -> int:
    """Return how many steps lie on top of each other, found once for each tree."""
    known: int | None = tree.__dict__.get("_depth")
    if known is None:
        below = tree.children if isinstance(tree, Expr) else tree.inputs
        known = 1 + max(map(depth, below), default=0)
        object.__setattr__(tree, "_depth", known)
    return known


def is_deep(state: State) -> bool:
    """Tell whether a plan grew so tall, in a loop of the program, that it had better run."""
    return depth(state.space.node) > _DEEP or any(depth(e) > _DEEP for e in state.exprs())
