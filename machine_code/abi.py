"""The calling convention shared by every compiled kernel.

A kernel is a typed Python function over raw pointers and scalars. Compiled, it becomes a C function

    int32 entry(int64 *result, void **unused, int64 *registers, int64 *slots)

whose k-th parameter is read from ``registers[slots[k]]``: an address for a pointer, the bits of the
value for a scalar. One convention lets a *program* (a list of kernel addresses and slots, see
``accel/kernels/program.py``) run many kernels in one call from Python, with the GIL released
throughout.

Signatures are written as text, ``"f8* f8* f8* i8"``: NumPy's type codes, ``*`` for a pointer.
"""

from __future__ import annotations

import struct
from typing import Final

# NumPy type codes understood in signatures. "b1" is bool stored in a byte.
SCALARS: Final = frozenset({"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", "b1"})

_FLOAT_BITS: Final = {"f8": struct.Struct("<d"), "f4": struct.Struct("<f")}
_INT64: Final = struct.Struct("<q")
_INT32: Final = struct.Struct("<i")


def parse_signature(signature: str) -> tuple[str, ...]:
    """Split ``"f8* i8"`` into its parameter types, checking each.

    Raises
    ------
    ValueError
        If a type is not one of ``SCALARS``, with or without ``*``.

    Examples
    --------
    >>> parse_signature("f8* i8")
    ('f8*', 'i8')
    """
    params = tuple(signature.split())
    for param in params:
        if param.removesuffix("*") not in SCALARS:
            raise ValueError(f"unknown kernel parameter type {param!r} in {signature!r}")
    return params


def scalar_bits(code: str, value: float | int | bool) -> int:
    """Return ``value`` as the signed 64-bit integer a kernel's register holds for type ``code``.

    Examples
    --------
    >>> scalar_bits("i8", -1), scalar_bits("f8", 0.5)
    (-1, 4602678819172646912)
    """
    if code == "f8":
        return int(_INT64.unpack(_FLOAT_BITS["f8"].pack(value))[0])
    if code == "f4":
        return int(_INT32.unpack(_FLOAT_BITS["f4"].pack(value))[0])
    number = int(value)
    return number - (1 << 64) if number >= 1 << 63 else number
