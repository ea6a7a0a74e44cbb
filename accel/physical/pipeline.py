"""What a physical plan is made of. These only say what is to run; an executor gives them life.

Pipelines are numbered by their place in the plan; sources, stages and sinks name the results of
earlier pipelines by that number. Columns keep the ids of the logical plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from accel.plan.expr import DType, Expr
from accel.plan.nodes import Field, Scan
from accel.plan.tree import Tree

Fields: TypeAlias = tuple[Field, ...]
ProbeHow: TypeAlias = Literal["inner", "left", "semi", "anti"]


@dataclass(frozen=True, eq=False)
class KeySetLookup(Expr):
    """Whether a value occurs in the result of a pipeline that ends in a ``KeySetSink``."""

    arg: Expr
    pipeline: int

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.arg,)

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        return self.copy(arg=children[0])

    def __str__(self) -> str:
        return f"isin({self.arg}, result {self.pipeline})"


@dataclass(frozen=True, eq=False)
class ScanSource(Tree):
    """Rows of a source: the scan's columns, its row number if asked, its predicate applied.

    ``scan.predicate`` is a chain of ``and``, cheapest first; ``fields`` are the columns wanted
    (the predicate may read others of the scan).
    """

    scan: Scan
    fields: Fields


@dataclass(frozen=True, eq=False)
class ResultSource(Tree):
    """Columns of an earlier pipeline's result; ``row_id`` names a column that counts its rows."""

    pipeline: int
    fields: Fields
    row_id: int | None = None


@dataclass(frozen=True, eq=False)
class ConcatSource(Tree):
    """Results of several pipelines in turn: part k's ``columns[k]`` become ``fields``."""

    parts: tuple[int, ...]
    columns: tuple[tuple[int, ...], ...]
    fields: Fields


@dataclass(frozen=True, eq=False)
class OuterJoinSource(Tree):
    """The outer join of two results (both end in a ``BuildSink``), sorted by key.

    ``fields`` are the columns wanted, with the dtypes they have at their side; ``widened`` those
    that leave with another. ``ordered`` False: in any order, but the same each time.
    """

    left: int
    right: int
    left_on: Fields
    right_on: Fields
    fields: Fields
    widened: tuple[tuple[int, DType], ...] = ()
    ordered: bool = True


Source: TypeAlias = ScanSource | ResultSource | ConcatSource | OuterJoinSource


@dataclass(frozen=True, eq=False)
class FilterStage(Tree):
    """Keep rows where ``predicate`` is true; of the columns, pass on ``keep``."""

    predicate: Expr
    keep: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class ProjectStage(Tree):
    """Compute ``columns``, which replace all there were."""

    columns: tuple[tuple[int, Expr], ...]


@dataclass(frozen=True, eq=False)
class ProbeStage(Tree):
    """Look the batch's rows up in a built table.

    Attributes
    ----------
    build : int
        The pipeline (ending in a ``BuildSink``) whose result is the table.
    how : {"inner", "left", "semi", "anti"}
        ``left`` keeps probe rows without a match, with missing build columns.
    probe_on, build_on : tuple of Field
        The keys, pairwise; their dtypes may differ.
    keep_probe, keep_build : tuple of Field
        The columns to pass on, with the dtypes they have at their side.
    widened : tuple of (int, dtype) pairs
        Kept build columns that leave with another dtype, because rows may be unmatched.
    build_row : int or None
        Id of an int64 column to put out with the build row's number, from which the order of a
        join whose left side was built is restored.

    Output rows are in the order of the probe rows, then of the build rows.
    """

    build: int
    how: ProbeHow
    probe_on: Fields
    build_on: Fields
    keep_probe: Fields
    keep_build: Fields
    widened: tuple[tuple[int, DType], ...] = ()
    build_row: int | None = None


Stage: TypeAlias = FilterStage | ProjectStage | ProbeStage


@dataclass(frozen=True, eq=False)
class CollectSink(Tree):
    """Keep the columns, in order."""

    fields: Fields


