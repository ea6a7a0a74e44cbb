"""pandas' whole namespace, with frames and series whose calls become plans.

``import accel.pandas as pd`` is all that a program changes.
"""

from __future__ import annotations

from typing import Any as _Any

from accel.frame import namespace as _namespace
from accel.pandas_modules import alias_submodules as _alias_submodules

_pandas = _namespace.pandas  # after accel.install() that name means this module

if "DataFrame" in globals():  # reloaded: so is what this stands for
    _pandas.__spec__.loader.exec_module(_pandas)

# not by __getattr__ alone: eval(repr(index), vars(pandas)) wants them here
globals().update(vars(_pandas) | globals())
DataFrame = _namespace.DataFrame
Series = _namespace.Series
__path__ = _pandas.__path__
__version__ = _pandas.__version__

globals().update(_namespace.replacements())
_alias_submodules()


def __getattr__(name: str) -> _Any:
    return getattr(_pandas, name)


def __dir__() -> list[str]:
    return dir(_pandas)
