"""Plans as text."""

from __future__ import annotations

from typing import Final

from accel.plan.expr import Call, Expr
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
from accel.plan.renumber import renumbered
from accel.plan.rewrite import consumers, nested

_WIDE: Final = 10  # columns that are printed one by one


def format_plan(node: Node, renumber: bool = False) -> str:
    """Return a plan as an indented tree, each node above what it reads.

    A sub-plan read more than once is printed where it is met first, with a number, and named by
    that number elsewhere. Columns print as ``name#id``.

    Parameters
    ----------
    node : Node
        The plan.
    renumber : bool
        Count column ids from 1 in the order the plan makes them, so that the text of equal plans
        is equal.
    """
    return "\n".join(_Printer(renumbered(node) if renumber else node).lines())


class _Printer:
    def __init__(self, root: Node) -> None:
        self._root = root
        self._shared = {node for node, count in consumers(root).items() if count > 1}
        self._numbers: dict[Node, int] = {}
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        self._visit(self._root, "", "")
        return self._lines

    def _visit(self, node: Node, indent: str, label: str) -> None:
        if node in self._numbers:
            self._lines.append(f"{indent}{label}[{self._numbers[node]}]")
            return
        if node in self._shared and node.inputs:
            self._numbers[node] = len(self._numbers) + 1
            label += f"[{self._numbers[node]}] "
        self._lines.append(f"{indent}{label}{describe(node)}")
        for child in node.inputs:
            self._visit(child, indent + "  ", "")
        for use in nested(node):
            self._visit(use.plan, indent + "  ", f"{_column(use.column, use.plan)} of ")


def describe(node: Node) -> str:
    """Return one node as a line, without what it reads. Plans with mistakes print too."""
    match node:
        case Scan():
            text = f"Scan {node.source} {_fields(node.schema)}"
            return text if node.predicate is None else f"{text} where {bare(node.predicate)}"
        case Project():
            return f"Project {_listed([_assignment(f, e) for f, e in node.columns])}"
        case Filter():
            return f"Filter {bare(node.predicate)}"
        case Enumerate():
            return f"Enumerate row#{node.id}"
        case Join():
            pairs = zip(node.left_on, node.right_on, strict=False)
            on = ", ".join(f"{_column(a, node.left)} = {_column(b, node.right)}" for a, b in pairs)
            return f"Join {node.how} on {on}{_order(node.ordered)}"
        case Aggregate():
            by = f" by {_columns(node.keys, node)}" if node.keys else ""
            flags = "" if node.sort or not node.keys else " unsorted"
            flags += "" if node.dropna or not node.keys else " with missing"
            aggregations = ", ".join(str(a) for a in node.aggregations)
            return f"Aggregate [{aggregations}]{by}{flags}{_order(node.ordered or not node.keys)}"
        case Distinct():
            keys = _columns(node.keys, node)
            return f"Distinct {node.keep} of {keys}{_order(node.ordered)}"
        case Sort():
            pairs_ = zip(node.keys, node.ascending, strict=False)
            keys = ", ".join(_column(k, node) + ("" if up else " desc") for k, up in pairs_)
            text = f"Sort {keys}" + ("" if node.na_last else " missing first")
            return text if node.limit is None else f"{text} limit {node.limit}"
        case Limit():
            return f"Limit {node.count}" + (f" from {node.offset}" if node.offset else "")
        case Concat():
            return f"Concat {_fields(node.fields)}"
    return type(node).__name__


def bare(expr: Expr) -> str:
    """Return an expression's text without the parentheses around all of it."""
    infix = isinstance(expr, Call) and bool(expr.operation.symbol) and len(expr.args) == 2
    return str(expr)[1:-1] if infix else str(expr)


def _assignment(field: Field, expr: Expr) -> str:
    target, value = str(field.column()), str(expr)
    return target if target == value else f"{target} = {bare(expr)}"


def _fields(fields: tuple[Field, ...]) -> str:
    return _listed([str(f.column()) for f in fields])


def _listed(items: list[str]) -> str:
    """Return items in brackets; of a wide table's, the first few."""
    if len(items) > _WIDE:
        items = [*items[: _WIDE - 2], f"and {len(items) - _WIDE + 2} more"]
    return f"[{', '.join(items)}]"


def _column(key: int, node: Node) -> str:
    names = {f.id: f.column() for f in node.schema}
    return str(names.get(key, f"#{key}"))


def _columns(ids: tuple[int, ...], node: Node) -> str:
    return ", ".join(_column(i, node) for i in ids)


def _order(ordered: bool) -> str:
    return "" if ordered else " in any order"
