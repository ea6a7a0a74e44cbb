"""Memory of large results, used again."""

import subprocess
import sys

import numpy as np
import pytest

import pandas_ext
from pandas_ext.ops.tensor import buffers

SHAPE = (buffers.SMALLEST // 8, 2)


@pytest.fixture(autouse=True)
def nothing_kept():
    buffers.kept.clear()
    yield
    buffers.kept.clear()


def address(array):
    return array.__array_interface__["data"][0]


def test_memory_of_what_is_gone_is_used_again():
    first = buffers.empty(SHAPE, "float32")
    place = address(first)
    del first
    assert address(buffers.empty(SHAPE, "int32")) == place
    assert address(buffers.empty((SHAPE[0] * 2, 2), "float32")) != place


@pytest.mark.parametrize("view", [lambda a: a[1:], lambda a: a.reshape(-1)[::2].T, lambda a: a[0]])
def test_memory_that_a_view_refers_to_is_not(view):
    first = buffers.empty(SHAPE, "float32")
    first[...] = 1
    part = view(first)
    del first
    buffers.empty(SHAPE, "float32")[...] = 2
    assert (part == 1).all()


def test_no_more_is_kept_than_the_options_allow():
    with pandas_ext.option_context(keep_bytes=int(np.prod(SHAPE)) * 4 * 3 // 2):
        arrays = [buffers.empty(SHAPE, "float32") for _ in range(3)]
        arrays.clear()
        assert len(buffers.kept._blocks) == 1
    with pandas_ext.option_context(keep_bytes=0):
        array = buffers.empty(SHAPE, "float32")
        assert array.base is None


def test_a_program_ends_although_results_live_to_the_last():
    program = f"""
from pandas_ext.ops.tensor import buffers
class Cycle: pass
Cycle.self, Cycle.result = Cycle, buffers.empty({SHAPE}, "float32")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
