"""Which files of this machine a pattern stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from typing import Final

LETTERS: Final = frozenset("*?[")
"""What makes a path a pattern."""

_ANY_DEPTH: Final = "**"
_Place = tuple[int, int]  # device and inode


def matches(pattern: str) -> Iterator[str]:
    """Give what a pattern stands for, some of it perhaps more than once.

    As ``glob.iglob(pattern, recursive=True)``, but ``**`` follows no link to a folder that it is
    in already: one link would give each file forty times, and two would never end.

    Parameters
    ----------
    pattern : str
        Names that begin with a dot are matched by none of its letters. Folders that cannot be
        listed are left out.
    """
    parts = pattern.split(os.sep)
    if _ANY_DEPTH not in parts:
        yield from glob.iglob(pattern)
        return
    place = parts.index(_ANY_DEPTH)
    top = os.sep.join(parts[:place]) or (os.sep if place else "")
    rest = parts[place + 1 :]
    while rest and rest[0] == _ANY_DEPTH:
        del rest[0]
    below = os.sep.join(rest or ["*"])
    for start in glob.iglob(top) if LETTERS & set(top) else [top]:
        for folder in _folders(start, frozenset()):
            yield from matches(os.path.join(glob.escape(folder), below))


def _folders(folder: str, above: frozenset[_Place]) -> Iterator[str]:
    """Give a folder and those below it, and of links those that lead elsewhere."""
    try:
        status = os.stat(folder or os.curdir)
        here = (status.st_dev, status.st_ino)
        if here in above:
            return
        with os.scandir(folder or os.curdir) as items:
            names = sorted(item.name for item in items if item.name[0] != "." and _is_folder(item))
    except OSError:  # no folder, or not to be listed
        return
    yield folder
    for name in names:
        yield from _folders(os.path.join(folder, name), above | {here})


def _is_folder(item: os.DirEntry[str]) -> bool:
    # asked itself, a link that leads to itself raises an error
    return item.is_dir(follow_symlinks=False) or (item.is_symlink() and os.path.isdir(item.path))
