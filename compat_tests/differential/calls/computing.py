"""Arithmetic, comparisons, and what is done to each value."""

from __future__ import annotations

from compat_tests.differential.calls.registry import call
from compat_tests.differential.scope import NUMBERS, Scope

_SIGNS = ("+", "-", "*", "/", "//", "%", "**")
_NAMES = ("add", "sub", "mul", "div", "truediv", "floordiv", "mod", "pow", "rsub", "rtruediv",
          "rfloordiv", "rmod", "rpow", "radd", "rmul")  # fmt: skip
_COMPARE = ("eq", "ne", "lt", "le", "gt", "ge")


def expression(scope: Scope, depth: int = 1) -> str | None:
    """Return text for a series computed from others."""
    series = scope.series(scope.chosen(NUMBERS, NUMBERS, NUMBERS + "b", "mM", ""))
    if not series:
        return None
    constant = scope.constant(series)
    if depth and scope.chance.random() < 0.3:
        inner = expression(scope, 0)
        series = f"({inner})" if inner else series
    how = scope.chance.random()
    if how < 0.3:
        other = scope.series(NUMBERS) or constant
        return f"{series} {scope.chosen(*_SIGNS)} {other}"
    if how < 0.6:
        pair = (series, constant)
        if scope.chance.random() < 0.25:
            pair = pair[::-1]
        return f"{pair[0]} {scope.chosen(*_SIGNS)} {pair[1]}"
    if how < 0.7:
        return f"{scope.chosen('-', 'abs', '~', '+', 'round')}({series})"
    if how < 0.8:
        other = scope.series(NUMBERS) or constant
        fill = scope.chosen("", "", ", fill_value=0")
        return f"{series}.{scope.chosen(*_NAMES)}({other}{fill})"
    if how < 0.9:
        other = scope.series() or constant
        return f"{series}.{scope.chosen(*_COMPARE)}({other})"
    return f"{series}.{scope.chosen('round(1)', 'round(-1)', 'abs()', 'round()')}"


@call(4)
def computed(scope: Scope) -> str | None:
    text = expression(scope)
    return text and f"{scope.new()} = {text}"


@call(2)
def compared(scope: Scope) -> str | None:
    series = scope.series()
    return series and f"{scope.new()} = {scope.condition(series)}"


@call(2)
def whole_frames(scope: Scope) -> str | None:
    frame, other = scope.frame(), scope.frame()
    if not frame:
        return None
    sign = scope.chosen(*_SIGNS, "==", "<", ">=", "!=", "&")
    how = scope.chosen(
        f"{frame} {sign} {scope.chosen('1', '2.5', '0', 'True')}", f"{frame} {sign} {other}",
        f"-{frame}", f"abs({frame})", f"{frame}.round(1)", f"~{frame}",
        f"{frame}.{scope.chosen(*_NAMES, *_COMPARE)}({scope.chosen('1', '0.5', str(other))})",
        f"{frame}.select_dtypes('number') {sign} 2",
    )  # fmt: skip
    return f"{scope.new()} = {how}"


@call(2)
def cast(scope: Scope) -> str | None:
    kind = scope.chosen(
        "'int64'", "'float64'", "'float32'", "'int8'", "'uint16'", "'str'", "'bool'", "'category'",
        "object", "'Int64'", "'datetime64[ns]'", "'M8[s]'", "'m8[ns]'", "int", "float",
    )  # fmt: skip
    if scope.chance.random() < 0.5:
        series = scope.series()
        return series and f"{scope.new()} = {series}.astype({kind})"
    frame = scope.frame()
    label = frame and scope.label(frame)
    return label and f"{scope.new()} = {frame}.astype({{{label}: {kind}}})"


@call(2)
def numpy_functions(scope: Scope) -> str | None:
    series = scope.series(NUMBERS)
    if not series:
        return None
    other = scope.series(NUMBERS)
    how = scope.chosen(
        f"np.abs({series})", f"np.sqrt({series})", f"np.where({scope.condition(series)}, 1, 0)",
        f"np.maximum({series}, {other})", f"np.isnan({series})", f"np.add({series}, 1)",
        f"np.asarray({series})", f"np.floor({series})", f"np.log1p(np.abs({series}))",
        f"np.sign({series})", f"np.negative({series})", f"np.isfinite({series})",
    )  # fmt: skip
    return f"{scope.new()} = {how}"


@call(2)
def strings(scope: Scope) -> str | None:
    series = scope.series("s" if scope.chance.random() < 0.95 else "")
    how = scope.chosen(
        "upper()", "lower()", "len()", "strip()", "title()", "contains('a')",
        "contains('B', case=False)",
        "contains('a|b')", "contains('.', regex=False)", "startswith('a')", "endswith(('b', '1'))",
        "replace('a', 'xyz')", "replace('a.', 'q', regex=True)", "slice(0, 1)", "slice(-2)", "[0]",
        "[:2]",
        "split(' ')", "cat(sep='-')", "zfill(3)", "isdigit()", "isalpha()", "isupper()",
        "find('b')",
        "count('a')", "get(1)", "fullmatch('a|b')", "match('a')", "extract('([a-z])')",
        "lstrip('a')", "rstrip()", "swapcase()", "capitalize()", "pad(4)", "center(5, '*')",
        "startswith('a', na=False)", "contains('b', na=False)", "removeprefix('a')", "repeat(2)",
        "casefold()", "isspace()", "isnumeric()", "encode('utf8')", "nope()",
    )  # fmt: skip
    return (
        series and f"{scope.new()} = {series}.str.{how}"
        if how[0] != "["
        else (series and f"{scope.new()} = {series}.str{how}")
    )


