"""pandas code, unchanged, many times faster: ``import accel.pandas as pd``."""

from __future__ import annotations

import importlib
from typing import Any, Final

from accel import accessor as _accessor
from accel.settings import options

__all__ = ["explain_fallbacks", "install", "options", "profile", "uninstall", "warmup"]

_LAZY: Final = {
    "explain_fallbacks": "accel.frame.fallback",
    "install": "accel.installation",
    "load_ipython_extension": "accel.ipython",
    "profile": "accel.frame.profile",
    "uninstall": "accel.installation",
    "unload_ipython_extension": "accel.ipython",
    "warmup": "accel.warming",
}

_accessor.register()


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'accel' has no attribute {name!r}")
    return getattr(importlib.import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
