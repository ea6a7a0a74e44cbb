"""The text of every case before and after its rule; run as a module, it writes the files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from accel.plan.printing import format_plan
from accel.plan.verify import verify
from compat_tests.optimizer.cases import CASES

FOLDER = Path(__file__).parent / "golden"


def text_of(rule: str) -> str:
    """Return the cases of a rule, each with its plan before and after it."""
    change = getattr(import_module(f"accel.optimizer.{rule}"), rule)
    blocks = []
    for title, plan in CASES[rule].items():
        verify(plan)
        changed = change(plan)
        verify(changed, rule)
        after = "unchanged" if changed == plan else format_plan(changed, renumber=True)
        blocks.append(f"# {title}\n\n{format_plan(plan, renumber=True)}\n---\n{after}\n")
    return "\n".join(blocks)


if __name__ == "__main__":
    for name in CASES:
        (FOLDER / f"{name}.txt").write_text(text_of(name))
