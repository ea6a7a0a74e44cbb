"""Checks of what operations are given: columns give every number as they hold it."""

from __future__ import annotations

import numbers
import operator
from collections.abc import Iterable
from typing import Any, Final

Fill = float | str | tuple[float, ...]
"""A colour: of all channels, of each, or its name as CSS has it."""

FILTERS: Final = ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")
"""Pillow's resampling filters, each antialiased when the picture shrinks."""


def settle(step: object, **values: Any) -> None:
    """Set fields of a frozen dataclass while it is made."""
    for name, value in values.items():
        object.__setattr__(step, name, value)


def settle_target(step: Any) -> None:
    """Check width, height and filter of a step that resamples to a size, and set them."""
    settle(
        step,
        width=whole("width", step.width, 1),
        height=whole("height", step.height, 1),
        filter=one_of("filter", step.filter, FILTERS),
    )


def whole(name: str, value: Any, least: int | None = None) -> int:
    """Return a whole number.

    Raises
    ------
    ValueError, TypeError
        If it is none, or less than ``least``.

    Examples
    --------
    >>> whole("width", 224.0, 1)
    224
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is a whole number, not {value!r}") from None
    if least is not None and number < least:
        raise ValueError(f"{name} is a number of at least {least}, not {number}")
    return number


def real(name: str, value: Any, least: float | None = None) -> float:
    """Return a finite number.

    Raises
    ------
    ValueError, TypeError
        If it is none, or less than ``least``.
    """
    if not isinstance(value, numbers.Real):
        raise TypeError(f"{name} is a number, not {value!r}")
    number = float(value)
    if not abs(number) < float("inf") or (least is not None and number < least):
        bound = "" if least is None else f" of at least {least:g}"
        raise ValueError(f"{name} is a finite number{bound}, not {value!r}")
    return number


def interval(name: str, value: Any) -> tuple[float, float]:
    """Return two finite numbers, the lower one first.

    Raises
    ------
    ValueError, TypeError
        If they are none.
    """
    parts = tuple(value) if isinstance(value, Iterable) else ()
    if len(parts) != 2 or not all(isinstance(part, numbers.Real) for part in parts):
        raise TypeError(f"{name} is two finite numbers, not {value!r}")
    low, high = float(parts[0]), float(parts[1])
    if not -float("inf") < low < high < float("inf"):
        raise ValueError(f"{name} is two finite numbers, the lower one first, not {value!r}")
    return low, high


def one_of(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return a word that is allowed.

    Raises
    ------
    ValueError
        If it is another one.
    """
    words = tuple(allowed)
    if value not in words:
        raise ValueError(f"{name} is one of {', '.join(words)}, not {value!r}")
    return str(value)


def place(name: str, value: Any) -> tuple[float, float]:
    """Return where something lies, from 0 (left, top) to 1 (right, bottom) along both axes.

    Raises
    ------
    ValueError
        If it is elsewhere.
    """
    across, down = (real(name, part, 0) for part in value)
    if max(across, down) > 1:
        raise ValueError(f"{name} is two numbers from 0 to 1, not {value!r}")
    return across, down


def colour(value: Any) -> Fill:
    """Return a colour as a hashable value.

    Raises
    ------
    TypeError
        If it is no number, name or sequence of numbers.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, numbers.Real):
        return _channel(value)
    if isinstance(value, Iterable):
        return tuple(_channel(part) for part in value)
    raise TypeError(f"a colour is a number, a name or one number a channel, not {value!r}")


def _channel(value: Any) -> float:
    number = real("a channel of a colour", value)
    return int(number) if number.is_integer() else number
