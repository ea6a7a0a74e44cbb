"""Physical plans as text."""

from __future__ import annotations

from collections.abc import Iterable

from accel.physical import pipeline as spec
from accel.plan.expr import Expr
from accel.plan.nodes import Field
from accel.plan.printing import bare, describe


def format_pipelines(plan: spec.PhysicalPlan) -> str:
    """Return a physical plan as text: each pipeline's source, stages and sink, a line each.

    Examples
    --------
    >>> from accel.physical.lower import lower
    >>> from accel.plan.examples import ids, table, where
    >>> from accel.plan.nodes import Join
    >>> a, b = table("t", a=1, b=2), table("u", c=3)
    >>> join = Join(where(a, "gt", "b", 5), b, "semi", ids(a, "a"), ids(b, "c"))
    >>> print(format_pipelines(lower(join)))
    0: Scan u [c#3]
       build on c#3, keys alone
    1: Scan t [a#1, b#2]
       filter b#2 > 5
       probe 0: semi on a#1 = c#3
       collect [a#1, b#2]
    """
    lines = []
    for number, pipeline in enumerate(plan.pipelines):
        steps = [_source(pipeline.source)]
        steps += [_stage(stage) for stage in pipeline.stages]
        steps.append(_sink(pipeline.sink))
        head = f"{number}: "
        lines.append(head + steps[0])
        lines += [" " * len(head) + step for step in steps[1:]]
    return "\n".join(lines)


def _source(source: spec.Source) -> str:
    match source:
        case spec.ScanSource():
            return describe(source.scan)
        case spec.ResultSource():
            text = f"result {source.pipeline} {_list(source.fields)}"
            return text if source.row_id is None else f"{text}, rows counted as #{source.row_id}"
        case spec.ConcatSource():
            parts = ", ".join(map(str, source.parts))
            return f"results {parts} in turn as {_list(source.fields)}"
    on = _pairs(source.left_on, source.right_on)
    return f"outer join of {source.left} and {source.right} on {on} {_list(source.fields)}"


def _stage(stage: spec.Stage) -> str:
    match stage:
        case spec.FilterStage():
            return f"filter {bare(stage.predicate)}"
        case spec.ProjectStage():
            return "project " + ", ".join(_assignment(key, expr) for key, expr in stage.columns)
    on = _pairs(stage.probe_on, stage.build_on)
    kept = f", adding {_list(stage.keep_build)}" if stage.keep_build else ""
    order = "" if stage.build_row is None else f", its row as #{stage.build_row}"
    return f"probe {stage.build}: {stage.how} on {on}{kept}{order}"


def _sink(sink: spec.Sink) -> str:
    match sink:
        case spec.CollectSink():
            return f"collect {_list(sink.fields)}"
        case spec.AggregateSink():
            made = ", ".join(_aggregate(a) for a in sink.aggregations)
            return f"aggregate [{made}]" + (f" by {_names(sink.keys)}" if sink.keys else "")
        case spec.BuildSink():
            what = "keys alone" if sink.existence else f"with {_list(sink.fields)}"
            return f"build on {_names(sink.keys)}, {what}"
        case spec.KeySetSink():
            return f"set of {sink.key.column()}"
        case spec.SortSink():
            pairs = zip(sink.keys, sink.ascending, strict=True)
            by = ", ".join(f"{k.column()}{'' if up else ' desc'}" for k, up in pairs)
            first = "" if sink.limit is None else f", first {sink.limit}"
            return f"sort by {by}{first} {_list(sink.fields)}"
        case spec.DistinctSink():
            return f"{sink.keep} of each {_names(sink.keys)} {_list(sink.fields)}"
    offset = f" from {sink.offset}" if sink.offset else ""
    return f"limit {sink.count}{offset} {_list(sink.fields)}"


def _aggregate(aggregate: spec.AggregateSpec) -> str:
    arg = "" if aggregate.arg is None else aggregate.arg.column()
    return f"{aggregate.field.column()} = {aggregate.function}({arg})"


def _assignment(key: int, expr: Expr) -> str:
    text = bare(expr)
    return text if text.endswith(f"#{key}") and " " not in text else f"#{key} = {text}"


def _pairs(left: Iterable[Field], right: Iterable[Field]) -> str:
    pairs = zip(left, right, strict=True)
    return ", ".join(f"{a.column()} = {b.column()}" for a, b in pairs)


def _names(fields: Iterable[Field]) -> str:
    return ", ".join(str(f.column()) for f in fields)


def _list(fields: Iterable[Field]) -> str:
    return f"[{_names(fields)}]"
