"""Products, distances, nearest rows, quantisation."""

import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.tensor.columns import assert_cells, assert_same

random = np.random.default_rng(5)
VECTORS = random.standard_normal((40, 6)).astype("float32")
FIXED = pd.Series(VECTORS, dtype="tensor")
GAPS = FIXED.where(pd.Series(np.arange(40) % 7 != 3), None)
RAGGED = pd.Series([random.standard_normal((k % 3, 6)) for k in range(6)] + [None], dtype="tensor")


def similarity(one, two):
    return one.ravel() @ two.ravel() / (np.linalg.norm(one) * np.linalg.norm(two))


@pytest.mark.parametrize("series", [FIXED, GAPS, FIXED.tensor.cast("int16"), RAGGED])
def test_dot_and_matmul(series):
    query, matrix = random.standard_normal(6), random.standard_normal((6, 2))
    assert_cells(series.tensor.dot(query), series, lambda cell: cell @ query)
    assert_cells(series.tensor.matmul(matrix), series, lambda cell: cell @ matrix)
    assert_cells(series.tensor.dot(series), series, lambda cell: np.vecdot(cell, cell))


@pytest.mark.parametrize("element", ["int8", "uint32", "bool", "float16"])
@pytest.mark.parametrize("shape", [(4,), (2, 4), (None, 4), (None,)])
def test_products_have_the_type_that_numpys_have(element, shape):
    """Whole numbers wrap, of vectors and of cells of more axes, of one shape or of several."""
    draw = lambda: (random.integers(0, 100, [3 if n is None else n for n in shape])).astype(element)
    series, other = (
        pd.Series([draw(), draw(), None], dtype=pandas_ext.TensorDtype(element, shape))
        for _ in range(2)
    )
    products = list(series.tensor.dot(other))
    for got, one, two in zip(products[:2], series, other, strict=False):
        assert_same(np.asarray(got).astype(np.vecdot(one, two).dtype), np.vecdot(one, two))
    assert pd.isna(products[2])
    if len(shape) > 1:
        assert series.tensor.dot(other).tensor.dtype == element


def test_vectors_of_other_lengths_have_no_product():
    ragged = pd.Series([np.ones(3), np.ones(1)], dtype="tensor")
    for other in (np.ones(3), pd.Series([np.ones(3), np.ones(2)], dtype="tensor")):
        with pytest.raises(ValueError, match=r"lengths 1 and . at position 1"):
            ragged.tensor.dot(other)
    with pytest.raises(ValueError, match="no vector"):
        pd.Series([1.0, 2.0], dtype="tensor").tensor.dot(3.0)


def test_distances_of_whole_numbers_do_not_wrap():
    cells = [np.array([200, 100], "u1"), np.array([250, 3, 9], "u1")]
    series, other = pd.Series(cells, dtype="tensor"), pd.Series(cells[::-1], dtype="tensor")
    for label in (0, 1):
        one = pd.Series([cells[label]], dtype="tensor[uint8, (*,)]")
        two = pd.Series([cells[label][::-1].copy()], dtype="tensor[uint8, (*,)]")
        wide = [cells[label].astype(float), cells[label][::-1].astype(float)]
        np.testing.assert_allclose(
            one.tensor.cosine_similarity(two)[0], similarity(*wide), rtol=1e-6
        )
        np.testing.assert_allclose(
            one.tensor.euclidean_distance(two)[0], np.linalg.norm(wide[0] - wide[1]), rtol=1e-6
        )
    with pytest.raises(ValueError, match="differ in shape"):
        series.tensor.euclidean_distance(other)


@pytest.mark.parametrize("element", ["uint8", "int64", "bool", "float16"])
def test_lengths_and_unit_vectors_have_the_type_that_numpys_have(element):
    cells = np.array([[3, 4], [1, 0]]).astype(element)
    for shape in ((2,), (None,)):
        series = pd.Series(list(cells), dtype=pandas_ext.TensorDtype(element, shape))
        made = series.tensor.normalize().astype("tensor")
        wide = cells.astype("f8")
        expected = wide / np.linalg.norm(wide, axis=1)[:, None]
        assert made.tensor.dtype == ("float16" if element == "float16" else "float64")
        np.testing.assert_allclose(made.tensor.to_numpy(), expected, rtol=1e-3)
        assert series.tensor.norm().dtype == made.tensor.dtype


def test_matmul_by_row():
    matrices = pd.Series(random.standard_normal((3, 2, 4)), dtype="tensor")
    others = pd.Series(random.standard_normal((3, 4, 5)), dtype="tensor")
    made = matrices.tensor.matmul(others).tensor.to_numpy()
    np.testing.assert_allclose(made, matrices.tensor.to_numpy() @ others.tensor.to_numpy())
    vectors = pd.Series(random.standard_normal((3, 4)), dtype="tensor")
    assert_cells(matrices.tensor.matmul(np.ones(4)), matrices, lambda cell: cell @ np.ones(4))
    for k, got in enumerate(matrices.tensor.matmul(vectors)):
        np.testing.assert_allclose(got, matrices[k] @ vectors[k])
    with pytest.raises(ValueError, match="pad them first"):
        RAGGED.tensor.matmul(RAGGED)


def test_normalize():
    assert_cells(GAPS.tensor.normalize(), GAPS, lambda cell: cell / np.linalg.norm(cell))
    ragged = RAGGED.tensor.normalize()
    assert_cells(ragged, RAGGED, lambda c: c / np.linalg.norm(c, axis=-1, keepdims=True))
    whole = RAGGED.iloc[[1, 2]].tensor.normalize(None, ord=1)
    np.testing.assert_allclose(whole.tensor.norm(ord=1), 1.0)
    assert np.isnan(pd.Series([[0.0, 0.0]], dtype="tensor").tensor.normalize()[0]).all()


