"""Every call of ``calls/`` on frames of ours gives what it gives on plain pandas' frames."""

import math
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pytest

from compat_tests.libraries.child import LIBRARIES, SETTINGS

ROOT = Path(__file__).parents[2]


def assert_same(got, expected, where="the result"):
    """Assert that two results are equal in values, types, order and all that pandas shows."""
    kind = type(expected)
    assert type(got) is kind, where
    if isinstance(expected, pandas.DataFrame):
        pandas.testing.assert_frame_equal(got, expected)
        assert type(got.columns) is type(expected.columns), where
        assert got.attrs == expected.attrs, where
    elif isinstance(expected, pandas.Series):
        pandas.testing.assert_series_equal(got, expected)
    elif isinstance(expected, pandas.Index):
        pandas.testing.assert_index_equal(got, expected, exact=True)
    elif isinstance(expected, pandas.api.extensions.ExtensionArray):
        pandas.testing.assert_extension_array_equal(got, expected)
    elif isinstance(expected, np.ndarray):
        assert got.dtype == expected.dtype, where
        assert got.shape == expected.shape, where
        if expected.dtype.kind in "fc":
            np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12, err_msg=where)
        elif expected.dtype == object:
            assert_same(got.tolist(), expected.tolist(), where)
        else:
            np.testing.assert_array_equal(got, expected, err_msg=where)
    elif isinstance(expected, (dict, list, tuple)) and pickle.dumps(got) == pickle.dumps(expected):
        return  # the quick way, for long ones
    elif isinstance(expected, dict):
        assert list(got) == list(expected), where
        for key, value in expected.items():
            assert_same(got[key], value, f"{where}[{key!r}]")
    elif isinstance(expected, (list, tuple)):
        assert len(got) == len(expected), where
        for place, value in enumerate(expected):
            assert_same(got[place], value, f"{where}[{place}]")
    elif isinstance(expected, (float, np.floating)):
        assert math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12) or (
            math.isnan(got) and math.isnan(expected)
        ), where
    else:
        assert got == expected or got is expected, where


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Return what the calls did, by setting; the processes run beside each other."""
    folder = tmp_path_factory.mktemp("outcomes")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "compat_tests.libraries.child", setting, folder / setting],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"},  # IPython warns of it
            stderr=subprocess.PIPE,
            text=True,
        )
        for setting in SETTINGS
    ]
    for child in running:
        _, errors = child.communicate()
        assert child.returncode == 0, errors
    return {setting: pickle.loads((folder / setting).read_bytes()) for setting in SETTINGS}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("setting", ["imported", "installed"])
def test_library(outcomes, setting, library):
    differences = []
    made = [key for key in outcomes[setting] if key[0] == library]
    for key in made:
        way = key[-1] if key[-1] == "large" else "lazy"
        expected = pickle.loads(outcomes["plain"][*key[:-1], way])
        got = pickle.loads(outcomes[setting][key])
        for part in ("error", "warnings", "result", "frame"):
            try:
                assert_same(got[part], expected[part], part)
            except AssertionError as difference:
                differences.append(f"{'.'.join(key)}: {difference} {got['error']}")
                break
    assert len({name for _, name, _ in made}) >= 5
    assert not differences, "\n\n".join(differences)
