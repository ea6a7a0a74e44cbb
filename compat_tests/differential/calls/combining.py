"""Rows in another order, in groups, and with the rows of other frames."""

from __future__ import annotations

from compat_tests.differential.calls.registry import call
from compat_tests.differential.scope import NUMBERS, Scope

_MOST_PAIRS = 2500  # a merge of more could give more rows than are worth waiting for
_FUNCTIONS = ("sum", "mean", "min", "max", "count", "size", "nunique", "first", "last", "std",
              "var", "median", "prod", "any", "all")  # fmt: skip


@call(4)
def sorted_rows(scope: Scope) -> str | None:
    """Ties of an unstable sort may come out otherwise: so all sorts are asked to be stable."""
    name = scope.subject()
    if not name:
        return None
    value = scope.values[name]
    more = scope.arguments(
        ascending=("False", "True"), na_position=("'first'", "'last'"), ignore_index=("True",)
    )
    kind = scope.chosen("kind='stable'", "kind='mergesort'")
    if scope.chance.random() < 0.3:
        how = f"sort_index({', '.join(filter(None, (more, kind)))})"
    elif value.ndim == 1:
        how = f"sort_values({', '.join(filter(None, (more, kind)))})"
    else:
        keys = scope.some(name) if scope.chance.random() < 0.6 else scope.any_label(name)
        several = keys is not None and keys.count(",") and keys[0] == "["
        if several and scope.chance.random() < 0.4 and "ascending" not in more:
            count = len(scope.value_of(keys))
            ups = ", ".join(scope.chosen("True", "False") for _ in range(count))
            more = ", ".join(filter(None, (more, f"ascending=[{ups}]")))
        how = f"sort_values({', '.join(filter(None, (keys, more, kind)))})"
    return f"{scope.new()} = {name}.{how}"


