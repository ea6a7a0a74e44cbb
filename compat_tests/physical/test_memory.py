"""Memory goes back to the pool, also while the interpreter ends; what is too much is refused."""

import pytest

from accel.execute import memory
from accel.execute.batch import Batch
from accel.plan.errors import Unsupported


def test_a_block_is_given_back_when_the_modules_names_are_gone(monkeypatch):
    array = memory.empty(1 << 16, "u1")
    pool = memory.pool
    before = pool.in_use
    for name in vars(memory):
        if not name.startswith("__"):
            monkeypatch.setattr(memory, name, None)
    del array
    assert pool.in_use < before


def test_more_than_there_is_is_a_memory_error():
    before = memory.pool.in_use
    with pytest.raises(MemoryError, match="accel holds"):
        memory.empty(1 << 60, "u1")
    assert memory.pool.in_use == before


def test_more_rows_than_row_numbers_can_name():
    Batch(2**31 - 1, {})
    with pytest.raises(Unsupported, match="row numbers"):
        Batch(2**31, {})
