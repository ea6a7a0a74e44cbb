"""Checks that every plan must pass, between any two rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accel.plan.errors import PlanError
from accel.plan.expr import Column, DType, Expr, walk
from accel.plan.nodes import (
    Aggregate,
    Concat,
    Distinct,
    Filter,
    Join,
    Node,
    Project,
    Scan,
    Sort,
)
from accel.plan.printing import describe, format_plan
from accel.plan.rewrite import expressions, nested, topological


def verify(root: Node, after: str = "") -> None:
    """Raise ``PlanError``, with the plan's text, if a node is not what its class promises.

    Columns read are there with the dtype they are read as, ids are unique in a schema, the sides
    of a join have none in common, predicates are bool.

    Parameters
    ----------
    root : Node
        The plan.
    after : str
        What made it, for the message.
    """
    for node in topological(root):
        for problem in _problems(node):
            made = f" after {after}" if after else ""
            text = f"bad plan{made}: {problem}, in {describe(node)}\n{format_plan(root)}"
            raise PlanError(text)


def _problems(node: Node) -> Iterator[str]:
    spaces = [node.schema] if isinstance(node, Scan) else [child.schema for child in node.inputs]
    readable = {f.id: f.dtype for schema in spaces for f in schema}
    for expression in expressions(node):
        for part in walk(expression):
            if isinstance(part, Column):
                yield from _misread(part, readable)
    for use in nested(node):
        yield from _missing([use.column], use.plan)
    match node:
        case Filter(predicate=predicate) | Scan(predicate=Expr() as predicate):
            if predicate.dtype != bool:
                yield f"the predicate is {predicate.dtype}, not bool"
        case Project():
            for field, expr in node.columns:
                if field.dtype != expr.dtype:
                    yield f"{field.column()} is {field.dtype}, its expression {expr.dtype}"
        case Join():
            yield from _missing(node.left_on, node.left)
            yield from _missing(node.right_on, node.right)
            both = {f.id for f in node.left.schema} & {f.id for f in node.right.schema}
            if both:
                yield f"both sides have the columns {sorted(both)}"
            if not node.left_on or len(node.left_on) != len(node.right_on):
                yield "the sides' keys differ in number, or there are none"
        case Aggregate() | Distinct() | Sort():
            yield from _missing(node.keys, node.input)
            if isinstance(node, Sort) and len(node.keys) != len(node.ascending):
                yield "keys and directions differ in number"
        case Concat():
            for child, ids in zip(node.parts, node.columns, strict=True):
                yield from _missing(ids, child)
                if len(ids) != len(node.fields):
                    yield "a part has not one column for each field"
    made = [f.id for f in node.schema]
    if len(set(made)) < len(made):
        yield "a column id occurs twice"


def _misread(column: Column, readable: dict[int, DType]) -> Iterator[str]:
    if column.id not in readable:
        yield f"{column} is not there"
    elif readable[column.id] != column.dtype:
        yield f"{column} is read as {column.dtype} and is {readable[column.id]}"


def _missing(columns: Iterable[int], node: Node) -> Iterator[str]:
    there = {f.id for f in node.schema}
    for column in columns:
        if column not in there:
            yield f"#{column} is not there"
