"""Pickles of our objects: those of plain pandas, which need nothing of ours to be read."""

from __future__ import annotations

import copyreg
import importlib
from typing import Any


def reduced(obj: Any) -> Any:
    """Pickle a plain object so that plain pandas can read it, also after ``accel.install()``."""
    where = "pandas.core.frame" if obj.ndim == 2 else "pandas.core.series"
    cls = Call(getattr, Call(importlib.import_module, where), type(obj).__name__)
    return copyreg._reconstructor, (cls, object, None), obj.__getstate__()  # type: ignore[attr-defined]


class Call:
    """Pickles as a call. ``pandas.DataFrame`` by name would be ours after ``accel.install()``."""

    def __init__(self, function: Any, *args: Any) -> None:
        self._reduced = function, args

    def __reduce__(self) -> Any:
        return self._reduced
