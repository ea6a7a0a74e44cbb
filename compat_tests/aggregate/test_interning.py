"""Strings to codes."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from accel.execute.expression.texts import strings_of, text_of
from accel.execute.interning import Interner
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Coded, Dictionary
from accel.settings import options

# of all lengths around the words that strings are read by, and differing in one place
STRINGS = [("x" * k + end)[:40] for k in range(40) for end in ("", "a", "b", "ab\0", "\0")]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=40), st.sampled_from(STRINGS))))
def test_equal_strings_share_a_code(strings):
    interner = Interner()
    coded = interner.intern(text_of(strings))
    distinct = list(dict.fromkeys(s for s in strings if s is not None))
    expected = [-1 if s is None else distinct.index(s) for s in strings]
    assert coded.codes.tolist() == expected
    assert strings_of(interner.dictionary.values) == distinct
    assert strings_of(coded.decode()) == strings


def test_codes_stay_as_the_dictionary_grows():
    interner = Interner()
    many = [f"string number {k} of many" for k in range(50_000)]
    first = interner.intern(text_of(many[:3])).codes
    assert interner.intern(text_of(many)).codes.tolist() == list(range(50_000))
    assert interner.intern(text_of(many[:3])).codes.tolist() == first.tolist()
    assert strings_of(interner.dictionary.values) == many


def test_a_string_longer_than_any_before():
    interner = Interner()
    strings = ["short", "long" * 100_000, "short"]
    assert interner.intern(text_of(strings)).codes.tolist() == [0, 1, 0]
    assert strings_of(interner.dictionary.values) == strings[:2]


def test_many_threads_agree(monkeypatch):
    monkeypatch.setattr(options, "num_threads", 4)
    interner = Interner()
    draw = random.Random(1)
    lists = [[f"word {draw.randrange(9000)}" for _ in range(5000)] for _ in range(16)]
    coded = run_tasks(16, lambda k: interner.intern(text_of(lists[k])))
    assert [strings_of(c.decode()) for c in coded] == lists
    assert len(set(strings_of(interner.dictionary.values))) == len(interner.dictionary)


def test_codes_of_another_dictionary():
    interner = Interner()
    interner.intern(text_of(["c", "a"]))
    other = Dictionary(text_of(["a", "b"]))
    codes = np.array([1, -1, 0], np.int32)
    assert interner.recode(Coded(codes, other)).codes.tolist() == [2, -1, 1]
    other.values = text_of(["a", "b", "c"])  # it has grown
    assert interner.recode(Coded(np.array([2], np.int32), other)).codes.tolist() == [0]
    own = interner.intern(text_of(["a"]))
    assert interner.recode(own) is own
