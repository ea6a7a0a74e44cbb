"""One program that computes expressions from vectors, and the tables it looks codes up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from accel.execute.expression.builder import (
    Buffer,
    Builder,
    Origin,
    TextBuffer,
    Value,
    kernel,
)
from accel.execute.expression.derived import look_up
from accel.execute.expression.kinds import code_of, kind_of
from accel.execute.expression.lookup import Lookup
from accel.execute.expression.program import BlockProgram
from accel.execute.expression.table import emit
from accel.execute.vector import Array, Coded, Fixed, Text, Vector, as_text
from accel.plan.expr import Column, Expr

Environment: TypeAlias = Mapping[Expr, Vector]


class Native:
    """Expressions compiled to one program.

    Parameters
    ----------
    targets : sequence of Expr
        What to compute.
    given : set of Expr
        Expressions, besides columns, whose vectors are there when it runs.
    lookups : mapping of Expr to Lookup
        Expressions that are looked up by the code of a column.
    sets : mapping
        The key set of each ``IsInPlan``.
    mask : Expr, optional
        A predicate whose true rows ``run`` gives as well.
    """

    def __init__(
        self,
        targets: Sequence[Expr],
        given: set[Expr],
        lookups: Mapping[Expr, Lookup],
        sets: Mapping[Expr, Any],
        mask: Expr | None = None,
    ) -> None:
        self._given = given
        self._lookups = lookups
        self._inputs: list[tuple[Expr, Buffer | TextBuffer]] = []
        self._tables: list[tuple[Lookup, Buffer, Buffer]] = []
        builder = Builder(self._leaf, emit, sets)
        self._targets = tuple(targets)
        # a string looked up by code stays coded when it is itself a target
        self._computed = tuple(t for t in targets if not _is_coded(t, lookups))
        values = {t: _materialised(builder, t) for t in self._computed}
        selects = None if mask is None else builder.vector(builder.fixed(mask))
        buffers = [part for value in values.values() for part in _parts(value)]
        self._program = BlockProgram(builder.steps, buffers, selects)
        self._runs = bool(builder.steps) or mask is not None

    def _leaf(self, builder: Builder, expr: Expr) -> Value | None:
        lookup = self._lookups.get(expr)
        if lookup is not None and kind_of(expr.dtype) != "text":
            code = code_of(expr.dtype)
            codes, table = Buffer("i4", Origin.INPUT), Buffer(code, Origin.TABLE)
            self._tables.append((lookup, codes, table))
            gather = kernel("elementwise:gather", f"{code}* {code}* i4* i8")
            return builder.call(gather, table, codes, out=code)
        if lookup is None and not isinstance(expr, Column) and expr not in self._given:
            return None
        value: Buffer | TextBuffer
        if kind_of(expr.dtype) == "text":
            value = TextBuffer(Buffer("i8", Origin.INPUT), Buffer("i4", Origin.INPUT))
        else:
            value = Buffer(code_of(expr.dtype), Origin.INPUT)
        self._inputs.append((expr, value))
        return value

    def run(self, given: Environment, rows: int) -> tuple[list[Vector], Array | None]:
        """Compute the targets, and the rows where the mask is set (None: all)."""
        inputs: dict[Buffer, Array | int] = {}
        owners: dict[int, Any] = {}
        for expr, value in self._inputs:
            vector = self._vector(expr, given)
            if isinstance(value, Buffer):
                assert isinstance(vector, Fixed)
                inputs[value] = vector.data
            else:
                text = as_text(vector)
                inputs[value.starts], inputs[value.lengths] = text.starts, text.lengths
                owners |= {id(owner): owner for owner in text.owners}
        held = []  # tables must outlive the run
        for lookup, codes, table in self._tables:
            coded = given[lookup.column]
            assert isinstance(coded, Coded)
            array, _ = lookup.table(coded)
            held.append(array)
            inputs[codes] = coded.codes
            inputs[table] = array.__array_interface__["data"][0] + array.itemsize
        outputs, selected = self._program.run(inputs, rows)
        found: dict[Expr, Vector] = {}
        arrays = iter(outputs)
        for target in self._computed:
            if target not in found:
                if kind_of(target.dtype) == "text":
                    kept = (*owners.values(), self._program)
                    found[target] = Text(next(arrays), next(arrays), kept)
                else:
                    found[target] = Fixed(next(arrays))
        results = [found[t] if t in found else self._vector(t, given) for t in self._targets]
        return results, selected

    def _vector(self, expr: Expr, given: Environment) -> Vector:
        lookup = self._lookups.get(expr)
        if lookup is None:
            return given[expr]
        coded = given[lookup.column]
        assert isinstance(coded, Coded)
        table, dictionary = lookup.table(coded)
        assert dictionary is not None
        return Coded(look_up(table, coded.codes), dictionary)


def _is_coded(expr: Expr, lookups: Mapping[Expr, Lookup]) -> bool:
    return expr in lookups and kind_of(expr.dtype) == "text"


def _materialised(builder: Builder, expr: Expr) -> Buffer | TextBuffer:
    if kind_of(expr.dtype) == "text":
        return builder.text_vector(builder.text(expr))
    return builder.vector(builder.fixed(expr))


def _parts(value: Buffer | TextBuffer) -> tuple[Buffer, ...]:
    return (value,) if isinstance(value, Buffer) else (value.starts, value.lengths)
