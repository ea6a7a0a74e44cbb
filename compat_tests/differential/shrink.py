"""Cuts a program down to what it takes to disagree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from compat_tests.differential.case import Case, Way
from compat_tests.differential.frames import KINDS, Frame, Labels, Values
from compat_tests.differential.run import Disagreement, disagreement

_ALIAS = re.compile(r"(\w+) = ([a-z]\w*)")
_MOST_RUNS = 1500


def shrink(case: Case, found: Disagreement) -> tuple[Case, Disagreement]:
    """Return a smaller program that disagrees in the same kind."""
    runs = 0
    changed = True
    while changed and runs < _MOST_RUNS:
        changed = False
        for smaller in _smaller(case):
            runs += 1
            now = _try(smaller)
            if now is not None and now.kind == found.kind:
                case, found, changed = smaller, now, True
                break
            if runs >= _MOST_RUNS:
                break
    return case, found


def _try(case: Case) -> Disagreement | None:
    try:
        compile("\n".join((case.setup(), *case.statements)), "<smaller>", "exec")
    except SyntaxError:
        return None
    return disagreement(case)


def _smaller(case: Case) -> Iterator[Case]:
    """Yield programs that are a little smaller, the largest cuts first."""
    n = len(case.statements)
    for size in (n // 2, n // 4, 1):
        if size:
            for k in range(n - size, -1, -size):
                left = case.statements[:k] + case.statements[k + size :]
                yield replace(case, statements=left)
    if len(case.frames) > 1:
        for k in range(len(case.frames)):
            yield replace(case, frames=case.frames[:k] + case.frames[k + 1 :])
    for change in (Way(look="last"), Way(look="first"), Way(look="each"),
                   replace(case.way, morsel=0), replace(case.way, threads=1),
                   replace(case.way, optimize=True)):  # fmt: skip
        if _rank(change) < _rank(case.way):
            yield replace(case, way=change)
    for k, frame in enumerate(case.frames):
        for cut in _smaller_frames(frame):
            yield replace(case, frames=(*case.frames[:k], cut, *case.frames[k + 1 :]))
    for k, text in enumerate(case.statements):
        alias = _ALIAS.fullmatch(text)
        if alias:
            old = re.compile(rf"\b{alias[1]}\b")
            others = case.statements[:k] + case.statements[k + 1 :]
            yield replace(case, statements=tuple(old.sub(alias[2], other) for other in others))
        for cut_text in _smaller_statements(text):
            left = (*case.statements[:k], cut_text, *case.statements[k + 1 :])
            yield replace(case, statements=left)


def _rank(way: Way) -> tuple[bool, int, bool, int]:
    return (
        way.morsel != 0,
        way.threads,
        not way.optimize,
        ("last", "first", "each").index(way.look),
    )


def _smaller_frames(frame: Frame) -> Iterator[Frame]:
    for k in range(len(frame.columns)):
        yield replace(frame, columns=frame.columns[:k] + frame.columns[k + 1 :])
    if frame.index.how != "default":
        yield replace(frame, index=Labels())
        if len(frame.index.levels) > 1:
            yield replace(frame, index=replace(frame.index, levels=frame.index.levels[:1],
                                               names=frame.index.names[:1]))  # fmt: skip
        if frame.index.names != (None,) * len(frame.index.names):
            names = (None,) * len(frame.index.names)
            yield replace(frame, index=replace(frame.index, names=names))
    if frame.columns_name is not None:
        yield replace(frame, columns_name=None)
    n = frame.rows
    for size in (n // 2, n // 4, 1):
        if size:
            for start in range(0, n, size):
                yield _without_rows(frame, start, start + size)
    for k, (label, values) in enumerate(frame.columns):
        for simpler in _simpler(values):
            columns = (*frame.columns[:k], (label, simpler), *frame.columns[k + 1 :])
            yield replace(frame, columns=columns)


def _without_rows(frame: Frame, start: int, stop: int) -> Frame:
    def cut(values: Values) -> Values:
        return replace(values, values=values.values[:start] + values.values[stop:])

    index = replace(frame.index, levels=tuple(map(cut, frame.index.levels)))
    columns = tuple((label, cut(values)) for label, values in frame.columns)
    rows = frame.rows - (min(stop, frame.rows) - start)
    return replace(frame, rows=rows, columns=columns, index=index)


def _simpler(values: Values) -> Iterator[Values]:
    _, common, _, _ = KINDS[values.kind]
    for simple in common[:2]:
        if any(value != simple for value in values.values) and simple == common[0]:
            yield replace(values, values=(simple,) * len(values.values))
        for k, value in enumerate(values.values):
            if value not in common[: common.index(simple) + 1]:
                yield replace(values, values=(*values.values[:k], simple, *values.values[k + 1 :]))


def _smaller_statements(text: str) -> Iterator[str]:
    """Yield a statement with one part of its expressions left out."""
    tree = ast.parse(text)
    for spot in ast.walk(tree):
        for old, new in _cuts(spot):
            yield _with(text, tree, old, new)


def _cuts(spot: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield parts of a statement and what to write in their place."""
    if isinstance(spot, ast.Call):
        if isinstance(spot.func, ast.Attribute):
            yield spot, ast.unparse(spot.func.value)
        for k in range(len(spot.keywords)):
            cut = ast.Call(spot.func, spot.args, spot.keywords[:k] + spot.keywords[k + 1 :])
            yield spot, ast.unparse(cut)
        for k in range(len(spot.args)):
            cut = ast.Call(spot.func, spot.args[:k] + spot.args[k + 1 :], spot.keywords)
            yield spot, ast.unparse(cut)
    elif isinstance(spot, (ast.List, ast.Tuple)):
        if any(isinstance(part, ast.Slice) for part in spot.elts):
            return  # stands in square brackets only
        for k in range(len(spot.elts)):
            left = spot.elts[:k] + spot.elts[k + 1 :]
            yield spot, ast.unparse(type(spot)(left, spot.ctx))
    elif isinstance(spot, ast.Dict):
        for k in range(len(spot.keys)):
            keys, values = spot.keys[:], spot.values[:]
            del keys[k], values[k]
            yield spot, ast.unparse(ast.Dict(keys, values))
    elif isinstance(spot, ast.BinOp):
        yield spot, ast.unparse(spot.left)
        yield spot, ast.unparse(spot.right)
    elif isinstance(spot, ast.UnaryOp):
        yield spot, ast.unparse(spot.operand)
    elif isinstance(spot, ast.Subscript) and isinstance(spot.ctx, ast.Load):
        yield spot, ast.unparse(spot.value)


def _with(text: str, tree: ast.Module, old: ast.expr, new: str) -> str:
    """Return the text with one expression of its tree written otherwise."""
    lines = text.encode().split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    begin = starts[old.lineno - 1] + old.col_offset
    end = starts[(old.end_lineno or 1) - 1] + (old.end_col_offset or 0)
    raw = text.encode()
    wrapped = f"({new})" if _needs_brackets(new) else new
    return (raw[:begin] + wrapped.encode() + raw[end:]).decode()


def _needs_brackets(text: str) -> bool:
    body = ast.parse(text, mode="eval").body
    return isinstance(body, (ast.BinOp, ast.Compare, ast.UnaryOp, ast.BoolOp, ast.Lambda))
