"""Files, and calls that are wrong."""

from __future__ import annotations

from compat_tests.differential.calls.registry import call
from compat_tests.differential.scope import Scope, literal


@call(2)
def files(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    groups = scope.chosen("", "", ", row_group_size=3", ", index=False")
    some = scope.some(frame)
    label = scope.label(frame, "iuf")
    more = scope.chosen(
        "", "", "", f", columns={some}" if some else "", ", columns=['nope']",
        f", filters=[({label}, {scope.chosen(repr('>'), repr('=='))}, 1)]" if label else "",
    )  # fmt: skip
    name = scope.new()
    return f"{frame}.to_parquet('t.parquet'{groups})\n{name} = pd.read_parquet('t.parquet'{more})"


@call(3)
def mistakes(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    label = scope.label(frame)
    own = f"{frame}[{label}]" if label else frame
    text = scope.chosen(
        f"{frame}['nope']", f"{frame}[['a', 'nope']]", f"{frame}.sort_values('nope')",
        f"{frame}.groupby('nope').sum()", f"{frame}.drop(columns='nope')", f"{frame}.loc['nope']",
        f"{frame}.nope", f"{frame}.set_index('nope')", f"{frame}.head('a')", f"{frame}.merge(1)",
        f"{frame}.rename(columns={{'nope': 1}}, errors='raise')",
        f"{frame}.astype({{'nope': int}})",
        f"{frame}.astype('nope')", f"{frame}.agg('nope')", f"{frame}.fillna()",
        f"{frame}.assign(1)",
        f"{frame}.dropna(subset=['nope'])", f"{frame}.drop_duplicates('nope')", f"{frame}.iloc[99]",
        f"{frame}.sort_values({literal(['a'])}, ascending=[True, False])", f"{frame}.head(1.5)",
        f"{frame}.nlargest(2, 'nope')", f"{frame}.groupby()", f"{frame} + object()",
        f"{frame}.pop('nope')",
        f"bool({frame})", f"{frame}.insert(99, 'q', 1)", f"{frame}.reset_index(level='nope')",
        f"{frame}[{frame} > 'a']", f"{frame}[[True, False]]", f"{frame}.where('a')",
        f"float({own})",
        f"{own}.str.nope()", f"{own}.dt.year", f"{own}.str.upper()", f"{own}.cat.codes",
        f"{own}.nope",
        f"{own}.map(lambda x: undefined)", f"{own}.apply(lambda x: 1 / 0)", f"{own} + 'a'",
        f"{own} - []",
        f"{own}.astype(int)", f"{own}.astype('int8')", f"{own}.fillna(method='ffill')",
        f"{own}.clip('a')",
        f"{own}.isin('a')", f"{own}.isin(1)", f"{own}.between(1)", f"{own}.sum(axis=1)",
        f"{own} & 1.5",
        f"{own}.sort_values(kind='nope')", f"{own}.groupby(level=3).sum()",
        f"{own} + pd.Series([1, 2])",
        f"if {own}: pass", f"{own} == [1, 2]", f"{own}.where([True])", f"{own}[['nope']]",
        f"{own}.loc[99]",
        f"{own}.rename(['a'])", f"{own} > pd.Series([1])", f"{own}.item()", f"{own}.head(2, 3)",
    )  # fmt: skip
    return text if text.startswith("if ") else f"{scope.new()} = {text}"
