"""The compiled-code cache: one checked file a kernel, in the user's cache directory.

A damaged file is recompiled and replaced; a directory that cannot be used costs a warning, once,
and compilation in memory. How files are kept: ``machine_code/store.py``.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Final

from accel.settings import options
from machine_code import store


class CodeCacheWarning(UserWarning):
    """The compiled-code cache cannot be used; kernels are compiled again in each process."""


_IMPORT: Final = re.compile(rb"^from accel\.kernels\.source\.(\w+) import", re.MULTILINE)


@cache
def _sources() -> tuple[bytes, dict[str, tuple[bytes, list[str]]]]:
    """Return the compiler's digest, and the digest and imports of every kernel source.

    All are read at once, before the first is imported: what a program that runs while its
    sources are edited compiles is then never kept as the object code of the edited text.
    """
    folder = Path(__file__).parent
    compiler = hashlib.sha256(store.compiler_digest() + (folder / "intrinsics.py").read_bytes())
    kernels = {}
    for path in (folder / "source").glob("*.py"):
        text = path.read_bytes()
        imports = [found.decode() for found in _IMPORT.findall(text)]
        kernels[path.stem] = hashlib.sha256(text).digest(), imports
    return compiler.digest(), kernels


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
        reason = store.ensure_directory(path)
    except OSError as error:
        _warn_once(f"cannot use the code cache {path}: {error}")
        return None
    if reason:
        _warn_once(f"not using the code cache {path}: {reason}")
        return None
    return path


def _path(module: str, key: str) -> Path | None:
    from machine_code.loader import cpu_fingerprint

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
        return store.read(path)
    except OSError as error:
        _warn_once(f"cannot read the code cache file {path}: {error}")
        return None


def write(module: str, key: str, symbol: str, code: bytes) -> None:
    """Store object code for ``key``; a failure costs a warning, not the call."""
    path = _path(module, key)
    if path is None:
        return
    try:
        store.write(path, symbol, code)
    except OSError as error:
        _warn_once(f"cannot write the code cache file {path}: {error}")
