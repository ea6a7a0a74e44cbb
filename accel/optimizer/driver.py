"""The optimizer: which rules there are, in which order, and how long they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from accel.optimizer.count_before_join import count_before_join
from accel.optimizer.derive_filters import derive_filters
from accel.optimizer.drop_distinct import drop_distinct
from accel.optimizer.drop_sorts import drop_sorts
from accel.optimizer.enumerate_to_row_id import enumerate_to_row_id
from accel.optimizer.fold_constants import fold_constants
from accel.optimizer.inner_to_semi import inner_to_semi
from accel.optimizer.isin_to_semi_join import isin_to_semi_join
from accel.optimizer.join_reorder import join_reorder
from accel.optimizer.left_to_anti import left_to_anti
from accel.optimizer.left_to_inner import left_to_inner
from accel.optimizer.merge_projections import merge_projections
from accel.optimizer.narrow_probes import narrow_probes
from accel.optimizer.prune_columns import prune_columns
from accel.optimizer.push_filters import push_filters
from accel.optimizer.push_limits import push_limits
from accel.optimizer.reduce_aggregates import reduce_aggregates
from accel.optimizer.relax_order import relax_order
from accel.optimizer.rename_scans import rename_scans
from accel.optimizer.right_to_left import right_to_left
from accel.optimizer.share_subplans import share_subplans
from accel.optimizer.simplify_filters import simplify_filters
from accel.optimizer.transfer_filters import transfer_filters
from accel.optimizer.years_to_ranges import years_to_ranges
from accel.plan.errors import PlanError
from accel.plan.nodes import Node, Project
from accel.plan.printing import format_plan
from accel.plan.verify import verify

Rule: TypeAlias = Callable[[Node], Node]


@dataclass(frozen=True)
class Stage:
    """Rules that run in turn: once, or again and again until none changes the plan."""

    name: str
    rules: tuple[Rule, ...]
    repeat: bool = True


RULES: Final = (
    Stage(
        "expand",
        (isin_to_semi_join, enumerate_to_row_id, rename_scans, right_to_left),
        repeat=False,
    ),
    Stage(
        "rewrite",
        (
            prune_columns,
            fold_constants,
            years_to_ranges,
            simplify_filters,
            push_filters,
            merge_projections,
            rename_scans,
            left_to_inner,
            left_to_anti,
            inner_to_semi,
            drop_distinct,
            push_limits,
        ),
    ),
    Stage("derive", (transfer_filters, derive_filters, push_filters), repeat=False),
    Stage(
        "order",
        (drop_sorts, relax_order, count_before_join, join_reorder, reduce_aggregates),
        repeat=False,
    ),
    Stage(
        "finish",
        (push_filters, merge_projections, rename_scans, prune_columns, relax_order, narrow_probes),
        repeat=False,
    ),
    Stage("share", (share_subplans,), repeat=False),
)


@dataclass
class Trace:
    """What the optimizer did.

    Attributes
    ----------
    stop_after : str
        The stage after which to stop; all run when empty.
    steps : list of (str, Node)
        Each rule that changed the plan, as ``stage.rule``, and the plan it made.
    """

    stop_after: str = ""
    steps: list[tuple[str, Node]] = field(default_factory=list)


def optimize(node: Node, trace: Trace | None = None, *, verified: bool = False) -> Node:
    """Rewrite a plan into one that gives the same columns sooner.

    Parameters
    ----------
    node : Node
        The plan as recorded.
    trace : Trace, optional
        Receives the steps, and says where to stop.
    verified : bool
        Check the plan as recorded and after each stage (``options.verify`` asks for it).

    Raises
    ------
    PlanError
        The rules undo each other, or a checked plan is wrong.
    """
    plan = node
    if verified:
        verify(plan)
    for stage in RULES:
        plan = run_stage(plan, stage, trace)
        if verified:
            verify(plan, after=stage.name)
        if trace is not None and trace.stop_after == stage.name:
            break
    return in_order_of(plan, node)


def run_stage(plan: Node, stage: Stage, trace: Trace | None = None) -> Node:
    """Run one stage's rules, to a fixpoint if the stage repeats."""
    met = {plan}
    through: dict[Rule, Node] = {}  # the plan each rule had nothing to do on
    while True:
        before = plan
        for rule in stage.rules:
            if through.get(rule) is plan:
                continue
            changed = rule(plan)
            if changed == plan:
                through[rule] = plan
                continue
            plan = changed
            if trace is not None:
                trace.steps.append((f"{stage.name}.{rule.__name__}", plan))
        if not stage.repeat or plan is before:
            return plan
        if plan in met:
            raise PlanError(f"the rules of {stage.name!r} run in circles:\n{format_plan(plan)}")
        met.add(plan)


def in_order_of(plan: Node, original: Node) -> Node:
    """Return the plan with its columns in the order of the original's."""
    if [f.id for f in plan.schema] == [f.id for f in original.schema]:
        return plan
    fields = {f.id: f for f in plan.schema}
    return Project(plan, tuple((f, fields[f.id].column()) for f in original.schema))
