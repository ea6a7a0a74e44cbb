"""A planted mistake is found, cut down to what it takes, and printed as a program that runs."""

import accel.pandas
from compat_tests.differential.case import Case, Way
from compat_tests.differential.frames import Frame, Labels, Values
from compat_tests.differential.run import disagreement
from compat_tests.differential.search import report
from compat_tests.differential.shrink import shrink

FRAMES = (
    Frame(
        "df",
        3,
        (("a", Values("int64", ("3", "1", "2"))), ("b", Values("str", ("'x'", "None", "'y'")))),
        Labels("values", (Values("M8[s]", ("'2020-01-31'",) * 3),), ("i",)),
    ),
    Frame("other", 1, (("a", Values("bool", ("True",))),)),
)
STATEMENTS = (
    "v1 = df[df['a'] > 1]",
    "v2 = v1.sort_values('a', kind='stable')",
    "v3 = v2.nope",
    "v4 = v2[['a', 'b']].tail(1)",
    "v5 = v4['a'] + 1",
)


def test_a_mistake_is_cut_down(monkeypatch):
    case = Case(FRAMES, STATEMENTS, Way(threads=5, morsel=3, look="each"))
    assert disagreement(case) is None
    right = accel.pandas.DataFrame.tail
    monkeypatch.setattr(accel.pandas.DataFrame, "tail", lambda self, n=5: right(self, n + 1))
    found = disagreement(case)
    assert found.statement == STATEMENTS[3]
    smaller, now = shrink(case, found)
    assert now.kind == found.kind
    assert len(smaller.frames) == 1
    assert smaller.frames[0].index == Labels()
    assert all("nope" not in text for text in smaller.statements)
    assert len(smaller.statements) <= 2
    assert smaller.way == Way()
    assert disagreement(smaller) is not None
    program = report(smaller, now).split("\n\n")[1:3]
    exec("\n".join(program), {})


def test_errors_and_warnings_count():
    lines = ("df = pd.DataFrame({'a': [1, 2]})", "v1 = df['nope']", "v2 = df.head(1)")
    assert disagreement(Case((), lines)) is None


def test_an_error_of_ours_alone_is_found(monkeypatch):
    def tail(self, n=5):
        raise ValueError("not so")

    monkeypatch.setattr(accel.pandas.DataFrame, "tail", tail)
    case = Case((), ("df = pd.DataFrame({'a': [1, 2]})", "v1 = df.tail(1)"))
    assert disagreement(case).kind == "error"
