"""Files of machine code in a directory of the user's: whole, checked, and nobody else's.

A file is written to a temporary name and renamed, so that a reader sees a whole file or none.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_MAGIC: Final = b"ACCELKC1"
_HEADER: Final = struct.Struct("<8s32sI")
_SOURCES: Final = ("abi.py", "compiler.py", "types.py")


def ensure_directory(path: Path) -> str:
    """Make a directory if it is missing; return why it cannot be trusted, ``""`` if it can.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = path.stat()
    foreign = hasattr(os, "getuid") and facts.st_uid != os.getuid()
    shared = foreign or stat.S_IMODE(facts.st_mode) & 0o022
    return "other users can write to it" if shared else ""


@cache
def compiler_digest() -> bytes:
    """Digest what machine code depends on besides its source: the compiler and what it is made of.

    Raises
    ------
    OSError
        If its sources cannot be read.
    """
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes())
    for package in ("numba", "llvmlite"):
        digest.update(_version_text(package))
    return digest.digest()


def _version_text(package: str) -> bytes:
    """Read a package's version file: a tenth of the time that its metadata takes."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{package} is not installed")
    return Path(spec.origin).with_name("_version.py").read_bytes()


def read(path: Path) -> tuple[str, bytes] | None:
    """Return symbol and object code that a file holds, None if it is missing or damaged.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(content) < _HEADER.size:
        return None
    magic, checksum, symbol_size = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != _MAGIC or hashlib.sha256(body).digest() != checksum:
        return None
    return body[:symbol_size].decode(), body[symbol_size:]


def write(path: Path, symbol: str, code: bytes) -> None:
    """Write symbol and object code to a file.

    Raises
    ------
    OSError
        If that fails; nothing is left behind.
    """
    body = symbol.encode() + code
    content = _HEADER.pack(_MAGIC, hashlib.sha256(body).digest(), len(symbol.encode())) + body
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
