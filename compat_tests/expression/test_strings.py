"""Strings by address and by code, against pandas."""

import operator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accel.execute.expression import check
from accel.plan.errors import DataDependent, Unsupported
from compat_tests.expression.oracle import (
    BOOL,
    RELAXED,
    SIZES,
    STR,
    assert_equal,
    call,
    column,
    evaluate,
    literal,
)

S, T = column(1, STR), column(2, STR)
WORDS = [
    "", None, "a", "ab", "abc", "abcdefgh", "abcdefghi", "abcdefghabcdefgh", "ABC", "żółw", "zoo",
    "green", "evergreen", "greengrocer", "a\nb", "a-b", "日本語", "İstanbul", "straße", "ǅ", "é",
    " padded ", "\tx\n", "\u2003wide\u2003", "nul\0nul", "special handling requests", "x" * 200,
]  # fmt: skip
FORMS = pytest.mark.parametrize("coded", [False, True], ids=["text", "coded"])
ANY_TEXT = st.none() | st.text("abé語 \n", max_size=12) | st.sampled_from(WORDS)


def words():
    return pd.Series(WORDS, dtype="str")


@FORMS
@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
@pytest.mark.parametrize("value", ["", "abc", "abcdefghi", "żółw", "zz"])
def test_comparison_with_a_constant(op, value, coded):
    series = words()
    expr = call(BOOL, op, S, literal(STR, value))
    assert_equal(evaluate(expr, {1: series}, coded), getattr(operator, op)(series, value))
    expr = call(BOOL, op, literal(STR, value), S)
    assert_equal(evaluate(expr, {1: series}, coded), getattr(operator, op)(value, series))


@FORMS
@RELAXED
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=9))
def test_comparison_of_columns(coded, values):
    left, right = (pd.Series(list(side), dtype="str") for side in zip(*values, strict=True))
    for op in ("eq", "ne", "lt", "ge"):
        expected = getattr(operator, op)(left, right)
        assert_equal(evaluate(call(BOOL, op, S, T), {1: left, 2: right}, coded), expected)


def test_comparison_with_a_missing_constant():
    series = words()
    expr = call(BOOL, "eq", S, literal(STR, None))
    assert_equal(evaluate(expr, {1: series}), series == np.nan)
    expr = call(BOOL, "ne", S, literal(STR, None))
    assert_equal(evaluate(expr, {1: series}), series != np.nan)


@FORMS
@RELAXED
@given(st.lists(ANY_TEXT, min_size=1, max_size=40), st.text("abé語 \n", max_size=4))
def test_contains(coded, values, pattern):
    series = pd.Series(values, dtype="str")
    expr = call(BOOL, "str_contains", S, pat=pattern)
    expected = series.str.contains(pattern, regex=False)
    assert_equal(evaluate(expr, {1: series}, coded), expected)


def test_contains_at_every_offset():
    series = pd.Series(["x" * k + "needle" + "y" * (200 - k) for k in range(195)], dtype="str")
    for pattern in ("needle", "e", "needley"):
        expr = call(BOOL, "str_contains", S, pat=pattern)
        expected = series.str.contains(pattern, regex=False)
        assert_equal(evaluate(expr, {1: series}), expected)


def test_contains_does_not_look_across_strings():
    series = pd.Series(["nee", "dle", "need", "le"] * 50, dtype="str")
    expr = call(BOOL, "str_contains", S, pat="needle")
    assert not evaluate(expr, {1: series}).any()


