"""Arguments that are the same for all rows, or have a value for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError


def made_by_row(
    cells: Sequence[Any] | NDArray[np.object_],
    make: Callable[..., Any],
    arguments: Mapping[str, Any],
) -> Iterator[tuple[int, Any]]:
    """Yield what is made of the arguments for each row, and where that is.

    Parameters
    ----------
    cells : sequence
        ``None`` where one is missing: nothing is made for it.
    make : callable
        Called once, if no argument has a value for each row.
    arguments : mapping
        By name; an ndarray of objects gives one to each row. Nothing is made for a row that has a
        missing value there.

    Raises
    ------
    ValueError, TypeError
        If nothing can be made of them.
    MediaError
        If nothing can be made of a row's values.
    """
    columns = {name: a for name, a in arguments.items() if isinstance(a, np.ndarray)}
    rest = {name: a for name, a in arguments.items() if name not in columns}
    shared = None if columns else make(**rest)
    for k, cell in enumerate(cells):
        values = {name: column[k] for name, column in columns.items()}
        if cell is None or any(value is None for value in values.values()):
            continue
        try:
            made = make(**rest, **values) if columns else shared
        except (ValueError, TypeError) as error:
            raise MediaError(str(error)).at_row(k) from error
        yield k, made


def with_step(
    cells: NDArray[np.object_], make: Callable[..., Any], arguments: Mapping[str, Any]
) -> tuple[NDArray[np.object_], list[Any]]:
    """Return handles with one step more, and the steps; see :func:`made_by_row`."""
    items = np.empty(len(cells), object)
    steps = []
    for k, step in made_by_row(cells, make, arguments):
        items[k] = cells[k].then(step)
        steps.append(step)
    return items, steps
