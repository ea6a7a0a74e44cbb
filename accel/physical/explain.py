"""A plan's way to its pipelines, as text."""

from __future__ import annotations

from accel.optimizer.driver import Trace, optimize
from accel.physical.engine import choose_engine
from accel.physical.lower import lower
from accel.physical.printing import format_pipelines
from accel.plan.nodes import Node
from accel.plan.printing import format_plan


def explain(node: Node) -> str:
    """Return a plan as recorded, the rules that changed it, what became of it, and who runs it.

    Examples
    --------
    >>> from accel.plan.examples import table, where
    >>> print(explain(where(table("t", a=1), "gt", "a", 5)))
    Plan as recorded
      Filter a#1 > 5
        Scan t [a#1]
    <BLANKLINE>
    Rules applied
      rewrite: push_filters
    <BLANKLINE>
    Plan optimised
      Scan t [a#1] where a#1 > 5
    <BLANKLINE>
    Pipelines
      0: Scan t [a#1] where a#1 > 5
         collect [a#1]
    <BLANKLINE>
    Engine
      local: 1,000 rows read on this machine's threads
    """
    trace = Trace()
    optimised = optimize(node, trace)
    choice = choose_engine(node)
    sections = {
        "Plan as recorded": format_plan(node),
        "Rules applied": _rules(trace),
        "Plan optimised": format_plan(optimised),
        "Pipelines": format_pipelines(lower(optimised)),
        "Engine": f"{choice.engine}: {choice.reason}",
    }
    return "\n\n".join(
        "\n".join((title, *(f"  {line}" for line in text.splitlines())))
        for title, text in sections.items()
    )


def _rules(trace: Trace) -> str:
    """Return the rules that changed the plan, by stage, each once."""
    stages: dict[str, dict[str, None]] = {}
    for step, _ in trace.steps:
        stage, rule = step.split(".")
        stages.setdefault(stage, {})[rule] = None
    return "\n".join(f"{stage}: {', '.join(rules)}" for stage, rules in stages.items()) or "none"