@call(2)
def dates(scope: Scope) -> str | None:
    if scope.chance.random() < 0.2:
        series = scope.series("m")
        how = scope.chosen("days", "seconds", "total_seconds()", "microseconds", "components")
        return series and f"{scope.new()} = {series}.dt.{how}"
    series = scope.series("M" if scope.chance.random() < 0.95 else "")
    how = scope.chosen(
        "year", "month", "day", "hour", "minute", "second", "dayofweek", "weekday", "dayofyear",
        "quarter", "date", "normalize()", "is_month_end", "is_leap_year", "floor('D')",
        "ceil('h')", "round('D')", "strftime('%Y-%m')", "day_name()", "month_name()", "microsecond",
        "nanosecond", "is_month_start", "is_year_end", "days_in_month", "time", "unit",
        "to_period('M')", "isocalendar()", "tz_localize('UTC')", "as_unit('ns')", "nope",
    )  # fmt: skip
    return series and f"{scope.new()} = {series}.dt.{how}"


@call(3)
def missing(scope: Scope) -> str | None:
    frame, series = scope.frame(), scope.series()
    if not series:
        return None
    fill = scope.constant(series)
    other = scope.series()
    how = [f"{series}.fillna({fill})", f"{series}.isna()", f"{series}.notna()",
           f"{series}.dropna()",
           f"{series}.ffill()", f"{series}.bfill()", f"{series}.fillna({other})",
           f"{series}.fillna(0)", f"pd.isna({series})",
           f"{series}.combine_first({other})"]  # fmt: skip
    if frame:
        label = scope.any_label(frame)
        how += [f"{frame}.fillna({fill})", f"{frame}.fillna({{{label}: {fill}}})",
                f"{frame}.isna()",
                f"{frame}.notna()", f"{frame}.dropna()", f"{frame}.dropna(subset=[{label}])",
                f"{frame}.dropna(how='all')", f"{frame}.dropna(axis=1)",
                f"{frame}.dropna(thresh=1)",
                f"{frame}.dropna(ignore_index=True)", f"{frame}.ffill()",
                f"{frame}.fillna({{{label}: 0}}).astype({{{label}: 'int64'}})"]  # fmt: skip
    return f"{scope.new()} = {scope.chosen(*how)}"


@call(3)
def chosen_values(scope: Scope) -> str | None:
    series = scope.series()
    if not series:
        return None
    mask, other = (
        scope.condition(series),
        scope.chosen(scope.series() or "0", scope.constant(series)),
    )
    low, high = scope.constant(series), scope.constant(series)
    inclusive = scope.arguments(inclusive=("'both'", "'left'", "'neither'"))
    how = scope.chosen(
        f"where({mask})", f"where({mask}, {other})", f"mask({mask})", f"mask({mask}, {other})",
        f"clip({low}, {high})", f"clip(lower={low})", f"clip(upper={high})",
        f"between({low}, {high}{inclusive and ', ' + inclusive})",
        f"isin({scope.constants(series)})",
        f"isin({scope.series()})", f"replace({low}, {high})",
        f"isin(set({scope.constants(series)}))",
    )  # fmt: skip
    return f"{scope.new()} = {series}.{how}"


@call(2)
def functions(scope: Scope) -> str | None:
    series = scope.series()
    if not series:
        return None
    how = scope.chosen(
        "map(lambda x: x)", "map(lambda x: x + 1)", "apply(lambda x: x * 2)", "map(str)",
        "apply(lambda x: x > 1)", "map({1: 10, 2: 20, 'a': 'z'})", "map(lambda x: 1 / x)",
        "apply(lambda x: None)", "map(lambda x: x, na_action='ignore')", "apply(len)",
        "map(lambda x: [x])", "apply(str)", "map({})", "apply(lambda x: x if x == x else 0)",
        "transform(lambda s: s)", "pipe(lambda s: s)", "map(lambda x: 'p' if x else 'q')",
    )  # fmt: skip
    return f"{scope.new()} = {series}.{how}"


@call()
def rows(scope: Scope) -> str | None:
    frame = scope.frame()
    label = frame and scope.label(frame)
    if not label:
        return None
    how = scope.chosen(
        f"apply(lambda r: r[{label}], axis=1)", "apply(lambda c: c.isna().any())", "map(str)",
        "apply(len)", "apply(lambda c: c)", "pipe(lambda d: d)", "map(lambda x: x)",
        "apply(lambda r: 1, axis=1)", "apply(lambda r: r.name, axis=1)",
    )  # fmt: skip
    return f"{scope.new()} = {frame}.{how}"


@call(2)
def running(scope: Scope) -> str | None:
    name = scope.chosen(scope.subject() or "", scope.series() or "")
    how = scope.chosen(
        "cumsum()", "shift()", "shift(-2)", "diff()", "rank()", "cummax()", "pct_change()",
        "shift(1, fill_value=0)", "rolling(2).sum()", "cumprod()", "expanding().max()",
    )  # fmt: skip
    return f"{scope.new()} = {name}.{how}" if name else None
