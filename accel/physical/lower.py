"""From the logical plan to pipelines."""

from __future__ import annotations

from typing import Final

from accel.optimizer.estimate import Estimates
from accel.optimizer.merge_projections import can_merge
from accel.optimizer.requirements import input_columns, kept_projections, required_columns
from accel.physical import pipeline as spec
from accel.physical.joins import Builds, Joins
from accel.physical.pipeline import Fields, PhysicalPlan
from accel.physical.predicates import best_order
from accel.physical.stream import Pipelines, Stream, read
from accel.plan.expr import (
    Column,
    Expr,
    IsInPlan,
    columns_of,
    conjunction,
    conjuncts,
    cost,
    is_udf,
    rebuild,
    substitute,
)
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.rewrite import consumers

# A conjunct dearer than this waits until the cheaper ones have dropped rows.
_CHEAP: Final = 12


def lower(node: Node) -> PhysicalPlan:
    """Turn a plan into pipelines.

    Chains of filters, projections and probes are fused into the pipeline of their consumer; a
    join builds a table of its smaller side; a sub-plan used more than once becomes one pipeline
    when computing it again would cost more than keeping it.
    """
    return _Lowering(node).plan()


class _Lowering:
    def __init__(self, root: Node) -> None:
        self._root = root
        self._estimates = Estimates()
        self._required = required_columns(root)
        self._pipelines = Pipelines()
        self._builds: Builds = {}
        self._results: dict[Node, int] = {}
        self._key_sets: dict[tuple[Node, int], int] = {}
        uses = consumers(root).items()
        self._shared = {n for n, count in uses if count > 1 and self._worth_keeping(n)}

    def plan(self) -> PhysicalPlan:
        self._result(self._root)
        return self._pipelines.plan(self._root.schema)

    def _worth_keeping(self, node: Node) -> bool:
        """Return whether a node used twice should be kept rather than streamed twice."""
        match node:
            case Scan():
                predicate = node.predicate
                return predicate is not None and self._estimates.selectivity(predicate, node) <= 0.5
            case Project():
                return any(is_udf(e) for _, e in node.columns) or self._worth_keeping(node.input)
            case Filter() | Enumerate():
                return self._worth_keeping(node.input)
        return True

    # Pipelines end here.

    def _result(self, node: Node) -> int:
        """Return the pipeline whose result is the node's rows."""
        known = self._results.get(node)
        if known is None:
            known = self._results[node] = self._materialise(node, self._required[node])
        return known

    def _materialise(self, node: Node, required: frozenset[int]) -> int:
        match node:
            case Aggregate():
                return self._aggregate(node, required)
            case Distinct():
                stream = self._input(node, required)
                keys = stream.pick(node.keys)
                rows = self._estimates.rows(node.input)
                fields = stream.pick(required)
                sink = spec.DistinctSink(keys, node.keep, node.ordered, fields, rows)
                return self._pipelines.end(stream, sink)
            case Sort():
                stream = self._input(node, required)
                keys = stream.pick(node.keys)
                fields = stream.pick(required)
                return self._pipelines.end(
                    stream,
                    spec.SortSink(keys, node.ascending, node.na_last, node.limit, fields),
                )
            case Limit():
                stream = self._input(node, required)
                fields = stream.pick(required)
                return self._pipelines.end(stream, spec.LimitSink(node.offset, node.count, fields))
        stream = self._compute(node, required)
        return self._pipelines.end(stream, spec.CollectSink(stream.pick(required)))

    def _input(self, node: Node, required: frozenset[int]) -> Stream:
        (ids,) = input_columns(node, required)
        return self._stream(node.inputs[0], ids)

    def _aggregate(self, node: Aggregate, required: frozenset[int]) -> int:
        stream = self._input(node, required)
        kept = [a for a in node.aggregations if a.field.id in required]
        computed: dict[Expr, Field] = {}
        for aggregation in kept:
            arg = aggregation.arg
            if arg is not None and not isinstance(arg, Column) and arg not in computed:
                computed[arg] = Field(self._pipelines.new_id(), arg.dtype, aggregation.field.name)
        specs = []
        for a in kept:
            field = None
            if isinstance(a.arg, Column):
                field = stream.fields[a.arg.id]
            elif a.arg is not None:
                field = computed[a.arg]
            specs.append(spec.AggregateSpec(a.field, a.function, field, a.options))
        if computed:
            direct = {s.arg.id: s.arg for s in specs if s.arg is not None} | {
                k: stream.fields[k] for k in node.keys
            }
            passing = [f for f in direct.values() if f not in computed.values()]
            columns: list[tuple[int, Expr]] = [(f.id, f.column()) for f in passing]
            columns += [(f.id, self._physical(e)) for e, f in computed.items()]
            self._project(stream, tuple(columns), (*passing, *computed.values()))
        sink = spec.AggregateSink(
            keys=stream.pick(node.keys),
            aggregations=tuple(specs),
            sort=node.sort,
            dropna=node.dropna,
            ordered=node.ordered,
            rows=self._estimates.rows(node.input),
            groups=self._estimates.rows(node),
        )
        return self._pipelines.end(stream, sink)

    # Pipelines grow here.

    def _stream(self, node: Node, required: frozenset[int]) -> Stream:
        """Return the node's rows with at least the columns ``required``."""
        if node in self._shared or isinstance(node, Aggregate | Distinct | Sort | Limit):
            return read(self._result(node), node, required)
        return self._compute(node, required)

    def _compute(self, node: Node, required: frozenset[int]) -> Stream:
        match node:
            case Scan():
                return self._scan(node, required)
            case Filter():
                return self._filter(node, required)
            case Project():
                kept = kept_projections(node, required)
                stream = self._input(node, required)
                if any(not isinstance(e, Column) or e.id != key for key, e in kept):
                    columns = tuple((key, self._physical(e)) for key, e in kept)
                    ids = {key for key, _ in kept}
                    fields = tuple(f for f in node.schema if f.id in ids)
                    self._project(stream, columns, fields)
                return stream
            case Enumerate():
                return self._enumerate(node, required)
            case Join():
                joins = Joins(self._pipelines, self._estimates, self._builds, self._stream)
                return joins.join(node, required)
            case Concat():
                return self._concat(node, required)
        return read(self._result(node), node, required)

    def _scan(self, node: Scan, required: frozenset[int]) -> Stream:
        fields = {f.id: f for f in node.schema if f.id in required}
        if node.predicate is not None:
            scan = node
            parts = best_order(
                conjuncts(node.predicate), lambda e: self._estimates.selectivity(e, scan)
            )
            node = node.copy(predicate=self._physical(conjunction(parts)))
        read = columns_of(node.predicate) if node.predicate is not None else frozenset()
        if node.row_id is not None and node.row_id not in required | read:
            node = node.copy(row_id=None)
        return Stream(spec.ScanSource(node, tuple(fields.values())), [], fields)

    def _filter(self, node: Filter, required: frozenset[int]) -> Stream:
        stream = self._input(node, required)
        cheap: list[Expr] = []
        dear: list[Expr] = []
        for part in sorted(conjuncts(node.predicate), key=cost):
            (cheap if cost(part) <= _CHEAP else dear).append(part)
        groups = [conjunction(cheap)] if cheap else []
        groups += dear
        for k, group in enumerate(groups):
            later = frozenset(i for e in groups[k + 1 :] for i in columns_of(e)) | required
            stream.stages.append(
                spec.FilterStage(self._physical(group), tuple(f.id for f in stream.pick(later)))
            )
            stream.fields = {i: f for i, f in stream.fields.items() if i in later}
        return stream

    def _project(
        self, stream: Stream, columns: tuple[tuple[int, Expr], ...], fields: Fields
    ) -> None:
        last = stream.stages[-1] if stream.stages else None
        if isinstance(last, spec.ProjectStage) and can_merge(columns, last.columns):
            made = dict(last.columns)
            columns = tuple((key, substitute(e, made)) for key, e in columns)
            stream.stages.pop()
        stream.stages.append(spec.ProjectStage(columns))
        stream.fields = {f.id: f for f in fields}

    def _enumerate(self, node: Enumerate, required: frozenset[int]) -> Stream:
        if node.id not in required:
            return self._stream(node.input, required)
        # Row numbers are known once the rows are collected.
        stream = read(self._result(node.input), node.input, required)
        assert isinstance(stream.source, spec.ResultSource)
        stream.source = stream.source.copy(row_id=node.id)
        stream.fields[node.id] = node.schema[-1]
        return stream

    def _concat(self, node: Concat, required: frozenset[int]) -> Stream:
        places = [k for k, f in enumerate(node.fields) if f.id in required]
        fields = tuple(node.fields[k] for k in places)
        columns = tuple(tuple(ids[k] for k in places) for ids in node.columns)
        parts = tuple(
            self._part(part, frozenset(ids)) for part, ids in zip(node.parts, columns, strict=True)
        )
        source = spec.ConcatSource(parts, columns, fields)
        return Stream(source, [], {f.id: f for f in fields})

    def _part(self, node: Node, required: frozenset[int]) -> int:
        """Return a pipeline whose result has the columns ``required`` of a node."""
        stream = self._stream(node, required)
        source = stream.source
        if isinstance(source, spec.ResultSource) and source.row_id is None and not stream.stages:
            return source.pipeline
        return self._pipelines.end(stream, spec.CollectSink(stream.pick(required)))

    def _physical(self, expr: Expr) -> Expr:
        """Replace membership in a plan by membership in a pipeline's result."""

        def change(e: Expr) -> Expr:
            if isinstance(e, IsInPlan):
                return spec.KeySetLookup(e.dtype, e.arg, self._key_set(e.plan, e.column))
            return e

        return rebuild(expr, change)

    def _key_set(self, node: Node, column: int) -> int:
        place = (node, column)
        if place not in self._key_sets:
            stream = self._stream(node, frozenset({column}))
            (key,) = stream.pick((column,))
            self._key_sets[place] = self._pipelines.end(stream, spec.KeySetSink(key))
        return self._key_sets[place]
