"""Cells as text."""

from __future__ import annotations

import re
from typing import Any

import numpy as np


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


def parse(text: Any) -> list[Any] | None:
    """Read a cell from text: nested lists as Python, JSON and numpy write them.

    Examples
    --------
    >>> parse("[[1. 2.] [nan -3.5e2]]")
    [[1.0, 2.0], [nan, -350.0]]
    """
    if not isinstance(text, str):
        return None
    if "..." in text:
        raise ValueError("the text leaves elements out, as numpy writes cells of more than 1000")
    open_lists: list[list[Any]] = [[]]
    for token in re.findall(r"[\[\]]|[^\s,\[\]]+", text):
        if token == "[":
            open_lists.append([])
        elif token == "]" and len(open_lists) > 1:
            done = open_lists.pop()
            open_lists[-1].append(done)
        else:
            open_lists[-1].append(_number(token))
    if len(open_lists) > 1 or len(open_lists[0]) != 1:
        raise ValueError(f"not one array: {text!r}")
    return open_lists[0][0]


def _number(token: str) -> Any:
    words = {"true": True, "false": False}
    if token.lower() in words:
        return words[token.lower()]
    return int(token) if token.lstrip("+-").isdecimal() else float(token)
