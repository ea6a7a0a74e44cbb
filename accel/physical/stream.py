"""Pipelines in the making."""

from __future__ import annotations

from dataclasses import dataclass

from accel.physical import pipeline as spec
from accel.physical.pipeline import Fields, PhysicalPlan, Pipeline
from accel.plan.nodes import Field, Node


@dataclass
class Stream:
    """A pipeline that still lacks its sink; ``fields`` are the columns it gives so far."""

    source: spec.Source
    stages: list[spec.Stage]
    fields: dict[int, Field]

    def pick(self, ids: frozenset[int] | tuple[int, ...]) -> Fields:
        """Return the fields of these columns, in the stream's order for a set."""
        if isinstance(ids, tuple):
            return tuple(self.fields[i] for i in ids)
        return tuple(f for f in self.fields.values() if f.id in ids)


class Pipelines:
    """The pipelines of a plan, in the order to run them."""

    def __init__(self) -> None:
        self._done: list[Pipeline] = []
        self._last_id = 0

    def new_id(self) -> int:
        """Return an id for a column that only pipelines have: negative, unlike all others."""
        self._last_id -= 1
        return self._last_id

    def end(self, stream: Stream, sink: spec.Sink) -> int:
        """End a stream; return the pipeline's number."""
        self._done.append(Pipeline(stream.source, tuple(stream.stages), sink))
        return len(self._done) - 1

    def plan(self, fields: Fields) -> PhysicalPlan:
        """Return all pipelines, with what may be dropped after each."""
        last_reader: dict[int, int] = {}
        for number, pipeline in enumerate(self._done):
            last_reader.update(dict.fromkeys(pipeline.reads, number))
        drops = tuple(
            frozenset(k for k, last in last_reader.items() if last == number)
            for number in range(len(self._done))
        )
        return PhysicalPlan(tuple(self._done), drops, fields)


def read(number: int, node: Node, required: frozenset[int]) -> Stream:
    """Return a stream of the result of a pipeline that gives the node's rows."""
    fields = {f.id: f for f in node.schema if f.id in required}
    return Stream(spec.ResultSource(number, tuple(fields.values())), [], fields)
