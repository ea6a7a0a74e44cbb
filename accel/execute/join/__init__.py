"""Joins: a build side gathered in a :class:`JoinTable`, a stage that streams the other past it.

How pandas' joins are run, order included:

- inner, left: build the right side, stream the left: ``ProbeStage(how="inner" | "left")``.
- right: build the left side, stream the right: ``ProbeStage(how="left")``.
- inner with the left side built: ``ProbeStage(how="inner", build_row=id)``; a stable sort by that
  column restores the order.
- left with the left side built: the same with ``keep_unmatched=True``; when all batches have gone,
  ``remaining()`` goes through the later stages as one more batch, before the sort.
- semi, anti: ``ProbeStage(how="semi" | "anti")``, or a :class:`KeyFilter` early at a scan.
- outer: :func:`outer_join` of two gathered sides.
"""

from accel.execute.join.keys import KeySpec, match_keys
from accel.execute.join.outer import outer_join
from accel.execute.join.probe import ProbeStage
from accel.execute.join.table import BuildSink, JoinTable, KeyFilter

__all__ = [
    "BuildSink",
    "JoinTable",
    "KeyFilter",
    "KeySpec",
    "ProbeStage",
    "match_keys",
    "outer_join",
]
