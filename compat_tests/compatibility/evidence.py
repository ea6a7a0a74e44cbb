"""The rows of the page's tables: each call probed for each dtype and argument."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pandas
from pandas.core.groupby.generic import DataFrameGroupBy, SeriesGroupBy

from compat_tests.compatibility import calls, samples
from compat_tests.compatibility.probe import ERROR, PANDAS, PLANNED, Outcome, probe
from compat_tests.compatibility.surface import operator_call, spoken

Probe = Callable[[str], Outcome]
_ALWAYS: Final = frozenset(("self", "args", "kwargs"))


@dataclass
class Row:
    """What is known of a method, by its evidence.

    Attributes
    ----------
    names : list of str
        The method, and others that behave alike.
    cells : dict of str to str
        For each dtype, whether it is planned.
    planned : list of str
        Arguments that leave it planned.
    left : list of str
        Arguments and calls that go to pandas.
    reasons : dict of str to str
        Why, by call.
    """

    names: list[str]
    cells: dict[str, str] = field(default_factory=dict)
    planned: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def alike(self, other: Row) -> bool:
        """Tell whether both rows say the same."""
        return (self.cells, self.planned, self.left) == (other.cells, other.planned, other.left)


def merged(rows: Iterable[Row]) -> list[Row]:
    """Return the rows with those that say the same made one."""
    result: list[Row] = []
    for row in rows:
        for other in result:
            if other.alike(row):
                other.names += row.names
                other.reasons |= row.reasons
                break
        else:
            result.append(row)
    return result


def frame_rows(names: Iterable[str]) -> Iterator[Row]:
    """Probe the methods of frames, and their arguments."""
    several = {"df": samples.several(), "other": samples.second()}
    numbers = {"df": samples.numbers(), "other": samples.second()}
    for name in sorted(names):
        title = spoken(name, "df")
        examples = calls.FRAME.get(title) or [_default_call(pandas.DataFrame, name, "df", "2")]
        frames = several if title in calls.FRAME else numbers
        yield with_arguments(
            Row([title]), examples, name, getattr(pandas.DataFrame, name),
            lambda call, frames=frames: probe(call, frames, "v = 2"),
        )  # fmt: skip


def series_rows(names: Iterable[str]) -> Iterator[Row]:
    """Probe the methods of series for each dtype, and their arguments."""
    yield from (_by_dtype(name, calls.SERIES, pandas.Series, "s") for name in sorted(names))


def group_rows(names: Iterable[str], *, single: bool) -> Iterator[Row]:
    """Probe the aggregations of groups, of frames or series, for each dtype and argument."""
    if single:
        cls, table, obj = SeriesGroupBy, calls.SERIES_GROUPS, 's.groupby(df["k"])'
    else:
        cls, table, obj = DataFrameGroupBy, calls.GROUPS, 'df.groupby("k")'
    for name in sorted(names):
        yield _by_dtype(name, table, cls, obj, ("k", "a", "b"))


def text_rows(names: Iterable[str]) -> Iterator[Row]:
    """Probe the methods of ``.str`` and their arguments."""
    from pandas.core.strings.accessor import StringMethods

    for name in sorted(names):
        yield _by_dtype(name, calls.TEXT, StringMethods, "s.str", dtypes=["str"])


def date_rows(names: Iterable[str]) -> Iterator[Row]:
    """Probe the fields and methods of ``.dt``."""
    for name in sorted(names):
        call = f"s.dt.{name}" + ("()" if name == "normalize" else "")
        yield _by_dtype(name, {name: [call]}, None, "s.dt", dtypes=["datetime64"])


def function_rows(names: Iterable[str], path: str) -> Iterator[Row]:
    """Probe the functions of ``pd``, and their arguments."""
    frames = {"df": samples.several(), "other": samples.second()}
    for name in sorted(names):
        yield with_arguments(
            Row([name]), calls.FUNCTIONS[name], name, getattr(pandas, name),
            lambda call: probe(call, frames, f"path = {path!r}"),
        )  # fmt: skip


def _by_dtype(
    name: str, table: dict[str, list[str]], cls: Any, obj: str,
    columns: tuple[str, ...] = samples.PAIR, dtypes: Iterable[str] = samples.PLANNED,
) -> Row:  # fmt: skip
    title = spoken(name, "s")
    examples = table.get(title) or [_default_call(cls, name, obj, "t")]
    row = Row([title])
    probes: dict[str, Probe] = {}
    for dtype in dtypes:
        probes[dtype] = _probe_of(dtype, columns, missing=False)
        holed = _probe_of(dtype, columns, missing=dtype not in samples.WHOLE)
        row.cells[dtype] = _cell(row, examples[0], probes[dtype], holed)
    if cls is None:
        return row
    best = [d for d in ("float64", *row.cells) if row.cells.get(d) == "yes"]
    chosen = best[0] if best else next(iter(row.cells))
    return with_arguments(row, examples, name, getattr(cls, name), probes[chosen])


@functools.cache
def _probe_of(dtype: str, columns: tuple[str, ...], *, missing: bool) -> Probe:
    kind, values, constant = samples.PLANNED[dtype]
    frame = samples.pair(kind, values, missing=missing)[list(columns)]
    setup = f's, t, v = df["a"], df["b"], {constant}; m = df.get("m")'
    return lambda call: probe(call, {"df": frame}, setup)


def _cell(row: Row, call: str, certain: Probe, missing: Probe) -> str:
    """Return what a table says of a call and a dtype; add the reason if it goes to pandas."""
    outcomes = {form: certain(form) for form in (call, re.sub(r"\bt\b", "v", call))}
    kinds = [outcome.kind for outcome in outcomes.values()]
    row.reasons |= {f: o.reason for f, o in outcomes.items() if o.kind == PANDAS}
    if PLANNED not in kinds:
        return "pandas" if PANDAS in kinds else "error"
    if len(kinds) == 2 and kinds[0] != kinds[1]:
        return "column" if kinds[0] == PLANNED else "constant"
    if missing is certain:
        return "yes"
    outcome = missing(call)
    if outcome.kind == PANDAS:
        row.reasons[f"{call}, a value missing"] = outcome.reason
        return "no missing"
    return "yes"


def with_arguments(row: Row, examples: list[str], name: str, method: Any, run: Probe) -> Row:
    """Add what examples and arguments show to a row."""
    call = None
    for example in examples:
        outcome = run(example)
        if outcome.kind == PANDAS:
            row.left.append(f"`{example}`")
            row.reasons[example] = outcome.reason
        elif outcome.kind == PLANNED and call is None:
            call = example
    if call is None and not row.left:
        raise LookupError(f"{row.names[0]}: pandas refuses {examples}")
    if call is None or name.startswith("__"):
        return row
    for parameter, values in _arguments(method, name, call).items():
        outcomes = {value: run(_adding(call, name, parameter, value)) for value in values}
        kinds = {o.kind for o in outcomes.values()} - {ERROR}
        if kinds == {PLANNED}:
            row.planned.append(f"`{parameter}`")
        elif kinds == {PANDAS}:
            row.left.append(f"`{parameter}=`")
        for value, outcome in outcomes.items():
            if outcome.kind != PANDAS:
                continue
            if len(kinds) > 1:
                row.left.append(f"`{parameter}={value}`")
            row.reasons[_adding(call, name, parameter, value)] = outcome.reason
    return row


def _default_call(cls: Any, name: str, obj: str, other: str) -> str:
    """Return a call of a method that takes nothing, or one other operand."""
    call = operator_call(name, obj, other, "v")
    if call is not None:
        return call
    required = [
        p.name for p in inspect.signature(getattr(cls, name)).parameters.values()
        if p.default is p.empty and p.name not in _ALWAYS
    ]  # fmt: skip
    if required not in ([], ["other"]):
        raise LookupError(
            f"{cls.__name__}.{name} takes {required}: calls.py needs an example of it"
        )
    return f"{obj}.{name}({other if required else ''})"


def _arguments(method: Any, name: str, call: str) -> dict[str, list[str]]:
    """Return the values to try for each optional argument that a call does not give."""
    node = _call_of(ast.parse(call), name)
    if node is None:
        return {}
    parameters = [p for p in inspect.signature(method).parameters.values() if p.name != "self"]
    given = {p.name for p in parameters[: len(node.args)]} | {k.arg for k in node.keywords}
    return {
        p.name: calls.VALUES[p.name]
        for p in parameters
        if p.default is not p.empty and p.name not in given and calls.VALUES.get(p.name)
    }


def _adding(call: str, name: str, parameter: str, value: str) -> str:
    tree = ast.parse(call)
    node = _call_of(tree, name)
    assert node is not None
    node.keywords.append(ast.keyword(parameter, ast.parse(value, mode="eval").body))
    return ast.unparse(tree)


def _call_of(tree: ast.AST, name: str) -> ast.Call | None:
    """Return the call of a method in a call that may go on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == name:
            return node
    return None
