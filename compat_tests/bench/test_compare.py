"""What counts as the same result."""

from __future__ import annotations

import pandas as pd
import pytest

from bench.compare import difference

FRAME = pd.DataFrame({"n": [1, 2], "x": [0.5, 2.0], "s": ["a", None]})


@pytest.mark.parametrize(
    "other",
    [
        FRAME.iloc[::-1],
        FRAME.set_index(pd.Index([5, 6])),
        FRAME.set_axis(pd.Index([0, 1]), axis=0),
        FRAME.rename(columns={"n": "m"}),
        FRAME.astype({"n": "int32"}),
        FRAME.assign(x=[0.5, 2.0 * (1 + 1e-8)]),
        FRAME.assign(s=["a", "b"]),
        FRAME.rename_axis(index="name"),
    ],
    ids=["order", "index", "rangeindex", "name", "dtype", "float", "null", "index-name"],
)
def test_exact_sees(other: pd.DataFrame) -> None:
    assert difference(FRAME, other, exact=True) is not None


def test_exact_allows_the_last_bits_of_a_float_sum() -> None:
    assert difference(FRAME, FRAME.assign(x=[0.5, 2.0 * (1 + 1e-14)]), exact=True) is None


def test_exact_allows_no_integer_to_differ() -> None:
    large = pd.DataFrame({"n": [10**15]})
    assert difference(large, large + 1, exact=True) is not None


def test_exact_wants_a_plain_frame() -> None:
    class Other(pd.DataFrame):
        pass

    assert "Other" in str(difference(FRAME, Other(FRAME), exact=True))


def test_by_value_looks_past_dtype_and_index() -> None:
    other = FRAME.astype({"n": "float32", "s": object}).set_index(pd.Index([5, 6]))
    assert difference(FRAME, other, exact=False) is None
    assert difference(FRAME, other.iloc[::-1], exact=False) is not None
