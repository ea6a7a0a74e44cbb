"""Generators of calls, by topic; each returns a statement, or None where it has no subject."""

from compat_tests.differential.calls import (  # noqa: F401 - they register
    changing,
    combining,
    computing,
    misusing,
    selecting,
)