@call(2)
def extremes(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    n = scope.chance.choice((0, 1, 2, 3, 10, -1))
    word = scope.chosen("nlargest", "nsmallest")
    keep = scope.chosen("", "", ", keep='last'", ", keep='all'")
    if scope.values[name].ndim == 1:
        return f"{scope.new()} = {name}.{word}({n}{keep})"
    labels = scope.some(name, NUMBERS, most=2) or scope.any_label(name)
    return f"{scope.new()} = {name}.{word}({n}, {labels}{keep})"


@call(3)
def distinct(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    keep = scope.arguments(keep=("'first'", "'last'", "False"))
    if scope.values[name].ndim == 1:
        how = scope.chosen(f"drop_duplicates({keep})", f"duplicated({keep})", "unique()",
                           "nunique()",
                           "value_counts()", "value_counts(normalize=True)",
                           "nunique(dropna=False)",
                           "value_counts(dropna=False)", "value_counts(sort=False)", "is_unique",
                           "value_counts(ascending=True)", "mode()")  # fmt: skip
        return f"{scope.new()} = {name}.{how}"
    subset = scope.some(name, most=2) or "None"
    how = scope.chosen(
        f"drop_duplicates({keep})", f"drop_duplicates({subset}{keep and ', ' + keep})",
        f"drop_duplicates(subset={subset}, ignore_index=True)", f"duplicated({subset})",
        f"drop_duplicates({scope.any_label(name)})", "value_counts()", "nunique()",
        f"value_counts({subset})",
    )  # fmt: skip
    return f"{scope.new()} = {name}.{how}"


def _aggregated(scope: Scope, frame: str) -> str:
    label = scope.any_label(frame)
    several = scope.some(frame, NUMBERS) or f"[{label}]"
    first, second = scope.chosen(*_FUNCTIONS), scope.chosen(*_FUNCTIONS)
    return scope.chosen(
        f"[{label}].{first}()", f"[{label}].{first}()", f"[{several}].{first}()", f".{first}()",
        ".size()", f".agg({first!r})", f"[{label}].agg([{first!r}, {second!r}])",
        f".agg({{{label}: {first!r}}})", f".agg({{{label}: [{first!r}, {second!r}]}})",
        f".agg(x=({label}, {first!r}), y=({label}, {second!r}))", f"[{label}].transform({first!r})",
        f"[{label}].agg(lambda s: len(s))", ".head(1)", ".cumcount()", f"[{label}].cumsum()",
        ".ngroup()",
        f"[{label}].apply(lambda s: s.max())", ".tail(1)", ".nth(0)", f"[{label}].shift()",
        f"[{label}].value_counts()", f"[{several}].sum(numeric_only=True)",
        f".{first}(numeric_only=True)",
        f"[{label}].rank()", ".ngroups", ".groups", f"[{label}].sum(min_count=1)",
        f"[{label}].nope()",
        ".filter(lambda g: len(g) > 1)", f"[{label}].quantile(0.5)", f"[{label}].idxmax()",
        f"[{label}].agg('nope')", ".describe()", f"[{label}].unique()",
    )  # fmt: skip


@call(8)
def grouped(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    label = scope.any_label(frame)
    keys = scope.chosen(
        label, label, f"[{label}]", scope.some(frame, most=2) or label, scope.some(frame) or label,
        scope.mask(frame) or label, "level=0", f"{frame}[{label}]",
    )  # fmt: skip
    more = scope.arguments(
        sort=("False", "True"), dropna=("False",), as_index=("False",), observed=("True", "False"),
    )  # fmt: skip
    call_ = f"groupby({keys}{more and ', ' + more})"
    return f"{scope.new()} = {frame}.{call_}{_aggregated(scope, frame)}"


@call()
def grouped_series(scope: Scope) -> str | None:
    series, key = scope.series(), scope.series()
    if not series:
        return None
    return f"{scope.new()} = {series}.groupby({key}).{scope.chosen(*_FUNCTIONS)}()"


@call(5)
def merged(scope: Scope) -> str | None:
    left, right = scope.frame(), scope.frame()
    if not left or not right:
        return None
    if scope.chance.random() < 0.6:
        right = "other" if left != "other" else "df"
    a, b = scope.values.get(left), scope.values.get(right)
    if getattr(b, "ndim", 0) != 2 or len(a) * len(b) > _MOST_PAIRS:
        return None
    pairs = _pairs(scope, left, right)
    how = scope.arguments(how=("'left'", "'right'", "'outer'", "'inner'", "'left'", "'left_anti'"))
    more = ", ".join(filter(None, (how, scope.arguments(
        suffixes=("('_l', '_r')", "('', '_r')"), sort=("True",), indicator=("True",),
    ))))  # fmt: skip
    more = more and ", " + more
    theirs = set(scope.labels(right))  # a list would ask whether pd.NA is equal
    both = [x for x in scope.labels(left) if x in theirs]
    on = scope.chosen(*map(repr, both)) if both else "'nope'"
    texts = [f"{left}.merge({right}, on={on}{more})", f"pd.merge({left}, {right}, on=[{on}]{more})",
             f"{left}.merge({right}, left_index=True, right_index=True{more})",
             f"{left}.merge({right}{more})",
             f"{left}.join({right}, rsuffix='_r'{how and ', ' + how})"]  # fmt: skip
    for x, y in pairs:
        texts += [f"{left}.merge({right}, left_on={x}, right_on={y}{more})"] * 3
        texts += [f"{left}.merge({right}, left_on={x}, right_index=True{more})"]
    if len(both) > 1:
        texts += [f"{left}.merge({right}, on={both[:2]!r}{more})"] * 2
    if scope.chance.random() < 0.1:
        texts = [f"{left}.merge({right}, how='cross')", f"{left}.merge({right}, on='nope')",
                 f"{left}.merge({right}, on={on}, validate='1:1')",
                 f"{left}.join({right})"]  # fmt: skip
    return f"{scope.new()} = {scope.chosen(*texts)}"


def _pairs(scope: Scope, left: str, right: str) -> list[tuple[str, str]]:
    """Return labels whose columns have dtypes of one kind, mostly."""
    found = []
    for kinds in ("iu", "f", "s", "M", "c", "b", ""):
        x, y = scope.label(left, kinds), scope.label(right, kinds)
        if x and y:
            found.append((x, y))
    return found[:2] if len(found) > 2 else found


@call(3)
def concatenated(scope: Scope) -> str | None:
    one, two = scope.subject(), scope.subject()
    if not one or not two or len(scope.values[one]) + len(scope.values[two]) > 300:
        return None
    more = scope.arguments(ignore_index=("True",), axis=("1",), join=("'inner'",), sort=("True",))
    parts = scope.chosen(f"[{one}, {two}]", f"[{one}, {one}]", f"[{one}.head(2), {two}, {one}]",
                         "[]",
                         f"{{'x': {one}, 'y': {two}}}", f"({one}, {two})", f"[{one}]")  # fmt: skip
    return f"{scope.new()} = pd.concat({parts}{more and ', ' + more})"


@call(6)
def reduced(scope: Scope) -> str | None:
    name = scope.subject() if scope.chance.random() < 0.5 else scope.series()
    if not name:
        return None
    word = scope.chosen(*_FUNCTIONS)
    word = "count" if word in ("size", "first", "last") else word
    more = scope.arguments(skipna=("False",), numeric_only=("True", "False"))
    how = scope.chosen(
        f"{word}()", f"{word}()", f"{word}()", f"{word}({more})", "sum(min_count=1)",
        "quantile(0.5)",
        "agg(['sum', 'max'])", f"agg({word!r})", "idxmax()", "idxmin()", "describe()", "sem()",
        f"{word}(axis=1)" if _is_frame(scope, name) else "std(ddof=0)", "skew()", "agg('nope')",
        "nunique()", "argmax()", "is_monotonic_increasing", f"{word}(numeric_only=True)",
    )  # fmt: skip
    return f"{scope.new()} = {name}.{how}"


def _is_frame(scope: Scope, name: str) -> bool:
    return getattr(scope.values.get(name), "ndim", 1) == 2


@call(2)
def reshaped(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    a, b = scope.any_label(frame), scope.any_label(frame)
    how = scope.chosen(
        f"{frame}.melt(id_vars=[{a}])",
        f"{frame}.pivot_table(index={a}, values={b}, aggfunc='sum')",
        f"{frame}.stack()", f"pd.crosstab({frame}[{a}], {frame}[{b}])", f"{frame}.explode({a})",
        f"pd.get_dummies({frame}[{a}])", f"{frame}.pivot(columns={a}, values={b})",
        f"{frame}.transpose()",
        f"pd.to_numeric({frame}[{a}], errors='coerce')", f"pd.to_datetime({frame}[{a}])",
        f"pd.cut({frame}[{a}], 2)", f"{frame}.sample(2, random_state=1)",
        f"{frame}.corr(numeric_only=True)",
    )  # fmt: skip
    return f"{scope.new()} = {how}"
