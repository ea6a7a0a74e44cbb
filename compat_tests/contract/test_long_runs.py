"""Programs that run for long: what they leave does not grow."""

import gc

import numpy as np
import pytest

import accel
import accel.pandas as pd
from accel.execute import memory
from accel.frame import fallback, known
from accel.frame.core import plain
from accel.settings import options


@pytest.fixture(autouse=True)
def _forced(monkeypatch):
    monkeypatch.setattr(options, "_min_rows", 0)


def small_calls(frame, rounds):
    """Make eight calls a round, and compute something every tenth round."""
    kept = frame[frame["a"] > 1]
    for k in range(rounds):
        part = frame[frame["a"] > k % 3]
        part = part.sort_values("a")
        part["c"] = part["b"] * k
        part["d"] = part["c"] + kept["b"].max() if k % 10 == 0 else 1
        if k % 10 == 0:
            part["s"].apply(str)
            plain(part)


def test_ten_thousand_calls_leave_nothing():
    frame = pd.DataFrame({"a": [3, 1, 2], "b": [1.0, None, 3.0], "s": ["x", "y", None]})

    def left():
        accel.explain_fallbacks(clear=True)
        gc.collect()
        return len(gc.get_objects()), len(known.live_rows()), memory.pool.in_use

    small_calls(frame, 100)
    objects, live, size = left()
    small_calls(frame, 1250)
    more = left()
    assert more[0] <= objects + 1000
    assert more[1:] <= (live, size)


def test_a_loop_that_changes_one_frame_stays_flat():
    frame = pd.DataFrame({"a": np.arange(10.0)})
    frame = frame[frame["a"] >= 0]
    for k in range(500):
        frame["a"] = frame["a"] + 1
        if k % 50 == 0:
            frame = frame[frame["a"] > -1]
    assert plain(frame)["a"].tolist() == [float(k) for k in range(500, 510)]


def test_records_of_fallbacks_are_bounded(monkeypatch):
    monkeypatch.setattr(fallback, "_MOST", 10)
    frame = pd.DataFrame({"a": [1, 2, 3]})
    for _ in range(30):
        frame["a"].apply(lambda v: v + 1)
    assert len(accel.explain_fallbacks(clear=True)) == 10
