"""A sample of pandas' tests that stands for all: each with one set of parameters, by a hash."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from compat_tests.pandas_suite.runner import module_of

_LEAST: Final = 3  # test functions of a module, if it has as many


def chosen(tests: Iterable[str], share: float, always: Collection[str] = ()) -> set[str]:
    """Return the sample of some modules' tests.

    Parameters
    ----------
    tests : iterable of str
        All tests of the modules.
    share : float
        How many of the test functions to take, each with one of its sets of parameters.
    always : collection of str, optional
        Tests to take anyway, with one or, given a function, with all sets of parameters.

    Examples
    --------
    >>> sorted(chosen(["a.py::test_f[1]", "a.py::test_f[2]", "a.py::test_g"], 1))
    ['a.py::test_f[2]', 'a.py::test_g']
    >>> sorted(chosen(["a.py::test_f[1]", "a.py::test_f[2]", "b.py::test_g"], 0))
    ['a.py::test_f[2]', 'b.py::test_g']
    """
    functions: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        functions[function_of(test)].append(test)
    by_module = defaultdict(list)
    for function in functions:
        by_module[module_of(function)].append(function)
    found = set()
    for members in by_module.values():
        members.sort(key=_place)
        for number, function in enumerate(members):
            if number < _LEAST or _place(function) < share:
                found.add(min(functions[function], key=_place))
    return found | {t for t in tests if t in always or function_of(t) in always}


def function_of(test: str) -> str:
    """Return a test without its parameters."""
    return test.partition("[")[0]


def _place(test: str) -> float:
    digest = hashlib.blake2b(test.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
