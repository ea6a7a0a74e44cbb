"""What a query sees as ``t``: one attribute a table, and nothing of where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TABLES = (
    "customer",
    "lineitem",
    "nation",
    "orders",
    "part",
    "partsupp",
    "region",
    "supplier",
)


class Tables:
    """The eight tables, each made anew by ``make`` when a query asks for it.

    Parameters
    ----------
    make
        Called with a table's name at every access: it reads a file, or hands out a frame that
        lies in memory already. A query may change what it gets.

    Examples
    --------
    >>> Tables(str.upper).lineitem
    'LINEITEM'
    >>> Tables(str.upper).lineitems
    Traceback (most recent call last):
    AttributeError: TPC-H has no table 'lineitems'
    """

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name not in TABLES:
            raise AttributeError(f"TPC-H has no table {name!r}")
        return self._make(name)