@FORMS
@RELAXED
@given(
    st.lists(ANY_TEXT | st.text("ab\n", max_size=9), min_size=1, max_size=20),
    st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_sequences(coded, values, parts):
    series = pd.Series(values, dtype="str")
    expr = call(BOOL, "str_contains_seq", S, pats=tuple(parts))
    expected = series.str.contains(".*".join(parts), regex=True)
    assert_equal(evaluate(expr, {1: series}, coded), expected)


@FORMS
@pytest.mark.parametrize("pattern", ["", "a", "abcdefgh", "語", ("x", "green"), ("zoo", "", "q")])
@pytest.mark.parametrize("end", ["startswith", "endswith"])
def test_affixes(end, pattern, coded):
    series = words()
    expr = call(BOOL, f"str_{end}", S, pat=pattern)
    assert_equal(evaluate(expr, {1: series}, coded), getattr(series.str, end)(pattern))


@FORMS
@pytest.mark.parametrize("start", [None, 0, 1, 3, 50, -1, -3, -300])
@pytest.mark.parametrize("stop", [None, 0, 2, 5, -1, -2, 300])
def test_slices(start, stop, coded):
    series = words()
    expr = call(STR, "str_slice", S, start=start, stop=stop)
    assert_equal(evaluate(expr, {1: series}, coded), series.str.slice(start, stop))


@FORMS
@pytest.mark.parametrize("change", ["lower", "upper", "strip"])
def test_letters(change, coded):
    series = words()
    expr = call(STR, f"str_{change}", S)
    assert_equal(evaluate(expr, {1: series}, coded), getattr(series.str, change)())


@RELAXED
@given(st.lists(st.none() | st.text(max_size=6), min_size=1, max_size=6))
def test_letters_of_any_text(values):
    series = pd.Series(values, dtype="str")
    for change in ("lower", "upper", "strip"):
        expr = call(STR, f"str_{change}", S)
        assert_equal(evaluate(expr, {1: series}), getattr(series.str, change)())


@FORMS
def test_length(coded):
    series = words().dropna().reset_index(drop=True)
    expr = call("int64", "str_len", S)
    assert_equal(evaluate(expr, {1: series}, coded), series.str.len())


@FORMS
def test_length_of_a_missing_string_depends_on_data(coded):
    with pytest.raises(DataDependent, match="float64"):
        evaluate(call("int64", "str_len", S), {1: words()}, coded)


@FORMS
def test_missing(coded):
    series = words()
    assert_equal(evaluate(call(BOOL, "isna", S), {1: series}, coded), series.isna())


@FORMS
@pytest.mark.parametrize("rows", SIZES)
def test_choice(rows, coded):
    rng = np.random.default_rng(rows)
    left = pd.Series(rng.choice(np.array(WORDS, dtype=object), rows), dtype="str")
    right = pd.Series(rng.choice(["p", "q"], rows), dtype="str")
    flag = pd.Series(rng.random(rows) < 0.5)
    columns = {1: left, 2: right, 3: flag}
    condition = column(3, BOOL)
    assert_equal(evaluate(call(STR, "where", condition, S, T), columns, coded),
                 left.where(flag, right))  # fmt: skip
    expr = call(STR, "where", condition, S, literal(STR, "other"))
    assert_equal(evaluate(expr, columns, coded), left.where(flag, "other"))
    expr = call(STR, "where", condition, S, literal(STR, None))
    assert_equal(evaluate(expr, columns, coded), left.where(flag))


@FORMS
def test_steps_one_on_another(coded):
    series = pd.concat([words()] * 300, ignore_index=True)
    short = call(STR, "str_slice", call(STR, "str_upper", S), start=0, stop=3)
    expr = call(BOOL, "and", call(BOOL, "str_startswith", short, pat="A"),
                call(BOOL, "ne", short, T))  # fmt: skip
    other = pd.Series(["ABC", None, "A"] * 2700, dtype="str")
    cut = series.str.upper().str.slice(0, 3)
    expected = cut.str.startswith("A") & (cut != other)
    assert_equal(evaluate(expr, {1: series, 2: other}, coded), expected)


@pytest.mark.parametrize("pats", [("a", ""), ("a\nb", "c")])
def test_sequences_that_a_line_does_not_hold_are_refused(pats):
    with pytest.raises(Unsupported, match="sequence"):
        check(call(BOOL, "str_contains_seq", S, pats=pats))
