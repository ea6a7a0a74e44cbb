"""Row numbers of a scan."""

from __future__ import annotations

from accel.plan.expr import Expr
from accel.plan.nodes import Enumerate, Field, Node, Project, Scan, row_field
from accel.plan.rewrite import bottom_up


def enumerate_to_row_id(root: Node) -> Node:
    """Let a scan count its own rows, so that filters may pass into it.

    Examples
    --------
    >>> from accel.plan.examples import select, table
    >>> from accel.plan.printing import format_plan
    >>> plan = Enumerate(select(table("t", a=1, b=2), "a"), 3)
    >>> print(format_plan(plan))
    Enumerate row#3
      Project [a#1]
        Scan t [a#1, b#2]
    >>> print(format_plan(enumerate_to_row_id(plan)))
    Project [a#1, row#3]
      Scan t [a#1, b#2, row#3]
    """
    return bottom_up(root, _rewrite, Enumerate, remember=True)


def _rewrite(node: Node) -> Node:
    if not isinstance(node, Enumerate):
        return node
    return _counted(node.input, node.id) or node


def _counted(node: Node, column: int) -> Node | None:
    """Return the node with a column that counts its rows, if it has all rows of a scan."""
    row = row_field(column)
    match node:
        case Scan(predicate=None, row_id=None):
            return node.copy(row_id=column)
        case Scan(predicate=None, row_id=int(known)):
            passing = tuple((f, f.column()) for f in node.schema)
            return Project(node, (*passing, (row, row_field(known).column())))
        case Project():
            below = _counted(node.input, column)
            passed: tuple[Field, Expr] = (row, row.column())
            return below and Project(below, (*node.columns, passed))
    return None
