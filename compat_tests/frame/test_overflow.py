"""Times that do not fit fail at the call, as in pandas, and not when somebody looks."""

import pandas
import pytest

import accel.pandas as pd
from accel.settings import options


def times(module, *values, kind=pandas.to_timedelta):
    return module.Series(kind(list(values), unit="ns"))


CALLS = {
    "later": lambda m: times(m, 2**63 - 10, kind=pandas.to_datetime) + pandas.Timedelta(20, "ns"),
    "longer": lambda m: times(m, 2**62, 1) + times(m, 2**62, 1),
    "earlier": lambda m: times(m, 5 - 2**63) - pandas.Timedelta(10, "ns"),
    "between": lambda m: (
        times(m, -(2**62), kind=pandas.to_datetime) - times(m, 2**62 + 1, kind=pandas.to_datetime)
    ),
    "product": lambda m: times(m, 2**62, 1) * 4,
    "negative product": lambda m: -3 * times(m, 2**62, 1),
    "products": lambda m: times(m, 2**32, 1) * m.Series([2**32, 1]),
    "frame": lambda m: times(m, 2**62, 1).to_frame("a") * 4,
}


@pytest.fixture(autouse=True)
def every_frame(monkeypatch):
    monkeypatch.setattr(options, "min_rows", 0)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_does_not_fit_fails_at_the_call(call):
    with pytest.raises(Exception, match="verflow") as expected:
        call(pandas)
    with pytest.raises(type(expected.value)) as raised:
        call(pd)
    assert str(raised.value) == str(expected.value)


@pytest.mark.parametrize("factor", [1, -1, 2, 3])
def test_what_fits_is_a_product(factor):
    values = [(2**63 - 1) // 3, -(2**61), 0, 7]
    expected = times(pandas, *values) * factor
    assert (times(pd, *values) * factor).tolist() == expected.tolist()
    assert times(pd, 2**63 - 1).mul(1).tolist() == times(pandas, 2**63 - 1).tolist()
