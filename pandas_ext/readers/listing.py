"""Which files a path, a folder, a pattern or a URL stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NamedTuple

from pandas_ext.errors import MissingLibraryError
from pandas_ext.source.limits import check_scheme
from pandas_ext.source.names import schemes_of

_GLOB: Final = frozenset("*?[")


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
        several is kept.
    extensions : iterable of str
        In small letters, with their dot; ``""`` of names without any.

    Raises
    ------
    FileNotFoundError
        If a path, a folder or any file of a pattern is not there.
    MediaError
        If a URL's scheme is not allowed.
    """
    if isinstance(paths, (str, os.PathLike)):
        return list(_listed(os.fspath(paths), tuple(extensions)))
    return [entry for path in paths for entry in list_files(path, extensions)]


def _listed(path: str, extensions: tuple[str, ...]) -> Iterator[Entry]:
    schemes = schemes_of(path)
    if schemes not in ([], ["file"]):
        found: Iterable[Entry] = _remote(path, schemes, extensions)
    else:
        found = _local(path.removeprefix("file://"), extensions)
    entries = sorted(found)
    if not entries:
        known = (
            ""
            if _GLOB & set(path)
            else f" with one of the extensions {', '.join(filter(None, extensions))}"
        )
        raise FileNotFoundError(f"no files in {path!r}{known}")
    yield from entries


def _local(path: str, extensions: tuple[str, ...]) -> Iterator[Entry]:
    check_scheme("file", path)
    path = os.path.expanduser(path)
    if os.path.isdir(path):
        yield from _below(path, extensions)
    elif os.path.lexists(path):  # also where its name has the letters of a pattern
        yield _entry(path, os.stat(path))
    elif _GLOB & set(path):
        for name in glob.iglob(path, recursive=True):
            status = os.stat(name)
            if not os.path.isdir(name):
                yield _entry(name, status)
    else:
        raise FileNotFoundError(f"no such file or directory: {path!r}")


def _below(folder: str, extensions: tuple[str, ...]) -> Iterator[Entry]:
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir(follow_symlinks=False):
                yield from _below(item.path, extensions)
            elif _is_one(item.name, extensions) and item.is_file():
                yield _entry(item.path, item.stat())


def _is_one(path: str, extensions: tuple[str, ...]) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.endswith(tuple(filter(None, extensions))) or ("" in extensions and "." not in name)


def _entry(path: str, status: os.stat_result) -> Entry:
    return Entry(path, status.st_size, status.st_mtime)


def _remote(url: str, schemes: list[str], extensions: tuple[str, ...]) -> Iterator[Entry]:
    for scheme in schemes:
        check_scheme(scheme, url)
    if schemes[0] in ("http", "https") and not _GLOB & set(url.partition("?")[0]):
        yield Entry(url)  # not asked for before it is needed
        return
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingLibraryError("fsspec", f"listing {schemes[0]}://") from error
    files, path = url_to_fs(url)
    if _GLOB & set(path):
        found = files.glob(path, detail=True)
    elif files.isdir(path):
        below = files.find(path, detail=True)
        found = {name: info for name, info in below.items() if _is_one(name, extensions)}
    else:
        found = {path: files.info(path)}
    chained = url.partition("::")[2]
    for name, info in found.items():
        if info.get("type") != "directory":
            full = files.unstrip_protocol(name) + (f"::{chained}" if chained else "")
            yield Entry(full, info.get("size"), _seconds(info))


def _seconds(info: dict[str, Any]) -> float | None:
    """Return when a file was changed last; every file system calls it otherwise."""
    names = ("mtime", "modified", "LastModified", "last_modified", "updated", "created")
    value = next((info[name] for name in names if info.get(name) is not None), None)
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.timestamp()
    return value if isinstance(value, (int, float)) else None


def _parsed(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except ValueError:
            continue
    return None