@pytest.mark.parametrize("series", [FIXED, GAPS, RAGGED.iloc[[1, 4, 6]]])
def test_distances(series):
    query = random.standard_normal(series.dropna().iloc[0].shape)
    other = series * 2 + 1
    for two, of in ((query, lambda cell: query), (other, lambda cell: cell * 2 + 1)):
        if series.tensor.shape != (6,) and two is query:
            continue
        assert_cells(
            series.tensor.cosine_similarity(two), series, lambda c, of=of: similarity(c, of(c))
        )
        assert_cells(
            series.tensor.cosine_distance(two), series, lambda c, of=of: 1 - similarity(c, of(c))
        )
        assert_cells(
            series.tensor.euclidean_distance(two),
            series,
            lambda c, of=of: np.linalg.norm(c - of(c)),
        )
    with pytest.raises(ValueError, match=r"no distance|differ in shape"):
        series.tensor.euclidean_distance(series.tensor[..., :2])


def scores(values, query, metric):
    if metric == "euclidean":
        return -np.linalg.norm(values - query, axis=1)
    products = values @ query
    if metric == "dot":
        return products
    return products / np.linalg.norm(values, axis=1) / np.linalg.norm(query)


@pytest.mark.parametrize("metric", ["cosine", "dot", "euclidean"])
@pytest.mark.parametrize("count", [1, 7])
@pytest.mark.parametrize("threads", [1, 3])
def test_nearest(metric, count, threads):
    """Over several blocks; oracle: all scores, sorted."""
    values = random.standard_normal((9000, 64))
    values[17] = np.nan
    missing = np.arange(9000) % 11 == 5
    series = pd.Series(values, index=np.arange(9000) + 100, dtype="tensor")
    series[missing] = pd.NA
    queries = random.standard_normal((count, 64))
    with pandas_ext.option_context(num_threads=threads):
        found = series.tensor.top_k(queries if count > 1 else queries[0], 12, metric)
    for number, query in enumerate(queries):
        every = scores(values, query, metric)
        every[missing | np.isnan(every)] = -np.inf
        best = np.argsort(-every, kind="stable")[:12]
        part = found[found["query"] == number] if count > 1 else found
        labels = part.label if count > 1 else part.index
        assert labels.tolist() == (best + 100).tolist()
        got = part.score if count > 1 else part
        expected = -every[best] if metric == "euclidean" else every[best]
        np.testing.assert_allclose(got, expected)


def test_nearest_of_equals_is_the_first_and_few_rows_are_few():
    series = pd.Series(np.tile([[1.0, 0.0], [0.0, 1.0]], (5000, 1)), dtype="tensor")
    assert series.tensor.top_k([1, 0], 3).index.tolist() == [0, 2, 4]
    assert series.iloc[:2].tensor.top_k([1, 0], 10).tolist() == [1.0, 0.0]
    assert len(series.iloc[:0].tensor.top_k([1, 0])) == 0
    queries = pd.Series([[0.0, 2.0]], index=["q"], dtype="tensor")
    assert series.tensor.top_k(queries, 1).to_dict("list") == {
        "query": ["q"], "label": [1], "score": [1.0],
    }  # fmt: skip


def test_queries_that_do_not_fit_are_refused():
    for query, arguments in (([1, 2], {}), (VECTORS[0], {"k": 0}), (VECTORS[0], {"metric": "x"})):
        with pytest.raises(ValueError, match=r"queries of shape|k is at least|metric is one of"):
            FIXED.tensor.top_k(query, **arguments)
    with pytest.raises(TypeError, match="integer"):
        FIXED.tensor.top_k(VECTORS[0], 2.5)
    assert len(FIXED.tensor.top_k(np.zeros(6))) == 0
    query = pd.Series(VECTORS[0])  # numbers, not tensors
    assert FIXED.tensor.top_k(query, 3).equals(FIXED.tensor.top_k(VECTORS[0], 3))
    with pytest.raises(ValueError, match="not vectors of one length"):
        RAGGED.tensor.top_k(VECTORS[0])


@pytest.mark.parametrize("series", [FIXED, GAPS, RAGGED])
@pytest.mark.parametrize("element", ["int8", "uint8"])
@pytest.mark.parametrize("per", ["column", "row"])
def test_quantise(series, element, per):
    codes, scale, zero_point = series.tensor.quantise(element, per=per)
    assert codes.tensor.dtype == np.dtype(element)
    back = codes.tensor.dequantise(scale, zero_point)
    assert back.isna().equals(series.isna())
    for label, cell in series.dropna().items():
        step = scale if per == "column" else scale[label]
        # half a step to the nearest code, and half for a zero point between two
        assert np.abs(back[label] - cell).max(initial=0) <= step * 1.01
    zeros = (series * 0).tensor.quantise(element, per=per)
    assert not zeros.codes.tensor.dequantise(zeros.scale, zeros.zero_point).tensor.any().any()


def test_what_is_not_finite_cannot_be_quantised():
    with pytest.raises(ValueError, match="finite"):
        pd.Series([[np.inf]], dtype="tensor").tensor.quantise()
    with pytest.raises(ValueError, match="further apart"):
        pd.Series([[-1e308, 1e308]], dtype="tensor").tensor.quantise()
    with pytest.raises(ValueError, match="int8 or uint8"):
        FIXED.tensor.quantise("int16")
