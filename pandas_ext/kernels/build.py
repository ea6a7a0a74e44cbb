"""Compile the kernels to files: ``python -m pandas_ext.kernels.build [DIRECTORY]``.

Run in a process of its own, as Numba takes seconds and a hundred megabytes. Without a directory
they go where :mod:`pandas_ext.kernels.library` looks for them.
"""

from __future__ import annotations

import argparse
import fcntl
from importlib import import_module
from pathlib import Path

from machine_code import store
from machine_code.compiler import compile_kernel
from pandas_ext.kernels.files import file_of, user_directory
from pandas_ext.kernels.table import KERNELS, SOURCES


def build(directory: Path) -> None:
    """Compile the kernels that a directory lacks.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    for name, (source, signature) in KERNELS.items():
        path = file_of(directory, name)
        if store.read(path) is None:
            module, _, function = source.partition(":")
            compiled = getattr(import_module(f"{SOURCES}.{module}"), function)
            store.write(path, *compile_kernel(compiled, signature))


def main(arguments: list[str] | None = None) -> None:
    """Compile; of several processes that are to, one does and the others wait for it.

    Raises
    ------
    OSError
        If there is no directory that can be trusted, or a file cannot be written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m pandas_ext.kernels.build", description="Compile the kernels of pandas_ext."
    )
    parser.add_argument("directory", type=Path, nargs="?", help="by default, the user's cache")
    directory = parser.parse_args(arguments).directory or user_directory()
    if directory is None:
        raise OSError("other users can write to the directory in the user's cache")
    with open(directory / ".building", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(directory)


if __name__ == "__main__":
    main()
