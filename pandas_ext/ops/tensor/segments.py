"""Reductions of runs of elements that lie one behind the other.

Sums of floats run in double precision, whatever the elements are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
Lengths = NDArray[np.int64]


def _over(
    function: np.ufunc, values: Values, lengths: Lengths, identity: Any, element: Any
) -> Values:
    result = np.full(len(lengths), identity, element)
    filled = np.flatnonzero(lengths)
    if len(filled):
        starts = (np.cumsum(lengths) - lengths)[filled]
        with np.errstate(all="ignore"):
            result[filled] = function.reduceat(values, starts, dtype=element)
    return result


def _wide(values: Values) -> np.dtype[Any]:
    return np.dtype(np.float64) if values.dtype.kind == "f" else np.sum(values[:0]).dtype


def total(values: Values, lengths: Lengths) -> Values:
    """Return the sum of each run.

    Examples
    --------
    >>> total(np.array([1, 2, 3]), np.array([2, 0, 1]))
    array([3, 0, 3])
    """
    made = _over(np.add, values, lengths, 0, _wide(values))
    return _narrow(made, np.sum(values[:0]).dtype)


def product(values: Values, lengths: Lengths) -> Values:
    """Return the product of each run."""
    made = _over(np.multiply, values, lengths, 1, _wide(values))
    return _narrow(made, np.prod(values[:0]).dtype)


def _narrow(values: Values, element: np.dtype[Any]) -> Values:
    with np.errstate(all="ignore"):
        return values.astype(element)


def _quotient_type(values: Values) -> np.dtype[Any]:
    return values.dtype if values.dtype.kind == "f" else np.dtype(np.float64)


def _means(values: Values, lengths: Lengths) -> Values:
    with np.errstate(all="ignore"):
        return _over(np.add, values, lengths, 0, np.float64) / lengths


def mean(values: Values, lengths: Lengths) -> Values:
    """Return the mean of each run, NaN of none."""
    return _narrow(_means(values, lengths), _quotient_type(values))


def _variances(values: Values, lengths: Lengths, ddof: float) -> Values:
    with np.errstate(all="ignore"):
        apart = values - np.repeat(_means(values, lengths), lengths)
        return _over(np.add, apart * apart, lengths, 0, np.float64) / np.maximum(lengths - ddof, 0)


def var(values: Values, lengths: Lengths, ddof: float = 0) -> Values:
    """Return the variance of each run."""
    return _narrow(_variances(values, lengths, ddof), _quotient_type(values))


def std(values: Values, lengths: Lengths, ddof: float = 0) -> Values:
    """Return the standard deviation of each run."""
    return _narrow(np.sqrt(_variances(values, lengths, ddof)), _quotient_type(values))


def _filled(lengths: Lengths, name: str) -> None:
    if not lengths.all():
        raise ValueError(f"zero-size array to reduction operation {name} which has no identity")


def smallest(values: Values, lengths: Lengths) -> Values:
    """Return the smallest element of each run, NaN where there is one."""
    _filled(lengths, "minimum")
    return _over(np.minimum, values, lengths, 0, values.dtype)


def largest(values: Values, lengths: Lengths) -> Values:
    """Return the largest element of each run, NaN where there is one."""
    _filled(lengths, "maximum")
    return _over(np.maximum, values, lengths, 0, values.dtype)


def some(values: Values, lengths: Lengths) -> Values:
    """Tell whether an element of each run is true."""
    return _over(np.logical_or, values.astype(np.bool_), lengths, False, np.bool_)


def every(values: Values, lengths: Lengths) -> Values:
    """Tell whether all elements of each run are true."""
    return _over(np.logical_and, values.astype(np.bool_), lengths, True, np.bool_)


def _first_of(values: Values, extremes: Values, lengths: Lengths) -> NDArray[np.intp]:
    repeated = np.repeat(extremes, lengths)
    hits = np.flatnonzero((values == repeated) | (repeated != repeated) & (values != values))
    runs = np.repeat(np.arange(len(lengths)), lengths)[hits]
    first = np.ones(len(hits), np.bool_)
    first[1:] = runs[1:] != runs[:-1]
    return hits[first] - (np.cumsum(lengths) - lengths)


def place_of_largest(values: Values, lengths: Lengths) -> Values:
    """Return where the largest element of each run stands, or the first NaN."""
    _filled(lengths, "argmax")
    return _first_of(values, largest(values, lengths), lengths)


def place_of_smallest(values: Values, lengths: Lengths) -> Values:
    """Return where the smallest element of each run stands, or the first NaN."""
    _filled(lengths, "argmin")
    return _first_of(values, smallest(values, lengths), lengths)


def norm(values: Values, lengths: Lengths, ord: float = 2) -> Values:  # noqa: A002
    """Return the vector norm of each run."""
    wide = np.abs(values.astype(np.float64))
    if abs(ord) == np.inf:
        made = (largest if ord > 0 else smallest)(wide, lengths)
    elif ord == 0:
        made = _over(np.add, wide != 0, lengths, 0, np.float64)
    elif ord == 2:
        made = np.sqrt(_over(np.add, wide * wide, lengths, 0, np.float64))
    else:
        with np.errstate(all="ignore"):
            made = _over(np.add, wide**ord, lengths, 0, np.float64) ** (1 / ord)
    return _narrow(made, _quotient_type(values))


SEGMENTS: Final[dict[str, Callable[..., Values]]] = {
    "sum": total,
    "prod": product,
    "mean": mean,
    "min": smallest,
    "max": largest,
    "std": std,
    "var": var,
    "any": some,
    "all": every,
    "argmax": place_of_largest,
    "argmin": place_of_smallest,
    "norm": norm,
}
