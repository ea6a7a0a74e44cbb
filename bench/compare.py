"""Whether two results are the same: to the letter for accel, by value for other engines."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal


def difference(expected: pd.DataFrame, actual: pd.DataFrame, exact: bool) -> str | None:
    """Return how two results differ, or None if they are the same.

    Parameters
    ----------
    expected
        What plain pandas gave.
    actual
        What is to be judged.
    exact
        Whether dtypes, index, names and types must be pandas' own too, with floats equal to
        nine digits. Otherwise only column names, row order and values count, floats to six.

    Examples
    --------
    >>> three = pd.DataFrame({"a": [1, 2, 3]})
    >>> difference(three, three.astype("int32"), exact=False)
    >>> print(difference(three, three.astype("int32"), exact=True))
    Attributes of DataFrame.iloc[:, 0] (column name="a") are different
    <BLANKLINE>
    Attribute "dtype" are different
    [left]:  int64
    [right]: int32
    """
    if not exact:
        expected, actual = plain_values(expected), plain_values(actual)
    elif type(actual) is not pd.DataFrame:
        return f"the result is a {type(actual).__module__}.{type(actual).__qualname__}"
    rtol, atol = (1e-9, 0.0) if exact else (1e-6, 1e-9)
    try:
        assert_frame_equal(
            expected, actual, check_index_type=True, check_column_type=True, rtol=rtol, atol=atol
        )
        # With a tolerance given, pandas applies it to integers as well.
        whole = [not pd.api.types.is_float_dtype(dtype) for dtype in expected.dtypes]
        assert_frame_equal(expected.loc[:, whole], actual.loc[:, whole], check_exact=True)
    except AssertionError as error:
        return str(error)
    return None


def plain_values(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with all dtypes reduced to float64, datetime64[us] and object."""
    columns: dict[Hashable, pd.Series] = {}
    for position, name in enumerate(frame.columns):
        column = frame.iloc[:, position].reset_index(drop=True)
        if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            columns[name] = column.astype(np.float64)
        elif pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = column.astype("datetime64[us]")
        else:
            columns[name] = column.astype(object)
    return pd.DataFrame(columns)
