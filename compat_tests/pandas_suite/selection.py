"""Which of pandas' tests are run, and in which portions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from compat_tests.pandas_suite import left_out, runner

_BYTES_A_TEST: Final = 60  # of a module's source, where nobody has counted its tests


def whole_suite() -> list[str]:
    """Return all modules but those left out."""
    modules = runner.modules_of(["."])
    return [module for module in modules if folder_of(module) not in left_out.FOLDERS]


def folder_of(module: str) -> str:
    """Return the folder of pandas' tests that a module is in.

    Examples
    --------
    >>> folder_of("frame/methods/test_head_tail.py")
    'frame'
    >>> folder_of("test_nanops.py")
    '.'
    """
    folder, slash, _ = module.partition("/")
    return folder if slash else "."


def weights(modules: Sequence[str], cache: Path) -> dict[str, int]:
    """Return how many tests modules have, or a guess where plain pandas has not run them."""
    found = {}
    for module in modules:
        known = runner.cached(module, cache)
        if known.exists():
            found[module] = len(json.loads(known.read_text()))
        else:
            found[module] = (runner.ROOT / "tests" / module).stat().st_size // _BYTES_A_TEST
    return found


def shards(sizes: Mapping[str, int], most: int) -> list[list[str]]:
    """Split modules into portions of about equal size, the largest first.

    Parameters
    ----------
    sizes : mapping of str to int
        The number of tests by module.
    most : int
        Tests in a portion, unless a single module has more.

    Examples
    --------
    >>> shards({"a": 5, "b": 1, "c": 2, "d": 9}, 6)
    [['d'], ['a', 'b'], ['c']]
    """
    portions: list[list[str]] = []
    room = 0
    for module, size in sizes.items():
        if not portions or size > room:
            portions.append([])
            room = most
        portions[-1].append(module)
        room -= size
    return sorted(portions, key=lambda portion: -sum(sizes[m] for m in portion))
