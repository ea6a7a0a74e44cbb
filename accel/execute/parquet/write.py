"""Writing Parquet so that a file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_NOT_A_LOCAL_FILE = ("partition_cols", "filesystem", "storage_options")


def write_parquet_atomic(frame: pd.DataFrame, path: Any = None, **kwargs: Any) -> bytes | None:
    """Write a frame as ``DataFrame.to_parquet`` does, replacing ``path`` in one step.

    The data goes to a temporary file in the same folder, which then takes the place of ``path``.
    When anything fails, the temporary file is removed and a file that was at ``path`` is as it
    was. What is not a local file (a buffer, a URL, a folder of partitions) is left to pandas.

    Parameters
    ----------
    frame : pandas.DataFrame
    path : str, path object, file-like object or None
    **kwargs
        As for ``DataFrame.to_parquet``.

    Raises
    ------
    OSError
        If the file cannot be written; it names ``path``.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet_atomic(pd.DataFrame({"a": [1, 2]}), f"{folder}/a.parquet")
    ...     os.listdir(folder), len(pd.read_parquet(f"{folder}/a.parquet"))
    (['a.parquet'], 2)
    """
    target = _replaceable(path, kwargs)
    if target is not None:
        temporary = _name_beside(target)
        try:
            if _create(temporary, target):
                frame.to_parquet(temporary, **kwargs)
                os.replace(temporary, target)
                return None
        except BaseException as error:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            if isinstance(error, OSError):
                raise _naming(error, temporary, os.fspath(path)) from error
            raise
    written: bytes | None = frame.to_parquet(path, **kwargs)
    return written


def _replaceable(path: Any, kwargs: dict[str, Any]) -> str | None:
    """Return the file to replace, links followed; None where pandas is to write directly."""
    if not isinstance(path, (str, os.PathLike)):
        return None
    text = os.fspath(path)
    if not isinstance(text, str) or "://" in text:
        return None
    if any(kwargs.get(name) is not None for name in _NOT_A_LOCAL_FILE):
        return None
    target = os.path.realpath(os.path.expanduser(text))
    if not os.path.isdir(os.path.dirname(target)):
        return None
    if os.path.exists(target) and not os.path.isfile(target):
        return None
    return target


def _name_beside(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:100]}.{secrets.token_hex(6)}.tmp")


def _create(temporary: str, target: str) -> bool:
    """Create an empty file with the permissions of ``target``; tell whether that is allowed."""
    try:
        # The process's umask applies, as it would to the file itself.
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except PermissionError:
        return False
    try:
        if os.path.exists(target):
            os.fchmod(handle, os.stat(target).st_mode & 0o7777)
    finally:
        os.close(handle)
    return True


def _naming(error: OSError, temporary: str, path: str) -> OSError:
    """Return the same error with the user's path in it, not that of the temporary file."""
    if error.errno is not None:
        return type(error)(error.errno, os.strerror(error.errno), path)
    named = OSError(str(error).replace(temporary, path))
    named.add_note(f"while {path} was written")
    return named
