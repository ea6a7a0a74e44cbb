"""Random small plans over three small tables."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pandas as pd

from accel.plan.examples import BOOL, FLOAT, INT, STR, call
from accel.plan.expr import Expr, IsInPlan
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    How,
    Join,
    Limit,
    Node,
    Project,
    Scan,
    Sort,
)

HOWS: list[How] = ["inner", "inner", "inner", "left", "right", "outer", "semi", "anti"]
WORDS = ["apple", "apricot", "bean", "beet", None]


def make_table(chance: random.Random, rows: int) -> pd.DataFrame:
    """Return a table of small integers, floats with gaps, and words with gaps."""
    floats = [chance.choice([0.5, 1.5, 2.5, -1.0, np.nan]) for _ in range(rows)]
    return pd.DataFrame(
        {
            "k": np.array([chance.randrange(6) for _ in range(rows)], np.int64),
            "v": np.array([chance.randrange(-5, 20) for _ in range(rows)], np.int64),
            "f": np.array(floats, np.float64),
            "s": pd.Series([chance.choice(WORDS) for _ in range(rows)], dtype=STR),
        }
    )


class Planner:
    """Makes random plans over ``sources``, whose columns are k, v, f and s."""

    def __init__(self, chance: random.Random, sources: list[Any]) -> None:
        self.chance = chance
        self.sources = sources
        self.numbers = itertools.count(1)

    def plan(self, steps: int) -> Node:
        """Return a plan of about so many steps."""
        node = self.scan()
        for _ in range(steps):
            node = self.chance.choice(self.STEPS)(self, node)
        return node

    def query(self) -> Node:
        """Return a plan as programs write them: joins, a filter, perhaps groups."""
        node: Node = self.scan()
        for _ in range(self.chance.randrange(1, 4)):
            node = self.join(node)
        node = self.keep(self.project(self.keep(node)))
        return self.aggregate(node) if self.chance.random() < 0.7 else node

    def field(self, dtype: Any, name: str = "") -> Field:
        return Field(next(self.numbers), dtype, name)

    def scan(self) -> Node:
        source = self.chance.choice(self.sources)
        kinds = {"k": INT, "v": INT, "f": FLOAT, "s": STR}
        fields = (self.field(dtype, name) for name, dtype in kinds.items())
        return Scan(source, tuple((field, place) for place, field in enumerate(fields)))

    def columns(self, node: Node, *dtypes: Any) -> list[Field]:
        return [f for f in node.schema if f.dtype in dtypes]

    # Expressions

    def predicate(self, node: Node, depth: int = 2) -> Expr:
        if depth and self.chance.random() < 0.5:
            op = self.chance.choice(["and", "or", "or", "invert"])
            args = [self.predicate(node, depth - 1) for _ in range(1 if op == "invert" else 2)]
            return call(op, *args)
        field = self.chance.choice(node.schema)
        column = field.column()
        if self.chance.random() < 0.15:
            return call("isna", column)
        compare = self.chance.choice(["eq", "ne", "lt", "le", "gt", "ge"])
        if field.dtype == STR:
            word = self.chance.choice(WORDS[:-1])
            return self.chance.choice(
                [
                    call("eq", column, word),
                    call("str_startswith", column, pat=word[:2]),
                    call("isin", column, values=(word, "beet")),
                ]
            )
        if self.chance.random() < 0.3:
            other = self.chance.choice(self.columns(node, field.dtype))
            return call(compare, column, other.column())
        value = self.chance.randrange(6)
        return call(compare, column, float(value) if field.dtype == FLOAT else value)

    # Steps

    def keep(self, node: Node) -> Node:
        return Filter(node, self.predicate(node)) if node.schema else node

    def project(self, node: Node) -> Node:
        kept = [f for f in node.schema if self.chance.random() < 0.7] or list(node.schema[:1])
        columns: list[tuple[Field, Expr]] = [(self.field(f.dtype), f.column()) for f in kept]
        numbers = self.columns(node, INT)
        if numbers:
            a, b = self.chance.choice(numbers).column(), self.chance.choice(numbers).column()
            columns.append((self.field(INT), call("add", a, b, dtype=INT)))
        return Project(node, tuple(columns))

    def number(self, node: Node) -> Node:
        return Enumerate(node, next(self.numbers))

    def join(self, node: Node) -> Node:
        other = node if self.chance.random() < 0.2 else self.plan(self.chance.randrange(3))
        if self.chance.random() < 0.3:
            other = self.chance.choice([self.aggregate, self.distinct])(other)
        right = Project(other, tuple((self.field(f.dtype), f.column()) for f in other.schema))
        how = self.chance.choice(
            ["inner", "inner", "inner", "left", "right", "outer", "semi", "anti"]
        )
        pairs = [
            (a.id, b.id)
            for a, b in itertools.product(node.schema, right.schema)
            if a.dtype == b.dtype and a.dtype in (INT, STR, FLOAT)
        ]
        if not pairs:
            return node
        on = self.chance.sample(pairs, min(len(pairs), self.chance.choice([1, 1, 2])))
        if len({a for a, _ in on}) < len(on) or len({b for _, b in on}) < len(on):
            on = on[:1]
        optional: list[Field] = []
        if how in ("left", "outer"):
            optional += right.schema
        if how in ("right", "outer"):
            optional += node.schema
        widened = tuple((f.id, FLOAT) for f in optional if f.dtype == INT)
        left_on, right_on = zip(*on, strict=True)
        return Join(node, right, how, left_on, right_on, widened)

    def is_in(self, node: Node) -> Node:
        field = self.chance.choice(node.schema)
        other = self.plan(self.chance.randrange(2))
        keys = self.columns(other, field.dtype)
        if not keys:
            return node
        test: Expr = IsInPlan(BOOL, field.column(), other, self.chance.choice(keys).id)
        if self.chance.random() < 0.4:
            test = call("invert", test)
        if self.chance.random() < 0.3:
            test = call("or", test, self.predicate(node, 0))
        return Filter(node, test)

    def aggregate(self, node: Node) -> Node:
        keys = self.columns(node, INT, STR)
        chosen = self.chance.sample(keys, min(len(keys), self.chance.choice([0, 1, 1, 2])))
        if not chosen:
            made = [Aggregation(self.field(INT), "size", None)]
            numbers = self.columns(node, INT)
            if numbers:
                arg = self.chance.choice(numbers).column()
                made.append(Aggregation(self.field(INT), "sum", arg))
            return Aggregate(node, (), tuple(made))
        made = [Aggregation(self.field(INT), "size", None)]
        for field in self.chance.sample(node.schema, min(len(node.schema), 2)):
            function = self.chance.choice(["count", "nunique", "min", "first", "last"])
            dtype = INT if function in ("count", "nunique") else field.dtype
            made.append(Aggregation(self.field(dtype), function, field.column()))
        return Aggregate(
            node,
            tuple(f.id for f in chosen),
            tuple(made),
            sort=self.chance.random() < 0.7,
            dropna=self.chance.random() < 0.7,
        )

    def distinct(self, node: Node) -> Node:
        keys = self.chance.sample(node.schema, self.chance.randrange(1, len(node.schema) + 1))
        return Distinct(node, tuple(f.id for f in keys), self.chance.choice(["first", "last"]))

    def sort(self, node: Node) -> Node:
        keys = self.chance.sample(node.schema, min(len(node.schema), self.chance.choice([1, 2])))
        ups = tuple(self.chance.random() < 0.5 for _ in keys)
        return Sort(node, tuple(f.id for f in keys), ups, na_last=self.chance.random() < 0.8)

    def limit(self, node: Node) -> Node:
        return Limit(node, self.chance.randrange(1, 12), self.chance.choice([0, 0, 2]))

    def concat(self, node: Node) -> Node:
        parts = (node, self.keep(node))
        fields = tuple(self.field(f.dtype, f.name) for f in node.schema)
        own = tuple(f.id for f in node.schema)
        return Concat(parts, fields, (own, own))

    STEPS = (keep, keep, project, number, join, join, is_in, aggregate, distinct, sort,
             limit, concat)  # fmt: skip
