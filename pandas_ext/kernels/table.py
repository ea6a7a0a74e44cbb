"""Every kernel: where its source is, and its parameters as ``machine_code/abi.py`` writes them."""

from __future__ import annotations

from typing import Final

SOURCES: Final = "pandas_ext.kernels.source"

KERNELS: Final[dict[str, tuple[str, str]]] = {
    "resample": (
        "resample:resample",
        "u1* i8 i8 i8 i8* i8* i4* i8 i8 i8* i8* i4* i8 u1* u1* i4* u1*",
    ),
    "huffman_table": ("huffman:make_table", "u1* u1* i8 i4*"),
    "decode_scan": ("jpeg:decode_scan", "u1* i8 i8 i8* i4* f4* i8* i4* u1* i8*"),
    "to_rgb": ("jpeg:to_rgb", "u1* u1* u1* i8 i8 i8 u1*"),
}
"""From a name to ``module:function`` and a signature."""
