"""Every kernel: where its source is, and its parameters as ``machine_code/abi.py`` writes them."""

from __future__ import annotations

from typing import Final

SOURCES: Final = "pandas_ext.kernels.source"

KERNELS: Final[dict[str, tuple[str, str]]] = {
    "resample": (
        "resample:resample",
        "u1* i8 i8 i8 i8* i8* i4* i8 i8 i8* i8* i4* i8 u1* u1* i4* u1*",
    ),
}
"""From a name to ``module:function`` and a signature."""
