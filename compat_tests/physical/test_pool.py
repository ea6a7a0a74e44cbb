"""Buffers are kept for reuse within the memory limit."""

import gc
import os

import pytest

from accel.execute import memory
from accel.execute.memory import Pool
from accel.settings import options


@pytest.fixture
def limit(monkeypatch):
    return lambda size: monkeypatch.setattr(options, "_memory_limit", size)


def test_a_block_given_back_is_handed_out_again():
    pool = Pool()
    block = pool.take(4096)
    pool.give(4096, block)
    assert (pool.in_use, pool.kept, pool.peak) == (0, 4096, 4096)
    assert pool.take(4096) is block
    assert (pool.in_use, pool.kept) == (4096, 0)


def test_an_eighth_of_the_limit_may_wait(limit):
    limit(8 * 4096)
    pool = Pool()
    blocks = [pool.take(4096), pool.take(4096)]
    for block in blocks:
        pool.give(4096, block)
    assert pool.kept == 4096


def test_what_waits_goes_when_memory_is_short(limit):
    pool = Pool()
    pool.give(4096, pool.take(4096))
    limit(8192)
    pool.take(8192)
    assert pool.kept == 0


def test_an_array_gives_its_block_back_when_its_last_view_goes():
    before = memory.pool.in_use
    array = memory.empty(10_000, "i8")
    view = array[5:10]
    del array
    assert memory.pool.in_use > before
    del view
    gc.collect()
    assert memory.pool.in_use == before


def test_a_forked_child_has_memory_of_its_own():
    array = memory.zeros(10_000, "i8")
    child = os.fork()
    if child == 0:
        array[:] = 1
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert not array.any()
