"""The dtype and its text."""

import numpy as np
import pandas as pd
import pytest

from pandas_ext import TensorDtype


@pytest.mark.parametrize(
    "text",
    [
        "tensor",
        "tensor[float32, ()]",
        "tensor[bool, (3,)]",
        "tensor[float16, (*, 4)]",
        "tensor[uint8, (2, *, 3)]",
        "tensor[float32, (*, 4), fields=(x, y, z, intensity)]",
        'tensor[float64, (2,), fields=("a, b", "(\\"c")]',
    ],
)
def test_text_names_the_dtype(text):
    dtype = pd.api.types.pandas_dtype(text)
    assert str(dtype) == text
    assert hash(dtype) == hash(TensorDtype.construct_from_string(text))


@pytest.mark.parametrize(
    "text",
    [
        "tensor[]",
        "tensor[complex64, (3,)]",
        "tensor[float32, (-1,)]",
        "tensor[float32, (3,)",
        "tensor[float32, (2,), fields=(a b)]",
        "tensors",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(TypeError, match="Cannot construct"):
        TensorDtype.construct_from_string(text)


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        (("datetime64[ns]", (2,)), TypeError, "no elements"),
        (("float32", (-2,)), ValueError, "negative"),
        (("float32", (2,), ("x",)), ValueError, "1 fields for a last axis of length 2"),
        (("float32", (None,), ("x",)), ValueError, "last axis of length None"),
        (("float32", (2,), ("x", "x")), ValueError, "twice"),
        ((None, (2,)), TypeError, "needs an element type"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, match):
    with pytest.raises(error, match=match):
        TensorDtype(*arguments)


def test_every_tensor_dtype_equals_the_name_alone():
    assert TensorDtype("float32", (3,)) == "tensor"
    assert TensorDtype("float32", (3,)) != TensorDtype()
    assert TensorDtype("float32", (3,)) != TensorDtype("float32", (None,))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (np.zeros((2, 3), "f4"), "tensor[float32, (3,)]"),
        ([[1, 2], [3, 4]], "tensor[int64, (2,)]"),
        ([np.zeros((2, 4)), None, np.zeros((3, 4))], "tensor[float64, (*, 4)]"),
        ([np.zeros(2, "u1"), np.zeros(2, "f4")], "tensor[float32, (2,)]"),
    ],
)
def test_the_name_alone_infers(data, text):
    assert str(pd.Series(data, dtype="tensor").dtype) == text


@pytest.mark.parametrize("data", [[], [None, pd.NA], [np.zeros(2), np.zeros((2, 2))]])
def test_what_cannot_be_inferred_is_refused(data):
    with pytest.raises(ValueError, match=r"infer|same number of axes"):
        pd.Series(data, dtype="tensor")
