"""Which files a URL stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from pandas_ext.errors import MediaError
from pandas_ext.readers.listing import Entry
from pandas_ext.readers.pattern import LETTERS
from pandas_ext.source.filesystem import AbsentError, Files, tried
from pandas_ext.source.names import schemes_of, shown

_PATIENCE: Final = (
    20  # times as long as a file: a bucket of a million is listed in a thousand pages
)


def list_remote(url: str, is_one: Callable[[str], bool]) -> list[Entry]:
    """Return the files that a URL of schemes that are allowed stands for, by name.

    Parameters
    ----------
    url : str
        A file, a folder, a bucket or a pattern. A single file of http is not asked for.
    is_one : callable
        Tells of the names below a folder which count.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    MediaError
        If it cannot be listed.
    """
    if schemes_of(url) in (["http"], ["https"]):
        if not LETTERS & set(url.partition("?")[0]):
            return [Entry(url)]
        from pandas_ext.readers.web import list_web

        return [Entry(file) for file in list_web(url)]

    def found(files: Files, path: str) -> list[Entry]:
        files.system.invalidate_cache()  # what others wrote since it was listed last counts
        of = _Urls(url, path)
        return [
            Entry(of.file(name), info.get("size"), _seconds(info))
            for name, info in _infos(files, path, is_one).items()
        ]

    try:
        entries = tried(url, found, "listed", _PATIENCE)
    except AbsentError as error:
        raise FileNotFoundError(f"no such file or directory: {shown(url)!r}") from error.__cause__
    return sorted(entries, key=lambda entry: entry.path)


def _infos(files: Files, path: str, is_one: Callable[[str], bool]) -> dict[str, dict[str, Any]]:
    if LETTERS & set(path):
        found = files.call("glob", path, detail=True)
        return {name: info for name, info in found.items() if info.get("type") != "directory"}
    info = files.call("info", path)
    if info.get("type") != "directory":
        return {path: info}
    below = files.call("find", path, detail=True)
    return {name: info for name, info in below.items() if is_one(name)}


class _Urls:
    """From what a file system calls its files to URLs.

    Parameters
    ----------
    url : str
        That was listed, perhaps a chain.
    path : str
        What the file system calls it.
    """

    def __init__(self, url: str, path: str) -> None:
        self._url = url
        parts = url.split("::") if len(schemes_of(url)) > 1 else [url]
        # of a chain such as simplecache::s3://bucket, the second part has the path
        place = next(k for k, part in enumerate(parts) if "://" in part)
        scheme, mark, own = parts[place].partition("://")
        path, own = path.rstrip("/"), own.rstrip("/")
        host = own.removesuffix(path) if path and own.endswith(path) else ""
        self._before = "::".join([*parts[:place], f"{scheme}{mark}{host}"])
        self._after = "".join(f"::{part}" for part in parts[place + 1 :])

    def file(self, name: str) -> str:
        """Return the URL of a file.

        Raises
        ------
        MediaError
            If it can have none.
        """
        if "::" in name:  # nobody who names a file is to choose what is opened
            raise MediaError(
                f"a file's name has the mark of a chain, '::': {name!r}", shown(self._url)
            )
        return f"{self._before}{name}{self._after}"


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
