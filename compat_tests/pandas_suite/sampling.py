"""A share of pandas' tests that stands for all: the same one everywhere, some of every module."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from compat_tests.pandas_suite.runner import module_of

_LEAST: Final = 3  # tests of a module, if it has as many


def chosen(tests: Iterable[str], share: float, always: Collection[str] = ()) -> set[str]:
    """Return the sample of some modules' tests.

    Parameters
    ----------
    tests : iterable of str
        All tests of the modules.
    share : float
        How many to take: from none (0) to all (1); by a hash of the test's name.
    always : collection of str, optional
        Tests to take anyway, with or without their parameters.

    Examples
    --------
    >>> len(chosen([f"a.py::test_{i}" for i in range(1000)], 0.1))
    98
    >>> len(chosen(["a.py::test_1", "b.py::test_1"], 0.0))
    2
    """
    by_module = defaultdict(list)
    for test in tests:
        by_module[module_of(test)].append((_place(test), test))
    found = set()
    for places in by_module.values():
        places.sort()
        found |= {t for n, (place, t) in enumerate(places) if n < _LEAST or place < share}
    return found | {t for t in tests if t in always or t.partition("[")[0] in always}


def _place(test: str) -> float:
    digest = hashlib.blake2b(test.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
