"""What sinks put out: columns, empty results, deferred columns."""

import numpy as np
import pytest

from accel.execute.batch import Batch, Columns
from accel.execute.sort import SortKey, SortSink, TopSink
from accel.execute.vector import Deferred, Fixed
from accel.plan.errors import Unsupported
from accel.plan.nodes import Field

INT = np.dtype("int64")


def test_no_rows():
    for sink in (
        SortSink([SortKey(0, INT)], True, [Field(1, np.dtype("M8[s]"))]),
        TopSink([SortKey(0, INT)], True, 3, [Field(1, np.dtype("M8[s]"))]),
    ):
        result = sink.finish([sink.start()])
        assert result.rows == 0
        assert result.columns[1].data.dtype == INT


def test_keys_need_not_be_put_out():
    sink = SortSink([SortKey(0, INT)], True, [Field(1, INT)])
    state = sink.start()
    sink.consume(state, Batch(2, {0: Fixed(np.array([5, 3])), 1: Fixed(np.array([50, 30]))}))
    result = sink.finish([state])
    assert list(result.columns) == [1]
    assert result.columns[1].data.tolist() == [30, 50]


def test_top_loads_deferred_columns_of_its_rows_alone():
    loaded = []

    def load(rows):
        loaded.extend(rows.tolist())
        return Fixed(rows * np.int64(10))

    sink = TopSink([SortKey(0, INT, False)], True, 2, [Field(1, INT)])
    state = sink.start()
    keys = np.arange(100) * 7 % 100
    sink.consume(state, Batch(100, Columns({0: Fixed(keys), 1: Deferred(load, None, 100)})))
    result = sink.finish([state])
    best = np.argsort(-keys)[:2]
    assert result.columns[1].data.tolist() == (best * 10).tolist()
    assert sorted(loaded) == sorted(best.tolist())


def test_an_order_that_does_not_exist():
    sink = SortSink([SortKey(0, np.dtype("complex128"))], True, [])
    state = sink.start()
    sink.consume(state, Batch(1, {0: Fixed(np.array([1j]))}))
    with pytest.raises(Unsupported):
        sink.finish([state])
