"""Compile the kernels to files: ``python -m pandas_ext.kernels.build DIRECTORY``.

Run in a process of its own, as Numba takes seconds and a hundred megabytes.
"""

from __future__ import annotations

import fcntl
import os
import sys
from importlib import import_module
from pathlib import Path

from machine_code import store
from machine_code.compiler import compile_kernel
from pandas_ext.kernels.files import file_of
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
    """Compile; of several processes that are to, one does and the others wait for it."""
    (folder,) = sys.argv[1:] if arguments is None else arguments
    with open(Path(folder, ".building"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.nice(10)  # whoever asked works on meanwhile
        build(Path(folder))


if __name__ == "__main__":
    main()
