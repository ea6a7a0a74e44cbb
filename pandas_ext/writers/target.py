"""Where files are written: a folder of this machine, or whatever fsspec writes to."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress

from pandas_ext.errors import MediaError
from pandas_ext.source import filesystem
from pandas_ext.source.limits import check_scheme
from pandas_ext.source.names import local_path, schemes_of, shown


class Target:
    """A folder.

    Parameters
    ----------
    folder : str or PathLike
        A path, or a URL of a scheme that ``options.schemes`` allows.

    Raises
    ------
    MediaError
        If its scheme is not allowed.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        path = os.fspath(folder)
        schemes = schemes_of(path)
        for scheme in schemes or ["file"]:
            check_scheme(scheme, shown(path))
        self._is_local = schemes in ([], ["file"])
        self._folder = local_path(path) if schemes == ["file"] else path

    def path(self, name: str) -> str:
        """Return where a file of that name is."""
        if self._is_local:
            return os.path.join(self._folder, name)
        start, mark, rest = self._folder.partition("::")
        return f"{start.rstrip('/')}/{name}{mark}{rest}"

    def write(self, name: str, data: bytes | memoryview) -> None:
        """Write a file; one that is there is replaced by the whole new one, or stays.

        Raises
        ------
        MediaError
            If it cannot be written.
        """
        path = self.path(name)
        if not self._is_local:
            filesystem.write(path, data)
            return
        folder, base = os.path.split(path)
        part = os.path.join(folder, f".{base[:64]}.{secrets.token_hex(6)}.part")
        try:
            os.makedirs(folder or ".", exist_ok=True)
            try:
                with open(part, "xb") as file:
                    file.write(data)
                os.replace(part, path)
            except BaseException:
                with suppress(FileNotFoundError):
                    os.unlink(part)
                raise
        except OSError as error:
            raise MediaError(
                f"cannot be written: {(error.strerror or str(error)).lower()}", path
            ) from error
