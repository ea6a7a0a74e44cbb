"""The report: counts by folder, shares of calls, and a page that is up to date."""

import json
from collections import Counter
from pathlib import Path

import pytest

from compat_tests.pandas_suite import differences, report, table
from compat_tests.pandas_suite.differences import Known, compare
from compat_tests.pandas_suite.runner import Outcome, Results

EXPECTED = {
    "tests/frame/test_a.py::one": Outcome("passed"),
    "tests/frame/test_a.py::two": Outcome("passed"),
    "tests/frame/test_a.py::three": Outcome("failed"),
    "tests/io/json/test_b.py::one": Outcome("xfailed"),
    "tests/io/json/test_b.py::two": Outcome("passed"),
    "tests/test_c.py::one": Outcome("skipped"),
}
CALLS = Counter(
    {
        ("planned", "DataFrame.sum", ""): 7,
        ("replayed", "DataFrame.sum", "too large"): 2,
        ("pandas", "DataFrame.rank", "not planned"): 3,
        ("left", "DataFrame.head", ""): 1,
        ("small", "DataFrame.sum", ""): 90,
    }
)


@pytest.fixture
def forced():
    got = EXPECTED | {
        "tests/frame/test_a.py::two": Outcome("failed", "KeyError", "x"),
        "tests/io/json/test_b.py::one": Outcome("failed", "ValueError", "y"),
    }
    entries = [Known("forced", "tests/io/json/test_b.py::one", "Because.")]
    results = Results(got, {"frame/test_a.py": CALLS, "io/json/test_b.py": CALLS})
    return report.of_setting(EXPECTED, results, compare("forced", EXPECTED, got, entries), entries)


def test_counts_by_folder(forced):
    counts = {
        folder: [of[name] for name in ("baseline", "passed", "lost", "known")]
        for folder, of in forced["folders"].items()
    }
    assert counts == {".": [0, 0, 0, 0], "frame": [2, 1, 1, 0], "io": [1, 1, 1, 1]}
    assert forced["total"]["baseline"] == 3
    assert forced["lost"]["tests/frame/test_a.py::two"]["error"] == "KeyError"
    assert forced["lost"]["tests/io/json/test_b.py::one"]["reason"] == "Because."


def test_a_replayed_call_is_not_native():
    found = report.calls_of(CALLS)
    assert found["calls"] == {"planned": 5, "replayed": 2, "pandas": 3, "left": 1, "small": 90}
    assert found["native"] == round(5 / 11, 4)
    assert found["reasons"] == [
        ["pandas", "DataFrame.rank", "not planned", 3],
        ["replayed", "DataFrame.sum", "too large", 2],
    ]


def test_no_calls_have_no_share():
    assert report.calls_of(Counter())["native"] is None


def test_the_table(forced):
    lines = table.table(report.report({"forced": forced})).splitlines()
    assert lines[0].startswith("| folder | pandas passes | forced: passes | lost |")
    assert lines[3] == "| frame | 2 | 1 | 1 | 0 | 11 | 45.5% | 18.2% | 9.1% | 27.3% |"
    assert lines[-1].startswith("| **all** | 3 | 2 | 2 | 1 | 22 |")
    assert len({line.count("|") for line in lines}) == 1


def test_the_page_is_up_to_date():
    docs = Path(__file__).parents[2] / "docs"
    whole = json.loads(docs.joinpath("pandas_suite.json").read_text())
    assert whole["left_out"] == report.report({})["left_out"]
    page = docs.joinpath("pandas_suite.md").read_text()
    assert page == table.page(whole, differences.read_known())


def test_json_keeps_short_lists_on_a_line(forced):
    text = report.as_json(forced)
    assert json.loads(text) == forced
    assert '["pandas", "DataFrame.rank", "not planned", 6]' in text
