"""Expressions over batches: the engine's projections and filters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from accel.execute.batch import Batch, Columns
from accel.execute.expression.form import Form
from accel.execute.expression.kinds import kind_of
from accel.execute.expression.lookup import find_lookups, string_columns
from accel.execute.expression.table import check
from accel.execute.vector import Array, Coded, Text, Vector, take
from accel.plan.errors import Unsupported
from accel.plan.expr import Call, Column, Expr, columns_of, conjunction, conjuncts, walk

# A dictionary is worth evaluating on if it has at most this many entries, or this many times a
# batch's rows; else the few rows there are cost less.
_SMALL_DICTIONARY: Final = 1 << 14
_DICTIONARY_RATIO: Final = 2

# A predicate this dear (nanoseconds a row) looks only at the rows that the cheap ones keep.
_DEAR: Final = 20


class _Forms:
    """What is compiled for each form of batch."""

    def __init__(self, exprs: list[Expr], make: Callable[[set[int]], Any]) -> None:
        self._strings = string_columns(exprs)
        self._make = make
        self._lock = threading.Lock()
        self._forms: dict[tuple[int, ...], Any] = {}

    def of(self, batch: Batch) -> Any:
        coded = tuple(key for key in self._strings if _worth_coding(batch, key))
        form = self._forms.get(coded)
        if form is None:
            with self._lock:
                form = self._forms.get(coded)
                if form is None:
                    form = self._forms[coded] = self._make(set(coded))
        return form


def _worth_coding(batch: Batch, key: int) -> bool:
    vector = batch.columns[key]
    if not isinstance(vector, Coded):
        return False
    limit = max(_SMALL_DICTIONARY, _DICTIONARY_RATIO * batch.rows)
    return len(vector.dictionary) <= limit


def _on_text(expr: Expr, sets: Mapping[Expr, Any]) -> Callable[[Text], Vector]:
    """Return the function of strings that an expression of column 0 is."""
    form: list[Form] = []

    def evaluate(text: Text) -> Vector:
        if not form:
            form.append(Form([expr], {}, sets))
        (result,), _ = form[0].run(Batch(len(text), Columns({0: text})))
        return result

    return evaluate


class Evaluator:
    """Computes columns from the columns of a batch; may be used from many threads at once.

    Parameters
    ----------
    outputs : mapping of int to Expr
        The expression of each output column id.
    sets : mapping of IsInPlan to KeySet, optional
        The keys of each ``IsInPlan`` among the expressions.

    Raises
    ------
    Unsupported
        If the engine lacks an operation.

    Examples
    --------
    >>> import numpy as np
    >>> from accel.execute.vector import Fixed
    >>> number = Column(np.dtype("int64"), 1)
    >>> double = Call(np.dtype("int64"), "add", (number, number))
    >>> batch = Batch(2, {1: Fixed(np.array([3, 4]))})
    >>> Evaluator({2: double}).apply(batch).columns[2].data
    array([6, 8])
    """

    def __init__(self, outputs: Mapping[int, Expr], sets: Mapping[Any, Any] | None = None) -> None:
        keys = sets or {}
        for expr in outputs.values():
            check(expr, keys)
        self._passed = {key: e.id for key, e in outputs.items() if isinstance(e, Column)}
        self._computed = {key: e for key, e in outputs.items() if key not in self._passed}
        self._order = tuple(outputs)
        exprs = list(dict.fromkeys(self._computed.values()))

        def make(coded: set[int]) -> Form:
            return Form(exprs, find_lookups(exprs, coded, keys, _on_text), keys)

        self._exprs = exprs
        self._forms = _Forms(exprs, make)

    def apply(self, batch: Batch) -> Batch:
        """Return a batch of the output columns.

        Raises
        ------
        DataDependent
            If the batch holds data for which pandas gives another dtype or fails.
        """
        results: dict[Expr, Vector] = {}
        if self._exprs:
            vectors, _ = self._forms.of(batch).run(batch)
            results = dict(zip(self._exprs, vectors, strict=True))
        passed = dict(batch.columns.keep(self._passed.values()).raw())  # deferred ones stay so
        columns = Columns()
        for key in self._order:
            source = self._passed.get(key)
            columns[key] = results[self._computed[key]] if source is None else passed[source]
        return Batch(batch.rows, columns)


class Predicate:
    """Selects the rows of a batch where an expression is true; may be used from many threads.

    Parameters
    ----------
    expr : Expr
        A bool expression.
    sets : mapping of IsInPlan to KeySet, optional
        The keys of each ``IsInPlan`` in it.

    Examples
    --------
    >>> import numpy as np
    >>> from accel.execute.vector import Fixed
    >>> from accel.plan.expr import Literal
    >>> number = Column(np.dtype("int64"), 1)
    >>> positive = Call(np.dtype(bool), "gt", (number, Literal(np.dtype("int64"), 0)))
    >>> Predicate(positive).select(Batch(3, {1: Fixed(np.array([3, -4, 5]))}))
    array([0, 2], dtype=int32)
    """

    def __init__(self, expr: Expr, sets: Mapping[Any, Any] | None = None) -> None:
        keys = sets or {}
        check(expr, keys)
        if kind_of(expr.dtype) != "bool":
            raise Unsupported(f"a filter of dtype {expr.dtype}")

        def make(coded: set[int]) -> list[tuple[Form, frozenset[int]]]:
            groups: dict[bool, list[Expr]] = {}
            for part in conjuncts(expr):
                groups.setdefault(_is_dear(part, coded), []).append(part)
            forms = []
            for dear in sorted(groups):
                mask = conjunction(groups[dear])
                lookups = find_lookups([mask], coded, keys, _on_text)
                forms.append((Form([], lookups, keys, mask), columns_of(mask)))
            return forms

        self._forms = _Forms([expr], make)

    def select(self, batch: Batch) -> Array | None:
        """Return the row numbers (int32, ascending) where the expression is true; None if all.

        Raises
        ------
        DataDependent
            If the batch holds data for which pandas gives another dtype or fails.
        """
        selected: Array | None = None
        for form, columns in self._forms.of(batch):
            part = batch
            if selected is not None:
                part = Batch(batch.rows, batch.columns.keep(columns)).take(selected)
            _, rows = form.run(part)
            if rows is not None:
                selected = rows if selected is None else take(selected, rows)
        return selected


def _is_dear(expr: Expr, coded: set[int]) -> bool:
    columns = columns_of(expr)
    if len(columns) == 1 and columns <= coded:
        return False
    return sum(e.operation.cost for e in walk(expr) if isinstance(e, Call)) >= _DEAR
