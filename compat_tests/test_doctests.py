"""Every example in a docstring runs and gives what it says."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def modules() -> Iterator[str]:
    for package in ("accel", "pandas_ext", "bench"):
        for file in sorted((ROOT / package).rglob("*.py")):
            # An import of the first runs a program, one of the others a benchmark query.
            if file.name != "__main__.py" and "queries" not in file.parts[:-1]:
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts)


class OwnExamples(doctest.DocTestFinder):
    """Finds the examples that stand in the module's file.

    What wraps a function of pandas has pandas' docstring, whose examples are not ours.
    """

    def find(self, obj: ModuleType, *args: Any, **kwargs: Any) -> list[doctest.DocTest]:  # type: ignore[override]
        assert obj.__file__ is not None
        source = Path(obj.__file__).read_text()
        first = [
            (test, test.examples[0].source.strip().splitlines()[0])
            for test in super().find(obj, *args, **kwargs)
            if test.examples
        ]
        return [test for test, line in first if line in source]


@pytest.mark.parametrize("module", list(modules()))
def test_examples(module: str) -> None:
    loaded = import_module(module.removesuffix(".__init__"))
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in OwnExamples().find(loaded, loaded.__name__):
        runner.run(test)
    assert runner.failures == 0
