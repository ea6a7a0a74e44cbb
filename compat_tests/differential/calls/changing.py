"""Assignments, and other calls that change columns, labels or the frame itself."""

from __future__ import annotations

from compat_tests.differential.calls.computing import expression
from compat_tests.differential.calls.registry import call
from compat_tests.differential.scope import Scope, literal


def _new_label(scope: Scope, frame: str) -> str:
    return scope.chosen("'n'", "'n'", "'m'", scope.any_label(frame), "7", "('x', 2)")


def _value(scope: Scope, frame: str) -> str:
    """Return text for what may be assigned to a column."""
    label = scope.label(frame)
    own = f"{frame}[{label}]" if label else "1"
    return scope.chosen(
        "0", "1.5", "'x'", "None", "np.nan", "pd.Timestamp('2020-01-01')", own, own,
        expression(scope) or own, expression(scope) or own, scope.series() or own,
        f"list(range(len({frame})))", f"np.arange(len({frame})) / 2", f"range(len({frame}))",
        "[1, 2, 3]", f"{own}.to_numpy()",
        "pd.Series([1, 2, 3], index=[2, 0, 1])", f"{own}.iloc[::-1]", f"{own}.head(2)",
    )  # fmt: skip


@call(5)
def column_set(scope: Scope) -> str | None:
    frame = scope.frame()
    return frame and f"{frame}[{_new_label(scope, frame)}] = {_value(scope, frame)}"


@call(2)
def assigned(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    label = scope.label(frame)
    own = f"d[{label}]" if label else "1"
    value = scope.chosen(f"lambda d: {own}", f"lambda d: {own} + {own}", _value(scope, frame))
    more = scope.chosen("", "", f", m={_value(scope, frame)}", ", m=lambda d: d['n']")
    return f"{scope.new()} = {frame}.assign(n={value}{more})"


@call(2)
def inserted(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    at = scope.chance.randint(0, scope.values[frame].shape[1] + (scope.chance.random() < 0.1))
    more = scope.chosen("", "", ", allow_duplicates=True")
    return f"{frame}.insert({at}, {_new_label(scope, frame)}, {_value(scope, frame)}{more})"


@call(2)
def dropped(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame:
        return None
    label, value = scope.any_label(frame), scope.values[frame]
    row = literal(value.index[scope.chance.randrange(len(value))]) if len(value) else "0"
    how = scope.chosen(
        f"= {frame}.pop({label})", f"= {frame}.drop(columns=[{label}])", f"= {frame}.drop({row})",
        f"= {frame}.drop(columns={label})", f"= {frame}.drop({label}, axis=1)",
        f"= {frame}.drop(index=[{row}])", f"= {frame}.drop(columns=['nope'], errors='ignore')",
        f"= {frame}.drop(columns=[{label}, 'nope'])",
    )  # fmt: skip
    if scope.chance.random() < 0.2:
        return scope.chosen(
            f"del {frame}[{label}]", f"{frame}.drop(columns=[{label}], inplace=True)"
        )
    return f"{scope.new()} {how}"


@call(2)
def renamed(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    value = scope.values[name]
    if value.ndim == 1:
        how = scope.chosen("rename('z')", "rename(None)", "rename({0: 9})", "to_frame()",
                           "to_frame('q')", "rename_axis('ix')", "rename(index=str)")  # fmt: skip
        return f"{scope.new()} = {name}.{how}"
    label = scope.any_label(name)
    how = scope.chosen(
        f"rename(columns={{{label}: 'z'}})", "rename(columns=str)", "rename(columns={'nope': 'z'})",
        "rename(index={0: 5})", f"rename({{{label}: 'z'}}, axis=1)", "add_prefix('p_')",
        "add_suffix('_s')", "rename_axis('ix')", "rename_axis(columns='cx')",
        "rename(columns=str.upper)",
        f"set_axis(list(range({value.shape[1]})), axis=1)", f"rename(columns={{{label}: 'a'}})",
    )  # fmt: skip
    return f"{scope.new()} = {name}.{how}"


@call(3)
def in_place(scope: Scope) -> str | None:
    name = scope.subject()
    if not name:
        return None
    value = scope.values[name]
    n = len(value)
    if value.ndim == 1:
        how = scope.chosen(
            ".name = 'z'", ".iloc[0] = 5", ".fillna(0, inplace=True)", " += 1",
            f".index = range({n})",
            f"[{scope.condition(name)}] = {scope.constant(name)}", ".loc[0] = 1",
            ".index.name = 'q'",
            ".sort_values(inplace=True, kind='stable')", " *= 2", ".iloc[:2] = 0",
            ".dropna(inplace=True)",
        )  # fmt: skip
        return f"{name}{how}"
    label, mask = scope.any_label(name), scope.mask(name)
    labels = [f"c{k}" for k in range(value.shape[1])]
    how = scope.chosen(
        f".loc[{mask}, {label}] = {scope.chosen('0', '1.5', repr('x'), 'None')}", ".iloc[0, 0] = 9",
        f".columns = {labels}", f".index = range({n})", ".fillna(0, inplace=True)",
        f".loc[{n}] = 0", f".iloc[:2, 0] = {scope.chosen('1', '2.5', repr('q'))}",
        f".loc[:, {label}] = {scope.chosen('1', '2.5', 'None')}", ".index.name = 'q'",
        ".columns.name = 'c'",
        f".at[{scope.chosen('0', '1')}, {label}] = {scope.chosen('3', '0.5')}",
        f".rename(columns={{{label}: 'z'}}, inplace=True)", ".reset_index(drop=True, inplace=True)",
        f".sort_values({label}, inplace=True, kind='stable')", ".dropna(inplace=True)", " += 1",
        f"[{label}] += 1", f"[[{label}]] = 0", f"[{mask}] = 0",
        ".columns = ['too', 'many', 'names']",
        f"[{label}].fillna(0, inplace=True)", f"['n'], {name}['m'] = 1, 2.5", " *= 2",
    )  # fmt: skip
    return None if "None, " in how and mask is None else f"{name}{how}"


@call(3)
def indexed(scope: Scope) -> str | None:
    frame = scope.frame()
    if not frame or scope.chance.random() < 0.3:
        name = scope.series_name()
        how = scope.chosen("reset_index()", "reset_index(drop=True)", "reset_index(name='z')")
        return name and f"{scope.new()} = {name}.{how}"
    label, labels = scope.any_label(frame), scope.some(frame, most=2) or "[]"
    how = scope.chosen(
        f"set_index({label})", f"set_index({labels})", f"set_index({label}, drop=False)",
        f"set_index({label}, append=True)", "reset_index()", "reset_index(drop=True)",
        "reset_index(names='z')", "reset_index(level=0)",
        f"set_index({label}, verify_integrity=True)",
        "reindex([0, 1, 5])", f"reindex(columns=[{label}, 'w'])",
        f"set_index(np.arange({len(scope.values[frame])}))",
        "reset_index(allow_duplicates=True)",
    )  # fmt: skip
    return f"{scope.new()} = {frame}.{how}"