@dataclass(frozen=True, eq=False)
class AggregateSpec(Tree):
    """One aggregate; ``arg`` is a column of the pipeline (None for ``size``)."""

    field: Field
    function: str
    arg: Field | None
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, eq=False)
class AggregateSink(Tree):
    """Group by ``keys`` and aggregate, as ``plan.nodes.Aggregate`` says.

    ``rows`` and ``groups`` are estimates of what comes in and goes out.
    """

    keys: Fields
    aggregations: tuple[AggregateSpec, ...]
    sort: bool
    dropna: bool
    ordered: bool
    rows: int
    groups: int

    @property
    def fields(self) -> Fields:
        """The columns of the result."""
        return (*self.keys, *(a.field for a in self.aggregations))


@dataclass(frozen=True, eq=False)
class BuildSink(Tree):
    """Keep the columns and a table of the keys for ``ProbeStage``.

    ``fields`` are the columns probes ask for. ``existence`` says that only whether a key is there
    matters (semi and anti), so that duplicates may be dropped.
    """

    keys: Fields
    fields: Fields
    existence: bool
    rows: int


@dataclass(frozen=True, eq=False)
class KeySetSink(Tree):
    """Keep the set of a column's values for ``KeySetLookup``."""

    key: Field

    @property
    def fields(self) -> Fields:
        """The columns of the result."""
        return (self.key,)


@dataclass(frozen=True, eq=False)
class SortSink(Tree):
    """Order the rows by ``keys`` (ties stay); with ``limit``, keep only the first."""

    keys: Fields
    ascending: tuple[bool, ...]
    na_last: bool
    limit: int | None
    fields: Fields


@dataclass(frozen=True, eq=False)
class DistinctSink(Tree):
    """Keep the first (or last) row of each combination of ``keys``, in row order."""

    keys: Fields
    keep: Literal["first", "last"]
    ordered: bool
    fields: Fields
    rows: int


@dataclass(frozen=True, eq=False)
class LimitSink(Tree):
    """Keep ``count`` rows from ``offset`` on; the pipeline may stop once it has them."""

    offset: int
    count: int
    fields: Fields


Sink: TypeAlias = (
    CollectSink | AggregateSink | BuildSink | KeySetSink | SortSink | DistinctSink | LimitSink
)


@dataclass(frozen=True, eq=False)
class Pipeline(Tree):
    """Rows flow from the source through the stages into the sink."""

    source: Source
    stages: tuple[Stage, ...]
    sink: Sink

    @property
    def reads(self) -> frozenset[int]:
        """The pipelines whose results this one reads."""
        return frozenset(_reads(self))


@dataclass(frozen=True, eq=False)
class PhysicalPlan(Tree):
    """Pipelines in the order to run them; the last one's result is the plan's.

    ``drops[k]`` are the pipelines whose results nobody reads after pipeline k; ``fields`` are the
    result's columns in order.
    """

    pipelines: tuple[Pipeline, ...]
    drops: tuple[frozenset[int], ...]
    fields: Fields


def _reads(pipeline: Pipeline) -> Iterator[int]:
    source = pipeline.source
    expressions: list[Expr] = []
    match source:
        case ResultSource():
            yield source.pipeline
        case ConcatSource():
            yield from source.parts
        case OuterJoinSource():
            yield from (source.left, source.right)
        case ScanSource():
            if source.scan.predicate is not None:
                expressions.append(source.scan.predicate)
    for stage in pipeline.stages:
        match stage:
            case ProbeStage():
                yield stage.build
            case FilterStage():
                expressions.append(stage.predicate)
            case ProjectStage():
                expressions.extend(e for _, e in stage.columns)
    for expression in expressions:
        yield from lookups(expression)


def lookups(expression: Expr) -> Iterator[int]:
    """Yield the pipelines whose key sets ``expression`` looks up."""
    if isinstance(expression, KeySetLookup):
        yield expression.pipeline
    for child in expression.children:
        yield from lookups(child)
