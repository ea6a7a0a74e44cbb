"""What pandas leaves half done is seen, and ends a random program."""

import pandas
import pytest

from compat_tests.differential.broken import is_broken
from compat_tests.differential.generate import Drawn, program


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_a_call_that_fails_half_way():
    frame = pandas.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": list("bbaa")})
    part = frame[::2].copy()
    with pytest.raises(AssertionError, match="Shape of new values"):
        part.at[1, "a"] = 0.5
    assert is_broken(part)
    assert not is_broken(frame)


def test_times_in_the_place_of_columns_of_one_name():
    times = pandas.date_range("2020-01-31", periods=3, tz="UTC")
    frame = pandas.DataFrame({"a": list("xyz"), "b": [0.0, 1.0, 2.0], "c": times})
    frame.columns = ["b", "b", "time"]
    whole = frame.copy()
    frame["b"] = frame["time"]
    assert is_broken(frame)
    assert not is_broken(whole)


@pytest.mark.parametrize(
    "value",
    [
        pandas.DataFrame(),
        pandas.DataFrame(index=[1, 2]),
        pandas.DataFrame({"a": [1], "b": ["x"], "c": [2]}),
        pandas.Series([1, 2], pandas.MultiIndex.from_product([[1], [2, 3]])),
        pandas.Series(pandas.Categorical(["a"])),
        pandas.Index([1]),
        3,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_whole(value):
    assert not is_broken(value)


def test_a_program_ends_there():
    calls = [(52, 100000), (53, 33510), (42, 3430921), (10, 395), (27, 1435509), (52, 100000)]
    noted = []
    case, expected = program(Drawn(563199396, calls), noted.append)
    assert any(map(is_broken, expected.session.results().values()))
    assert len(case.statements) < len(calls)
    assert noted[-1].endswith(case.statements[-1])
