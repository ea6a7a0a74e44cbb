"""Other names for scanned columns."""

from __future__ import annotations

from accel.plan.expr import Column, Expr, columns_of, substitute
from accel.plan.nodes import Field, Node, Project, Scan
from accel.plan.rewrite import bottom_up, consumers, kinds
from accel.plan.tree import new_id


def rename_scans(root: Node) -> Node:
    """Let a scan give its columns the names of a projection that does nothing else.

    A filtered scan that others read too keeps its names, and so can be read once for all.

    Examples
    --------
    >>> from accel.plan.examples import col, select, table
    >>> from accel.plan.printing import format_plan
    >>> t = table("t", a=1, b=2)
    >>> plan = select(t, x=(3, col(t, "b")))
    >>> print(format_plan(plan))
    Project [x#3 = b#2]
      Scan t [a#1, b#2]
    >>> print(format_plan(rename_scans(plan)))
    Scan t [x#3]
    """
    if Project not in kinds(root):
        return root
    readers = consumers(root)

    def change(node: Node) -> Node:
        if not isinstance(node, Project) or not isinstance(node.input, Scan):
            return node
        scan = node.input
        if scan.predicate is not None and readers[scan] > 1:
            return node
        return _renamed(node, scan) or node

    return bottom_up(root, change, Project)


def _renamed(node: Project, scan: Scan) -> Node | None:
    names: dict[int, Field] = {}
    for field, expr in node.columns:
        if not isinstance(expr, Column) or expr.id in names:
            return None
        names[expr.id] = field
    asked = columns_of(scan.predicate) if scan.predicate is not None else frozenset()
    if not asked <= set(names) and all(key == field.id for key, field in names.items()):
        return None  # it gives no new names and hides what the predicate reads
    for field in scan.schema:
        if field.id in asked and field.id not in names:
            # Read for the predicate alone. The old id may be in use on another side of a join.
            names[field.id] = field.copy(id=new_id())
    mapping: dict[int, Expr] = {key: field.column() for key, field in names.items()}
    return scan.copy(
        columns=tuple((names[f.id], name) for f, name in scan.columns if f.id in names),
        row_id=names[scan.row_id].id if scan.row_id in names else None,
        predicate=None if scan.predicate is None else substitute(scan.predicate, mapping),
    )
