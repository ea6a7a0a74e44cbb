"""Joins: a build side gathered in a :class:`JoinTable`, a stage that streams the other past it."""

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
