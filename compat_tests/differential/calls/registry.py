"""The list of generators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from compat_tests.differential.scope import Scope

Generator: TypeAlias = Callable[[Scope], str | None]
GENERATORS: list[Generator] = []


def call(weight: int = 1) -> Callable[[Generator], Generator]:
    """Register a generator, so many times as likely as others."""

    def add(generator: Generator) -> Generator:
        GENERATORS.extend([generator] * weight)
        return generator

    return add
