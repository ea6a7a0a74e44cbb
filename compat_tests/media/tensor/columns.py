"""Columns of tensors for tests, and what numpy makes of their cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import pandas_ext  # noqa: F401 - registers the dtype

SHAPES = [(), (3,), (2, 3), (None,), (None, 2), (2, None), (None, None)]


@st.composite
def columns(draw, shapes=SHAPES, elements=("float32", "int16", "uint8", "bool"), least=0):
    """Draw a Series of tensors, cells of different shapes and missing ones among them."""
    shape = draw(st.sampled_from(shapes))
    element = draw(st.sampled_from(elements))
    rows = draw(st.lists(st.booleans(), max_size=5))
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    cells = []
    for missing in rows:
        lengths = [random.integers(least, 4) if axis is None else axis for axis in shape]
        cell = random.integers(0, 9, lengths).astype(element)
        cells.append(pd.NA if missing else cell)
    axes = ", ".join("*" if axis is None else str(axis) for axis in shape)
    return pd.Series(cells, dtype=f"tensor[{element}, ({axes}{',' if len(shape) == 1 else ''})]")


def assert_cells(result: pd.Series, source: pd.Series, function: Callable[[Any], Any]) -> None:
    """Check every cell of a result against a function of numpy on the source's cell."""
    assert len(result) == len(source)
    for got, cell in zip(result, source, strict=True):
        if cell is pd.NA:
            assert pd.isna(got)
        else:
            assert_same(got, function(cell))


def assert_same(got: Any, expected: Any) -> None:
    """Check values, shape and type of element."""
    expected = np.asarray(expected)
    assert np.shape(got) == expected.shape
    if isinstance(got, np.ndarray):
        assert got.dtype == expected.dtype
    digits = 2e-3 if np.asarray(expected).dtype == np.float16 else 1e-5  # two ulp of float16
    np.testing.assert_allclose(got, expected, rtol=digits)
