"""Columns, rows and cells."""

from __future__ import annotations

from compat_tests.differential.calls.registry import call
from compat_tests.differential.scope import Scope, literal


@call(2)
def column(scope: Scope) -> str | None:
    frame = scope.frame()
    return frame and f"{scope.new()} = {frame}[{scope.any_label(frame)}]"


@call()
def columns(scope: Scope) -> str | None:
    frame = scope.frame()
    labels = frame and scope.some(frame)
    return labels and f"{scope.new()} = {frame}[{labels}]"


@call(5)
def filtered(scope: Scope) -> str | None:
    frame = scope.frame()
    mask = frame and scope.mask(frame)
    if not mask:
        return None
    label, labels = scope.any_label(frame), scope.some(frame) or ":"
    how = scope.chosen(
        f"{frame}[{mask}]", f"{frame}[{mask}]", f"{frame}.loc[{mask}]",
        f"{frame}.loc[{mask}, {labels}]", f"{frame}.loc[{mask}, {label}]",
        f"{frame}[({mask}).to_numpy()]", f"{frame}[({mask}).tolist()]",
        f"{frame}.loc[lambda d: {mask}]",
    )  # fmt: skip
    return f"{scope.new()} = {how}"


@call()
def filtered_series(scope: Scope) -> str | None:
    series = scope.series()
    if not series:
        return None
    mask = scope.condition(series)
    return f"{scope.new()} = {series}" + scope.chosen(f"[{mask}]", f".loc[{mask}]")


@call(2)
def positions(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    n, chance = len(scope.values[name]), scope.chance
    a, b = sorted((chance.randint(-3, n + 2), chance.randint(-3, n + 2)))
    picked = [chance.randrange(n) for _ in range(3)] if n else []
    how = scope.chosen(
        f".iloc[{a}:{b}]", f".iloc[{a}:]", f".iloc[:{b}]", ".iloc[::-1]", f".iloc[{a}:{b}:2]",
        f".iloc[{picked}]", f".iloc[{chance.randint(-1, n)}]", f"[{a}:{b}]", ".iloc[[]]",
    )  # fmt: skip
    return f"{scope.new()} = {name}{how}"


@call(2)
def cells(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    value, chance = scope.values[frame], scope.chance
    k, n = chance.randint(-1, value.shape[1]), chance.randint(-1, len(value))
    label = scope.any_label(frame)
    row = literal(value.index[chance.randrange(len(value))]) if len(value) else "0"
    how = scope.chosen(
        f".iloc[:, {k}]", f".iloc[{n}, {k}]", f".iloc[:, :{k}]", f".iloc[:{n}, [0]]",
        f".loc[{row}]", f".loc[{row}:]", f".loc[:, {label}]", f".loc[{row}, {label}]",
        f".loc[:, {label}:]", f".loc[[{row}]]", f".at[{row}, {label}]", f".iat[{n}, {k}]",
    )  # fmt: skip
    return f"{scope.new()} = {frame}{how}"


@call(2)
def ends(scope: Scope) -> str | None:
    name = scope.subject()
    count = scope.chance.choice((0, 1, 2, 3, 5, -1, -2))
    return name and f"{scope.new()} = {name}.{scope.chosen('head', 'tail')}({count})"


@call()
def queried(scope: Scope) -> str | None:
    frame = scope.frame()
    labels = [x for x in scope.labels(frame, "iuf") if str(x).isidentifier()] if frame else []
    if not labels:
        return None
    label = scope.chance.choice(labels)
    text = f"{label} {scope.chosen('>', '<=', '==')} {scope.chosen('1', '2.5', label)}"
    return f"{scope.new()} = {frame}.query({text!r})"


@call()
def dtypes(scope: Scope) -> str | None:
    frame = scope.frame()
    kind = scope.chosen("'number'", "'bool'", "'object'", "['int64', 'float64']", "'str'")
    return frame and f"{scope.new()} = {frame}.select_dtypes({kind})"


@call()
def copied(scope: Scope) -> str | None:
    name = scope.subject()
    return name and f"{scope.new()} = {name}.copy({scope.arguments(deep=('False', 'True'))})"


@call(2)
def looked_at(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    how = scope.chosen(
        "len({})", "{}.shape", "repr({})", "{}.empty", "{}.dtypes", "list({})", "{}.index",
        "{}.values", "{}.to_numpy()", "{}.size", "{}.ndim", "{}.to_dict()", "{}.T", "{}.axes",
        "{}.index.tolist()", "{}.keys()", "{}.equals({})",
        "{}.select_dtypes('number').memory_usage(index=False)",  # of strings: deviations.py
        "list({}.items())", "{}.squeeze()", "{}.hasnans", "{}.name", "{}.columns", "{}.dtype",
    )  # fmt: skip
    return f"{scope.new()} = {how.replace('{}', name)}"
