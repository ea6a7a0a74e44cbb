"""Where machine code is kept: a file a kernel, named by all that it depends on."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from machine_code import store
from machine_code.loader import cpu_fingerprint
from pandas_ext.kernels.table import KERNELS


@cache
def _digest() -> bytes:
    """Digest the sources, the compiler and the processor."""
    digest = hashlib.sha256(store.compiler_digest() + cpu_fingerprint().encode())
    for path in sorted(Path(__file__).with_name("source").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def user_directory() -> Path | None:
    """Return where machine code is kept, made if it is missing; None if that cannot be trusted.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    path = Path(base, "pandas_ext", "kernels")
    return None if store.ensure_directory(path) else path


def file_of(directory: Path, name: str) -> Path:
    """Return where a kernel's machine code is, or is to be.

    Raises
    ------
    OSError
        If the sources cannot be read.
    """
    digest = hashlib.sha256(_digest() + repr((name, KERNELS[name])).encode())
    return directory / f"{name}-{digest.hexdigest()[:32]}.o"
