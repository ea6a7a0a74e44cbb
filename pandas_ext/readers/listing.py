"""Which files a path, a folder, a pattern or a URL stands for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pandas_ext.readers.pattern import LETTERS, matches
from pandas_ext.source.limits import check_scheme
from pandas_ext.source.names import local_path, schemes_of, shown


class Entry(NamedTuple):
    """A file.

    Attributes
    ----------
    path : str
        As it is opened.
    size : int or None
        Bytes, if that is known without opening it.
    modified : float or None
        Seconds since 1970, likewise.
    """

    path: str
    size: int | None = None
    modified: float | None = None


def list_files(paths: Any, extensions: Iterable[str]) -> list[Entry]:
    """Return files in the order of their paths.

    Parameters
    ----------
    paths : str, PathLike or iterable of these
        Files, URLs, patterns (``*``, ``?``, ``[...]``, ``**`` for folders of any depth) and
        folders, which stand for all files below that have one of the extensions. The order of
        several is kept. Links to folders are followed by patterns alone.
    extensions : iterable of str
        In small letters, with their dot; ``""`` of names without any.

    Raises
    ------
    FileNotFoundError
        If a path, a folder or any file of a pattern is not there.
    PermissionError
        If a folder, or one below it, cannot be listed; patterns leave it out.
    TypeError
        If it is no path.
    MediaError
        If a URL's scheme is not allowed, or it cannot be listed.
    """
    if isinstance(paths, (str, bytes, os.PathLike)):
        return _listed(os.fsdecode(paths), tuple(extensions))
    if not isinstance(paths, Iterable):
        raise TypeError(f"paths are strings, paths or several of these, not {paths!r}")
    return [entry for path in paths for entry in list_files(path, extensions)]


def _listed(path: str, extensions: tuple[str, ...]) -> list[Entry]:
    schemes = schemes_of(path)
    if schemes not in ([], ["file"]):
        from pandas_ext.readers.remote import list_remote

        for scheme in schemes:
            check_scheme(scheme, shown(path))
        entries = list_remote(path, lambda name: is_one(name, extensions))
    else:
        # a pattern may find a file in more than one way
        entries = sorted(set(_local(local_path(path) if schemes else path, extensions)))
    if not entries:
        known = ", ".join(filter(None, extensions))
        wanted = "" if LETTERS & set(path) else f" with one of the extensions {known}"
        raise FileNotFoundError(f"no files in {shown(path)!r}{wanted}")
    return entries


def _local(path: str, extensions: tuple[str, ...]) -> Iterator[Entry]:
    check_scheme("file", path)
    path = os.path.expanduser(path)
    if os.path.isdir(path):
        yield from _below(path, extensions)
    elif os.path.lexists(path):  # also where its name has the letters of a pattern
        yield _entry(path, os.stat(path))
    elif LETTERS & set(path):
        for name in matches(path):
            if not os.path.isdir(name):
                yield from _found(name)
    else:
        raise FileNotFoundError(f"no such file or directory: {path!r}")


def _below(folder: str, extensions: tuple[str, ...]) -> Iterator[Entry]:
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir(follow_symlinks=False):
                yield from _below(item.path, extensions)
            elif is_one(item.name, extensions) and not os.path.isdir(item.path):
                yield from _found(item.path)


def _found(path: str) -> Iterator[Entry]:
    """Give a file that was seen in a folder, if it is still there."""
    try:
        status = os.stat(path)
    except OSError:
        if os.path.lexists(path):  # a link that leads nowhere: an error of its row
            yield Entry(_path(path))
    else:
        yield _entry(path, status)


def _entry(path: str, status: os.stat_result) -> Entry:
    return Entry(_path(path), status.st_size, status.st_mtime)


def _path(path: str) -> str:
    """Return a path as it is opened: a name such as ``s3::a`` would be taken for a URL."""
    return os.path.join(os.curdir, path) if schemes_of(path) else path


def is_one(path: str, extensions: tuple[str, ...]) -> bool:
    """Tell whether a name ends in one of the extensions."""
    name = path.rpartition("/")[2].lower()
    return name.endswith(tuple(filter(None, extensions))) or ("" in extensions and "." not in name)
