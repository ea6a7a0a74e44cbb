"""Names of the files of a column's rows."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final

_SEPARATOR: Final = re.compile(r"[/\\]")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def names_of(labels: Sequence[Hashable], given: Any = None) -> list[str | None]:
    """Return a name for each row, without the end that says its format if none was given.

    Parameters
    ----------
    labels : sequence
        The rows' labels.
    given : str, sequence or None
        A pattern with ``{index}`` (the label) and ``{position}`` (from 0 on), or a name for each
        row, ``None`` where it is missing. By default: the labels.

    Raises
    ------
    ValueError
        If a name is not that of a file below the folder, or a pattern is none.

    Examples
    --------
    >>> names_of(["a", ("b", 1)]), names_of(["x"], "{index}/{position:03}")
    (['a', 'b_1'], ['x/000'])
    """
    if given is None:
        names: list[str | None] = [_of_label(label) for label in labels]
    elif isinstance(given, str):
        names = [_filled(given, label, k) for k, label in enumerate(labels)]
    elif not isinstance(given, Iterable):
        raise TypeError(f"name is a pattern or a name for each row, not {given!r}")
    else:
        names = [None if name is None else str(name) for name in given]
    for label, name in zip(labels, names, strict=True):
        if name is not None and not _is_safe(name):
            raise ValueError(f"row {label!r}: {name!r} does not name a file below the folder")
    return names


def check_distinct(labels: Sequence[Hashable], names: Sequence[str | None]) -> None:
    """Check that no two rows have the same name.

    Raises
    ------
    ValueError
        Naming both rows.
    """
    first: dict[str, Hashable] = {}
    for label, name in zip(labels, names, strict=True):
        if name is None:
            continue
        path = "/".join(part for part in name.split("/") if part not in ("", "."))
        if path in first:
            raise ValueError(
                f"rows {first[path]!r} and {label!r} would both be written to {name!r}"
            )
        first[path] = label


def _of_label(label: Hashable) -> str:
    return "_".join(str(part) for part in label) if isinstance(label, tuple) else str(label)


def _filled(pattern: str, label: Hashable, place: int) -> str:
    try:
        return pattern.format(index=_of_label(label), position=place)
    except (LookupError, AttributeError, ValueError) as error:
        raise ValueError(
            f"a pattern holds {{index}} and {{position}}, and no other braces: {pattern!r}"
        ) from error


def _is_safe(name: str) -> bool:
    """Tell whether a name stays below a folder, on every system."""
    parts = _SEPARATOR.split(name)
    return (
        parts[0] != ""
        and parts[-1] not in ("", ".")
        and ".." not in parts
        and "\0" not in name
        and "::" not in name  # fsspec's mark of a chain
        and not _DRIVE.match(name)
    )
