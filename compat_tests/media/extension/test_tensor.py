"""pandas' own tests of extension arrays, on tensor columns of one shape and ragged."""

import re

import numpy as np
import pandas as pd
import pytest
from pandas.tests.extension.base import ExtensionTests

from pandas_ext.arrays.tensor import TensorArray
from pandas_ext.dtypes.tensor import TensorDtype
from pandas_ext.ops.tensor.rows import REDUCTIONS

# The suite asks whether two cells are equal, which numpy answers for arrays of one element alone:
# so the cells it compares have one. What cells of more do is in compat_tests/media/tensor.
DTYPES = {
    "number": TensorDtype("float64", ()),
    "fixed": TensorDtype("float32", (1,)),
    "ragged": TensorDtype("float32", (None,)),
}
LENGTHS = (1, 1, 1, 0, 2, 1, 1, 3, 1, 1)


# What pandas does with cells that are arrays, before the column is asked; by name of the test.
EXCEPTIONS = {
    "an array given for one row or for several is taken for as many values": (
        r"test_setitem_(mask|mask_boolean_array_with_na|sequence_broadcasts|integer_array|slice)"
        r"\[(fixed|ragged)-True.*",
        r"test_setitem_(mask_broadcast|loc_iloc_slice)\[(fixed|ragged).*",
        r"test_setitem_(loc|iloc)_scalar_(mixed|multiple_homogoneous)\[ragged.*",
        r"test_series_constructor_scalar_with_index\[(fixed|ragged)\]",
        r"test_arith_frame_with_scalar\[ragged.*",
    ),
    "an array is refused where a scalar is meant: .tensor.fillna takes one": (
        r"test_fillna_(series|limit_series|copy_series)\[(fixed|ragged)\]",
        r"test_fillna_(frame|limit_frame|copy_frame)\[(fixed|ragged)\]",
    ),
    "a Series is compared with an array as long as itself: .tensor.eq takes a cell": (
        r"test_compare_scalar\[(fixed|ragged).*",
        r"test_setitem_2d_values\[(fixed|ragged)\]",
    ),
    "a group is called by its key, and an array has no hash": (
        r"test_groupby_extension_(transform|apply)\[(fixed|ragged).*",
    ),
    "the expected result is a frame or Series of arrays, which pandas reads as of two axes": (
        r"test_from_dtype\[(fixed|ragged)\]",
        r"test_combine_le\[(fixed|ragged)\]",
    ),
    "comparison gives truth values cell by cell: tensors, which have no .all()": (
        r"test_combine_le\[number\]",
        r"test_setitem_mask_boolean_array_with_na\[.*-False\]",
    ),
    "tensors are no numbers to pandas (select_dtypes, describe, plots), but can be added up": (
        r"test_in_numeric_groupby\[(fixed|ragged)\]",
        r"test_plot_on_y_axis\[(fixed|ragged).*",
    ),
    "cells of several shapes cannot be added up, or subtracted": (
        r"test_reduce_frame\[ragged-.*",
        r"test_diff\[ragged-1\]",
    ),
    "cells of none or several elements are compared": (
        r"test_tolist\[ragged\]",
        r"test_take_sequence\[ragged\]",
    ),
}


def column(dtype, *numbers, lengths=(1,) * 10):
    """Cells that are equal and ordered as some numbers are."""
    cells = [
        None if number is None else np.full(length if dtype.shape else (), number, dtype.element)
        for number, length in zip(numbers, lengths, strict=False)
    ]
    return TensorArray._from_sequence(cells, dtype=dtype)


@pytest.fixture(params=list(DTYPES))
def dtype(request):
    return DTYPES[request.param]


@pytest.fixture
def data(dtype):
    return column(dtype, *range(1, 11), lengths=LENGTHS if dtype.ragged else (1,) * 10)


@pytest.fixture
def data_missing(dtype):
    return column(dtype, None, 1)


@pytest.fixture
def data_for_sorting(dtype):
    return column(dtype, 1, 2, 0)


@pytest.fixture
def data_missing_for_sorting(dtype):
    return column(dtype, 1, None, 0)


@pytest.fixture
def data_for_grouping(dtype):
    return column(dtype, 1, 1, None, None, 0, 0, 1, 2)


@pytest.fixture
def data_for_twos(dtype):
    return column(dtype, *[2] * 10)


@pytest.fixture(autouse=True)
def exceptions(request):
    for reason, tests in EXCEPTIONS.items():
        if any(re.fullmatch(test, request.node.name) for test in tests):
            request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


class TestTensor(ExtensionTests):
    series_scalar_exc = None
    frame_scalar_exc = None
    series_array_exc = None
    divmod_exc = None

    def _supports_reduction(self, ser, op_name):
        return op_name in REDUCTIONS or op_name == "count"

    def check_reduce(self, ser, op_name, skipna):
        """Compare with numpy: pandas reduces numbers alone."""
        if op_name == "count":
            assert ser.count() == len(ser)
        elif ser.dtype.ragged:
            with pytest.raises(ValueError, match="has the shape"):
                getattr(ser, op_name)(skipna=skipna)
        else:
            columns = pd.DataFrame(ser.tensor.to_numpy().reshape(len(ser), -1))
            expected = getattr(columns, op_name)(skipna=skipna).to_numpy()
            np.testing.assert_allclose(getattr(ser, op_name)(skipna=skipna).ravel(), expected)
