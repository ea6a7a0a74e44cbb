"""``accel.install()``: programs that import pandas get the engine."""

from __future__ import annotations

import copyreg
import importlib
import pkgutil
import sys
from types import ModuleType
from typing import Any, Final

from accel.frame.core import PLAIN
from accel.frame.pickles import reduced

_replaced: Final[dict[str, Any]] = {}


def install() -> None:
    """Let ``import pandas`` give :mod:`accel.pandas` from now on.

    Modules that imported pandas before keep what they have. ``uninstall`` undoes it.
    """
    import pandas

    import accel.pandas as ours

    if _replaced:
        return
    import accel.frame

    # Ours are to import pandas while that name means pandas.
    for module in pkgutil.iter_modules(accel.frame.__path__):
        importlib.import_module(f"accel.frame.{module.name}")
    _replaced["pandas"] = pandas
    sys.modules["pandas"] = ours
    for cls in PLAIN:
        copyreg.pickle(cls, reduced)  # by name it would be ours
    ours.__name__ = "pandas"  # narwhals takes no module of another name for pandas


def uninstall() -> None:
    """Let ``import pandas`` give pandas again."""
    plain: ModuleType | None = _replaced.pop("pandas", None)
    if plain is not None:
        for cls in PLAIN:
            del copyreg.dispatch_table[cls]
        sys.modules["pandas"].__name__ = "accel.pandas"
        sys.modules["pandas"] = plain
