"""What a probe stage passes through, defers, remembers; filters made of a table."""

import numpy as np
import pytest

from accel.execute.batch import Batch, Columns
from accel.execute.join import JoinTable, ProbeStage, match_keys
from accel.execute.vector import Deferred, Fixed
from accel.plan.nodes import Field

INT = np.dtype("int64")
KEY = match_keys([(0, INT)], [(10, INT)])[0]


def table(*keys: int) -> JoinTable:
    columns = {10: Fixed(np.array(keys)), 11: Fixed(np.arange(len(keys)) * 1.5)}
    return JoinTable([Field(10, INT)], Batch(len(keys), columns))


def probe(*keys: int) -> Batch:
    return Batch(len(keys), {0: Fixed(np.array(keys))})


def test_columns_pass_when_every_row_matches():
    batch = probe(3, 1, 3)
    stage = ProbeStage(table(1, 3), "inner", KEY, [0], [11])
    out = stage.apply(batch)
    assert out.columns[0] is batch.columns[0]
    assert out.columns[11].data.tolist() == [1.5, 0.0, 1.5]
    assert not stage.missed


@pytest.mark.parametrize("how", ["inner", "left", "semi", "anti"])
def test_deferred_columns_stay_deferred(how):
    def load(rows):
        raise AssertionError("not to be loaded")

    batch = Batch(3, Columns({0: Fixed(np.array([1, 2, 3])), 1: Deferred(load, None, 3)}))
    out = ProbeStage(table(1, 3, 3), how, KEY, [1]).apply(batch)
    ((_, vector),) = out.columns.raw()
    assert isinstance(vector, Deferred)
    assert len(vector) == {"inner": 3, "left": 4, "semi": 2, "anti": 1}[how]


@pytest.mark.parametrize("keys", [(1, 3, 5), (1, 3, 3, 5)])
def test_left_join_notes_missed_rows(keys):
    stage = ProbeStage(table(*keys), "left", KEY, [0], [11])
    stage.apply(probe(3, 1))
    assert not stage.missed
    out = stage.apply(probe(4))
    assert stage.missed
    assert np.isnan(out.columns[11].data).all()


def test_unmatched_build_rows():
    stage = ProbeStage(table(5, 7, 5, 9), "inner", KEY, [0], [11], keep_unmatched=True)
    stage.apply(probe(5, 4))
    assert stage.unmatched().tolist() == [1, 3]
    with pytest.raises(ValueError, match="keep_unmatched"):
        ProbeStage(table(5), "inner", KEY, [0]).unmatched()


def test_build_row_numbers():
    stage = ProbeStage(table(5, 7, 5), "left", KEY, [0], build_row=20)
    assert stage.apply(probe(7, 6, 5)).columns[20].data.tolist() == [1, -1, 0, 2]


@pytest.mark.parametrize("keys", [(1, 3, 5), (10**12, 1, 3, 5, 5), ()])
def test_key_filter(keys):
    some = table(*keys).key_filter(KEY)
    mask, matched = some.mask(probe(5, 2, 1))
    assert mask.tolist() == [int(k in keys) for k in (5, 2, 1)]
    assert matched == sum(mask)
    if keys:
        assert some.select(probe(5, 2, 1)).tolist() == [0, 2]
        assert some.select(probe(5, 1)) is None
        assert some.reject(probe(5, 2, 1)).tolist() == [1]
    assert some.reject(probe(2)) is None


def test_one_table_compared_in_two_ways():
    built = table(1, 2)
    floats, _ = match_keys([(0, np.dtype("float64"))], [(10, INT)])
    by_float = ProbeStage(built, "inner", floats, [], [11])
    by_integer = ProbeStage(built, "inner", KEY, [], [11])
    assert by_float.apply(Batch(1, {0: Fixed(np.array([2.0]))})).columns[11].data.tolist() == [1.5]
    assert by_integer.apply(probe(2)).columns[11].data.tolist() == [1.5]
