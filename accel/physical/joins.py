"""Which side of a join becomes a table, and how its order comes about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np

from accel.optimizer.estimate import Estimates
from accel.optimizer.requirements import input_columns
from accel.optimizer.right_to_left import mirrored
from accel.physical import pipeline as spec
from accel.physical.pipeline import Fields
from accel.physical.stream import Pipelines, Stream, read
from accel.plan.nodes import Field, How, Join, Node

_PROBES: Final[dict[How, spec.ProbeHow]] = {
    "inner": "inner",
    "left": "left",
    "semi": "semi",
    "anti": "anti",
}
# How many times larger the right side must be before an ordered join builds its left side all
# the same and sorts the result back.
_WORTH_SORTING: Final = 8

Builds: TypeAlias = dict[tuple[Any, ...], int]


class Joins:
    """Turns joins into tables and probes.

    ``builds`` are the tables there are already; ``stream`` gives the rows of a node.
    """

    def __init__(
        self,
        pipelines: Pipelines,
        estimates: Estimates,
        builds: Builds,
        stream: Callable[[Node, frozenset[int]], Stream],
    ) -> None:
        self._pipelines = pipelines
        self._estimates = estimates
        self._builds = builds
        self._stream = stream

    def join(self, node: Join, required: frozenset[int]) -> Stream:
        """Return the rows of a join with the columns ``required``."""
        if node.how == "outer":
            return self._outer(node, required)
        node = mirrored(node)
        left, right = self._estimates.rows(node.left), self._estimates.rows(node.right)
        larger = _WORTH_SORTING if node.ordered else 1
        if node.how != "inner" or left >= right / larger:
            return self._probe(node, required, None)
        turned = node.copy(
            left=node.right, right=node.left, left_on=node.right_on, right_on=node.left_on
        )
        if not node.ordered:
            return self._probe(turned, required, None)
        row = Field(self._pipelines.new_id(), np.dtype(np.int64), "build row")
        stream = self._probe(turned, required, row)
        sink = spec.SortSink((row,), (True,), True, None, stream.pick(required))
        return read(self._pipelines.end(stream, sink), node, required)

    def _outer(self, node: Join, required: frozenset[int]) -> Stream:
        at_side = {f.id: f for f in (*node.left.schema, *node.right.schema)}
        left_on = tuple(at_side[k] for k in node.left_on)
        right_on = tuple(at_side[k] for k in node.right_on)
        wanted = required | {*node.left_on, *node.right_on}
        source = spec.OuterJoinSource(
            left=self._build(node.left, left_on, wanted, existence=False),
            right=self._build(node.right, right_on, wanted, existence=False),
            left_on=left_on,
            right_on=right_on,
            fields=tuple(at_side[f.id] for f in node.schema if f.id in required),
            widened=tuple((key, dtype) for key, dtype in node.widened if key in required),
            ordered=node.ordered,
        )
        return Stream(source, [], {f.id: f for f in node.schema if f.id in required})

    def _probe(self, node: Join, required: frozenset[int], row: Field | None) -> Stream:
        """Stream the left side past a table of the right one."""
        semi = node.how in ("semi", "anti")
        wanted = required - {f.id for f in node.left.schema} if semi else required
        by_id = {f.id: f for f in (*node.left.schema, *node.right.schema)}
        build_on = tuple(by_id[k] for k in node.right_on)
        build = self._build(node.right, build_on, wanted, existence=semi)
        (ids, _) = input_columns(node, required)
        stream = self._stream(node.left, ids)
        stream.stages.append(
            spec.ProbeStage(
                build=build,
                how=_PROBES[node.how],
                probe_on=tuple(by_id[k] for k in node.left_on),
                build_on=build_on,
                keep_probe=stream.pick(required),
                keep_build=tuple(f for f in node.right.schema if f.id in wanted),
                widened=tuple((key, dtype) for key, dtype in node.widened if key in wanted),
                build_row=None if row is None else row.id,
            )
        )
        stream.fields = {f.id: f for f in node.schema if f.id in required}
        if row is not None:
            stream.fields[row.id] = row
        return stream

    def _build(self, node: Node, keys: Fields, wanted: frozenset[int], existence: bool) -> int:
        """Return the pipeline that makes a table of the node's rows; the same for equal tables."""
        columns = frozenset(f.id for f in node.schema if f.id in wanted)
        place = (node, keys, columns, existence)
        if place not in self._builds:
            stream = self._stream(node, columns | {f.id for f in keys})
            rows = self._estimates.rows(node)
            sink = spec.BuildSink(keys, stream.pick(columns), existence, rows)
            self._builds[place] = self._pipelines.end(stream, sink)
        return self._builds[place]
