"""pandas goes through a frame as it stores the columns; errors name what it comes to first."""

import numpy as np
import pandas
import pytest

import accel.pandas as pd


def _grouped(module):
    letters = module.Categorical(["b", "a"], categories=["b", "a"])
    frame = module.DataFrame({"a": module.array(["x", "y"], dtype="str"), "k": letters})
    return frame.groupby("k", as_index=False).agg(y=("a", "first"))


def _labelled(module):
    index = module.Index(module.array(["b"], dtype="str"))
    return module.DataFrame({"d": np.array([0.0])}, index=index).reset_index()


@pytest.mark.parametrize("make", [_grouped, _labelled])
@pytest.mark.parametrize("call", [lambda df: df.mean(), lambda df: ~df, lambda df: df > 1])
def test_error_is_pandas_own(make, call):
    with pytest.raises(TypeError) as expected:
        call(make(pandas))
    with pytest.raises(TypeError) as raised:
        call(make(pd))
    assert str(raised.value) == str(expected.value)


def test_functions_of_the_program_are_not_called_again():
    calls = []

    def fail(values):
        calls.append(len(values))
        return values.sum() + "x"

    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}).sort_values("b")
    with pytest.raises(TypeError):
        frame.agg(fail)
    assert calls == [2]


def test_warns_once():
    frame = pd.DataFrame({"a": [1, 1], "b": ["x", "y"]}).sort_values("b")
    warns = pytest.warns(DeprecationWarning, match="verify_integrity")
    with pytest.raises(ValueError, match="duplicate"), warns as caught:
        frame.set_index("a", verify_integrity=True)
    assert len(caught) == 1


def _with_times(module):
    times = module.to_timedelta([None, None])
    return module.DataFrame({"b": times, "d": [2.0, 1.0], "e": times}).sort_values("d")


@pytest.mark.parametrize("is_computed", [False, True])
@pytest.mark.parametrize("call", [lambda df: df.round(), lambda df: df.fillna(0)])
def test_warns_once_of_columns_that_pandas_stores_together(call, is_computed):
    counts = []
    for module in (pandas, pd):
        frame = _with_times(module)
        if is_computed:
            repr(frame)
        with pytest.warns(Warning, match="datetime|timedelta") as caught:
            call(frame)
        counts.append([str(warning.message) for warning in caught])
    assert counts[0] == counts[1]
    assert len(counts[0]) == 1
