"""The 22 queries, once as ordinary pandas, once as lazy Polars and once as SQL for DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

NAMES = tuple(f"q{number:02}" for number in range(1, 23))

# What a query function is, told by example: run(pd, tables) for pandas, run(tables) for Polars.
Query = Callable[..., Any]


def pandas_query(name: str) -> Query:
    """Return ``run(pd, t)`` of a query, where ``pd`` is pandas or whatever stands in for it."""
    query: Query = import_module(f"bench.queries.pandas.{name}").run
    return query


def polars_query(name: str) -> Query:
    """Return ``run(t)`` of a query, which gives a Polars LazyFrame."""
    query: Query = import_module(f"bench.queries.polars.{name}").run
    return query


def duckdb_query(name: str) -> str:
    """Return the SQL text of a query."""
    return (Path(__file__).parent / "duckdb" / f"{name}.sql").read_text()


def pandas_source(name: str) -> Path:
    """Return the file of a pandas query, to show it or to tell whether it changed."""
    return Path(__file__).parent / "pandas" / f"{name}.py"


def chosen(names: str) -> list[str]:
    """Return the queries that a command line names.

    Examples
    --------
    >>> chosen("1,q13")
    ['q01', 'q13']
    >>> len(chosen("all"))
    22
    """
    if names == "all":
        return list(NAMES)
    wanted = [f"q{int(name.strip().removeprefix('q')):02}" for name in names.split(",")]
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise SystemExit(f"no such query: {', '.join(unknown)}")
    return wanted
