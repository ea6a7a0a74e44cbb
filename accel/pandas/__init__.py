"""pandas' whole namespace, with frames and series whose calls become plans.

``import accel.pandas as pd`` is all that a program changes.
"""

from __future__ import annotations

from typing import Any

import pandas as _pandas

from accel.frame import namespace as _namespace

DataFrame = _namespace.DataFrame
Series = _namespace.Series

globals().update(_namespace.replacements())


def __getattr__(name: str) -> Any:
    value = getattr(_pandas, name)
    return value


def __dir__() -> list[str]:
    return sorted({*dir(_pandas), *globals()})
