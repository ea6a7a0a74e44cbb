"""``accel.install()`` in a process of its own: what stands for pandas behaves as that module."""

import subprocess
import sys

import pandas

import accel.pandas

RELOADED = """
import importlib
import sys
import accel

accel.install()
import pandas

frame = pandas.DataFrame({"a": [1]})
with_numpy = sys.modules.pop("numpy")
sys.modules["numpy"] = None
try:
    importlib.reload(pandas)
except ImportError as error:
    print("numpy" in str(error))
sys.modules["numpy"] = with_numpy
again = importlib.reload(pandas)
print(again is pandas, pandas.Timestamp(0).year == 1970, isinstance(frame, again.DataFrame))
"""


def test_pandas_is_reloaded():
    done = subprocess.run(
        [sys.executable, "-c", RELOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "True", "True"]


def test_names_are_in_the_namespace():
    ours, theirs = vars(accel.pandas), vars(pandas)
    for name in theirs.keys() - ours.keys():  # a module of pandas that was imported since
        assert f"pandas.{name}" in sys.modules
        assert getattr(accel.pandas, name) is theirs[name]
    assert ours["Timestamp"] is pandas.Timestamp
    assert ours["DataFrame"] is accel.pandas.DataFrame
    index = pandas.RangeIndex(3)
    assert index.equals(eval(repr(index), dict(ours)))
