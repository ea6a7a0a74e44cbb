"""Reductions over axes of the cells, over rows and by group."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pandas_ext
from compat_tests.media.tensor.columns import assert_cells, columns

NAMES = ["sum", "prod", "mean", "std", "var", "any", "all"]
EXTREMES = ["min", "max"]
ELEMENTS = ("float32", "float16", "int16", "uint8", "bool")


@given(columns(elements=ELEMENTS), st.sampled_from(NAMES), st.data())
@settings(max_examples=150, deadline=None)
def test_over_axes(series, name, data):
    ndim = series.tensor.ndim
    axis = data.draw(
        st.none() | st.sets(st.integers(0, ndim - 1)).map(tuple) if ndim else st.none()
    )
    keepdims = data.draw(st.booleans())
    function = getattr(np, name)
    result = getattr(series.tensor, name)(axis, keepdims=keepdims)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy's, of no elements
        assert_cells(result, series, lambda cell: function(cell, axis=axis, keepdims=keepdims))


@given(columns(elements=("float32", "int16"), least=1), st.sampled_from(EXTREMES), st.data())
@settings(max_examples=60, deadline=None)
def test_extremes(series, name, data):
    ndim = series.tensor.ndim
    axis = data.draw(st.none() | st.integers(-ndim, ndim - 1)) if ndim else None
    function, place = getattr(np, name), getattr(np, f"arg{name}")
    assert_cells(getattr(series.tensor, name)(axis), series, lambda c: function(c, axis=axis))
    assert_cells(getattr(series.tensor, f"arg{name}")(axis), series, lambda c: place(c, axis=axis))


@pytest.mark.parametrize("order", [0, 1, 2, 3, np.inf, -np.inf])
def test_norm(order):
    cells = [np.array([[3.0, -4.0], [0.0, 1.0]]), np.array([[1.0, 2.0]]), None]
    for series in (pd.Series(cells, dtype="tensor"), pd.Series(cells[:1], dtype="tensor")):
        for axis in (-1, 0):
            assert_cells(
                series.tensor.norm(axis, ord=order),
                series,
                lambda cell, axis=axis: np.linalg.norm(cell, order, axis),
            )
        assert_cells(
            series.tensor.norm(ord=order), series, lambda c: np.linalg.norm(c.ravel(), order)
        )


def test_norms_of_matrices_are_refused():
    with pytest.raises(TypeError, match="ord is a number"):
        pd.Series(np.ones((1, 2)), dtype="tensor").tensor.norm(ord="fro")


def test_what_has_no_result_is_no_number_without_a_warning():
    """Warnings are errors here."""
    for shape in ("(2, 0)", "(*, 0)"):
        nothing = pd.Series([np.zeros((2, 0))], dtype=f"tensor[float32, {shape}]")
        assert nothing.tensor.mean().isna().all()
        assert nothing.tensor.std().isna().all()
        assert np.isnan(nothing.tensor.var(1)[0]).all()
    for shape in ("(2,)", "(*,)"):
        few = pd.Series([np.array([1.0, 3.0]), np.ones(2)], dtype=f"tensor[float64, {shape}]")
        assert few.tensor.var(ddof=2).tolist()[0] == np.inf
        assert np.isnan(few.tensor.std(ddof=2)[1])
    large = pd.Series(np.full((4, 1), 60_000, "f2"), dtype="tensor")
    assert large.sum().tolist() == [np.inf]


def test_nan_wins():
    cells = [np.array([1.0, np.nan, 3.0]), np.array([np.nan])]
    for series in (pd.Series(cells, dtype="tensor"), pd.Series(cells[:1], dtype="tensor")):
        assert series.tensor.max().isna().all()
        assert series.tensor.argmax()[0] == 1
        assert series.tensor.sum().isna().all()


def test_missing_rows_give_missing_numbers():
    series = pd.Series([[1, 2], None], dtype="tensor")
    assert series.tensor.sum().dtype == "Int64"
    assert series.tensor.mean().dtype == "float64"
    assert series.tensor.any().dtype == "boolean"
    assert series.dropna().tensor.sum().dtype == "int64"
    for name in ("sum", "mean", "any", "argmax"):
        assert getattr(series.tensor, name)().isna().tolist() == [False, True]


def test_cells_without_elements_have_no_largest():
    series = pd.Series([np.zeros(0), np.zeros(2)], dtype="tensor")
    with pytest.raises(ValueError, match="zero-size array"):
        series.tensor.max()
    assert series.tensor.sum().tolist() == [0.0, 0.0]
    assert np.isnan(series.tensor.mean()[0])


def test_axes_that_are_none_are_refused():
    series = pd.Series(np.eye(2), dtype="tensor")
    with pytest.raises(np.exceptions.AxisError):
        series.tensor.sum(1)
    with pytest.raises(ValueError, match="rows"):
        series.tensor.sum("columns")


ROWS = ["sum", "prod", "mean", "min", "max", "std", "var", "sem"]


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("element", ["float32", "int16"])
def test_over_rows_and_groups(name, element):
    """Oracle: pandas on one column for each element."""
    random = np.random.default_rng(3)
    values = random.integers(-4, 5, (40, 3)).astype(element)
    missing = random.random(40) < 0.2
    groups = pd.Series(random.integers(0, 6, 40)).where(random.random(40) > 0.1)
    series = pd.Series(values, dtype="tensor")
    series[missing] = pd.NA
    plain = pd.DataFrame(np.where(missing[:, None], np.nan, values))
    np.testing.assert_allclose(getattr(series, name)(), getattr(plain, name)(), rtol=1e-5)
    result = getattr(series.groupby(groups), name)()
    expected = getattr(plain.groupby(groups), name)()
    assert result.index.equals(expected.index)
    for cell, row in zip(result, expected.to_numpy(), strict=True):
        np.testing.assert_allclose(cell, row, rtol=1e-4)
    assert getattr(series, name)(skipna=False) is pd.NA


@pytest.mark.parametrize("shape", [(), (3,), (40, 2), (3000,)])
@pytest.mark.parametrize("rows", [1, 15, 500])
@pytest.mark.parametrize("element", ["float32", "uint8", "bool"])
def test_rows_that_are_added_side_by_side(shape, rows, element):
    """Oracle: numpy over the first axis."""
    values = np.random.default_rng(4).integers(0, 9, (rows, *shape)).astype(element)
    series = pd.Series(list(values), dtype=pandas_ext.TensorDtype(element, shape))
    for name in ("sum", "max", "any", "all"):
        np.testing.assert_array_equal(getattr(series, name)(), getattr(values, name)(axis=0))
    middle = rows // 2
    groups = series.groupby(np.arange(rows) < middle).sum()
    for first, part in ((False, values[middle:]), (True, values[:middle])):
        if len(part):
            np.testing.assert_array_equal(groups[first], part.sum(axis=0))


def test_groups_that_go_over_many_blocks():
    values = np.random.default_rng(1).standard_normal((5000, 300))
    series = pd.Series(values, dtype="tensor")
    for groups in (np.arange(5000) % 3, np.arange(5000) // 7, np.zeros(5000, int)):
        for name in ("sum", "max", "var"):
            result = getattr(series.groupby(groups), name)().tensor.to_numpy()
            expected = getattr(pd.DataFrame(values).groupby(groups), name)()
            np.testing.assert_allclose(result, expected, rtol=1e-9, atol=1e-12)


def test_groups_without_rows():
    series = pd.Series([[1, 2], None, None], dtype="tensor")
    result = series.groupby(["a", "b", "b"])
    assert result.sum()["b"].tolist() == [0, 0]
    assert result.sum(min_count=1).isna().tolist() == [False, True]
    assert result.mean().isna().tolist() == [False, True]
    assert result.first()["a"].tolist() == [1, 2]
    assert result.count().tolist() == [1, 0]
    with pytest.raises(TypeError, match="median"):
        result.median()


def test_rows_of_several_shapes_have_no_sum():
    series = pd.Series([np.ones(2), None, np.ones(3)], dtype="tensor")
    with pytest.raises(ValueError, match=r"position 2 has the shape \(3,\), not \(2,\)"):
        series.sum()
    assert series.iloc[:2].sum().tolist() == [1.0, 1.0]


def test_truth_over_rows():
    series = pd.Series([[True, False], [True, True]], dtype="tensor")
    assert series.all().tolist() == [True, False]
    assert series.any().tolist() == [True, True]
    assert series.tensor.any("rows").tolist() == [True, True]


def test_a_frame_takes_its_tensors_along():
    frame = pd.DataFrame({"g": [1, 1, 2], "v": [1, 2, 3]})
    frame["emb"] = pd.Series(np.arange(6.0).reshape(3, 2), dtype="tensor")
    summed = frame.groupby("g").sum()
    assert summed.emb[1].tolist() == [2.0, 4.0]
    assert frame.sum()["emb"].tolist() == [6.0, 9.0]
    assert frame.tensor.sum().tolist() == [1.0, 5.0, 9.0]
    with pytest.raises(AttributeError):
        frame.assign(more=frame.emb).tensor  # noqa: B018
    assert frame.assign(tensor=1).tensor.tolist() == [1, 1, 1]
    with pytest.raises(AttributeError, match=r"Can only use \.tensor"):
        frame.v.tensor  # noqa: B018
