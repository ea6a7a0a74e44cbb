"""The compiled-code cache: one checked file a kernel, in the user's cache directory.

A file is written to a temporary name and renamed, so that a reader sees a whole file or none; a
damaged file is recompiled and replaced; a directory that cannot be used costs a warning, once, and
compilation in memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import tempfile
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from accel.settings import options

_MAGIC: Final = b"ACCELKC1"
_HEADER: Final = struct.Struct("<8s32sI")


class CodeCacheWarning(UserWarning):
    """The compiled-code cache cannot be used; kernels are compiled again in each process."""


_IMPORT: Final = re.compile(rb"^from accel\.kernels\.source\.(\w+) import", re.MULTILINE)
_COMPILER_SOURCES: Final = ("abi.py", "compiler.py", "intrinsics.py")


@cache
def _sources() -> tuple[bytes, dict[str, tuple[bytes, list[str]]]]:
    """Return the compiler's digest, and the digest and imports of every kernel source.

    All are read at once, before the first is imported: what a program that runs while its
    sources are edited compiles is then never kept as the object code of the edited text.
    """
    folder = Path(__file__).parent
    compiler = hashlib.sha256()
    for name in _COMPILER_SOURCES:
        compiler.update((folder / name).read_bytes())
    for package in ("numba", "llvmlite"):
        compiler.update(_version_text(package))
    kernels = {}
    for path in (folder / "source").glob("*.py"):
        text = path.read_bytes()
        imports = [found.decode() for found in _IMPORT.findall(text)]
        kernels[path.stem] = hashlib.sha256(text).digest(), imports
    return compiler.digest(), kernels


def _version_text(package: str) -> bytes:
    """Read a package's version file: a tenth of the time that its metadata takes."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{package} is not installed")
    return Path(spec.origin).with_name("_version.py").read_bytes()


@cache
def _source_digest(module: str) -> bytes:
    """Digest a kernel source and all it imports: changed kernels never meet old object code."""
    compiler, kernels = _sources()
    found: dict[str, bytes] = {}
    pending = [module]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name], imports = kernels[name]
            pending += imports
    return hashlib.sha256(compiler + b"".join(found[name] for name in sorted(found))).digest()


@cache
def _warn_once(message: str) -> None:
    warnings.warn(message, CodeCacheWarning, stacklevel=2)


@cache
def _directory(root: str) -> Path | None:
    """Return the usable cache directory under ``root``, made if missing; None if there is none."""
    path = Path(root) / "kernels"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = path.stat()
    except OSError as error:
        _warn_once(f"cannot use the code cache {path}: {error}")
        return None
    foreign = hasattr(os, "getuid") and owner.st_uid != os.getuid()
    if foreign or stat.S_IMODE(owner.st_mode) & 0o022:
        _warn_once(f"not using the code cache {path}: other users can write to it")
        return None
    return path


def _path(module: str, key: str) -> Path | None:
    from accel.kernels.loader import cpu_fingerprint

    directory = _directory(options.cache_dir)
    if directory is None:
        return None
    try:
        sources = _source_digest(module)
    except (OSError, KeyError) as error:
        _warn_once(f"not using the code cache: the kernels' sources cannot be read: {error}")
        return None
    digest = hashlib.sha256(sources + key.encode() + cpu_fingerprint().encode())
    return directory / f"{digest.hexdigest()[:40]}.o"


def read(module: str, key: str) -> tuple[str, bytes] | None:
    """Return (symbol, object code) stored for ``key``, or None if missing or damaged."""
    path = _path(module, key)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _warn_once(f"cannot read the code cache file {path}: {error}")
        return None
    if len(content) < _HEADER.size:
        return None
    magic, checksum, symbol_size = _HEADER.unpack_from(content)
    body = content[_HEADER.size :]
    if magic != _MAGIC or hashlib.sha256(body).digest() != checksum:
        return None
    return body[:symbol_size].decode(), body[symbol_size:]


def write(module: str, key: str, symbol: str, code: bytes) -> None:
    """Store object code for ``key``; a failure costs a warning, not the call."""
    path = _path(module, key)
    if path is None:
        return
    body = symbol.encode() + code
    content = _HEADER.pack(_MAGIC, hashlib.sha256(body).digest(), len(symbol.encode())) + body
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as error:
        _warn_once(f"cannot write the code cache file {path}: {error}")
