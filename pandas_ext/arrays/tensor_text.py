"""Cells as text."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
from numpy.typing import NDArray


def summary(cell: Any) -> str:
    """Return a cell on one line, the middle of long axes left out.

    Examples
    --------
    >>> summary(np.arange(100.0))
    '[0, 1, ..., 98, 99]'
    """
    if not isinstance(cell, np.ndarray):
        return str(cell)
    text = np.array2string(
        cell,
        precision=4,
        threshold=8,
        edgeitems=2,
        separator=", ",
        max_line_width=10**9,
        formatter={"float_kind": lambda number: f"{number:.4g}"},
    )
    return " ".join(text.split()).replace("[ ", "[")


def parse(text: Any) -> NDArray[Any] | None:
    """Read nested lists of numbers, as JSON and Python write them.

    Examples
    --------
    >>> parse("[[1, 2], [3, 4]]")
    array([[1, 2],
           [3, 4]])
    """
    if not isinstance(text, str):
        return None
    return np.asarray(ast.literal_eval(text))
