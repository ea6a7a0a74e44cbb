"""Numba's types of the type codes that signatures are written in."""

from __future__ import annotations

from typing import Any, Final

from numba import types

TYPES: Final[dict[str, Any]] = {
    "i1": types.int8, "i2": types.int16, "i4": types.int32, "i8": types.int64,
    "u1": types.uint8, "u2": types.uint16, "u4": types.uint32, "u8": types.uint64,
    "f4": types.float32, "f8": types.float64, "b1": types.uint8,
}  # fmt: skip
