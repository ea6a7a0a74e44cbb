"""One step more for each cell of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError


def with_step(
    cells: NDArray[np.object_], make: Callable[..., Any], arguments: Mapping[str, Any]
) -> NDArray[np.object_]:
    """Return handles with one step more.

    Parameters
    ----------
    cells : ndarray of object
        ``None`` where one is missing.
    make : callable
        The class of the step.
    arguments : mapping
        Its fields; an ndarray of objects gives one to each row. A row that has a missing value
        there is missing in the result.

    Raises
    ------
    ValueError, TypeError
        If there is no such step.
    MediaError
        If there is none with a row's values.
    """
    columns = {name: a for name, a in arguments.items() if isinstance(a, np.ndarray)}
    rest = {name: a for name, a in arguments.items() if name not in columns}
    shared = None if columns else make(**rest)
    made = np.empty(len(cells), object)
    for k, cell in enumerate(cells):
        values = {name: column[k] for name, column in columns.items()}
        if cell is None or any(value is None for value in values.values()):
            continue
        try:
            made[k] = cell.then(make(**rest, **values) if shared is None else shared)
        except (ValueError, TypeError) as error:
            raise MediaError(str(error)).at_row(k) from error
    return made
