"""``python -m compat_tests.libraries.child SETTING FILE``: makes every call, writes what came out.

SETTING says what the libraries find: ``plain`` is pandas and no accel anywhere; ``imported`` gives
frames of accel.pandas to libraries that import pandas; ``installed`` lets the libraries import
accel, too.
"""

from __future__ import annotations

import importlib
import os
import pickle
import pkgutil
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypedDict

from compat_tests.libraries import frames

LIBRARIES: Final = [
    module.name for module in pkgutil.iter_modules([Path(__file__).parent / "calls"])
]
WAYS: Final = {  # way: rows, how the frame came to be, are all calls planned
    "lazy": (frames.SMALL, "lazy", True),
    "shown": (frames.SMALL, "shown", True),
    "made": (frames.SMALL, "made", False),
    "large": (frames.LARGE, "lazy", False),
}  # fmt: skip
SETTINGS: Final = {
    "plain": ("lazy", "large"),
    "imported": ("lazy", "shown", "made", "large"),
    "installed": ("lazy",),
}


class Outcome(TypedDict):
    """What one call did."""

    result: Any
    error: str
    warnings: list[str]
    frame: Any  # afterwards


def calls(library: str) -> Iterator[tuple[str, Callable[[Any, Any], Any], bool]]:
    """Yield the calls of a library: the name, the function, whether large frames are for it."""
    module = importlib.import_module(f"compat_tests.libraries.calls.{library}")
    small = getattr(module, "ONLY_SMALL", ())
    for name, function in list(vars(module).items()):
        own = isinstance(function, types.FunctionType) and function.__module__ == module.__name__
        if own and not name.startswith("_"):
            yield name, function, name not in small


def outcome(function: Callable[[Any, Any], Any], pd: Any, frame: Any) -> Outcome:
    """Make a call, and note everything about it that a program could see."""
    error, result = "", None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(pd, frame)
        except Exception as raised:  # noqa: BLE001 - errors are compared, too
            error = f"{type(raised).__name__}: {raised}"
    texts = [f"{warning.category.__name__}: {warning.message}" for warning in caught]
    return {"result": result, "error": error, "warnings": texts, "frame": frame}


def main(setting: str, file: str, *libraries: str) -> None:
    """Write the outcomes of a setting: ``{(library, call, way): pickled Outcome}``."""
    os.environ["MPLBACKEND"] = "Agg"
    if setting == "plain":
        import pandas as pd

        options = types.SimpleNamespace(min_rows=0)
    else:
        import accel
        import accel.pandas as pd

        options = accel.options
        if setting == "installed":
            accel.install()
    default = options.min_rows
    result = {}
    for library in libraries or LIBRARIES:
        for name, function, for_large in calls(library):
            for way in SETTINGS[setting]:
                if way == "large" and not for_large:
                    continue
                rows, how, forced = WAYS[way]
                options.min_rows = 0 if forced else default
                frame = frames.frame(pd, rows, how)
                made = outcome(function, pd, frame)
                if way == "large":
                    made["frame"] = None  # small ones show what a call does to it
                result[library, name, way] = pickle.dumps(made)
    assert setting != "plain" or "accel" not in sys.modules
    Path(file).write_bytes(pickle.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
