"""Every example in a docstring runs and gives what it says."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules() -> Iterator[str]:
    for package in ("accel", "pandas_ext", "bench"):
        for file in sorted((ROOT / package).rglob("*.py")):
            # An import of the first runs a program, one of the others a benchmark query.
            if file.name != "__main__.py" and "queries" not in file.parts[:-1]:
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("module", list(modules()))
def test_examples(module: str) -> None:
    loaded = import_module(module.removesuffix(".__init__"))
    outcome = doctest.testmod(loaded, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0
