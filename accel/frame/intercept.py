"""How calls become plans: a table of handlers, and the wrapper around each."""

from __future__ import annotations

import functools
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from pandas.errors import IndexingError, InvalidIndexError

from accel.frame import chained, fallback, tally
from accel.frame.caller import from_pandas, through_user
from accel.frame.core import OURS, PLAIN, DataFrame, Series, adopt
from accel.frame.lazy import held_dtype, is_large, run_if_deep
from accel.frame.methods import (
    COUNTING_FRAMES,
    FRAME_METHODS,
    HANDLERS,
    SERIES_METHODS,
    UNDECLARED,
)
from accel.frame.origin import Origin, start_of
from accel.frame.sharing import share
from accel.frame.shortcuts import SHORT
from accel.frame.standin import WINDOWS, over_groups, over_windows
from accel.frame.ufuncs import over_plain
from accel.plan.errors import DataDependent, Unsupported
from accel.settings import options

Handler: TypeAlias = Callable[..., Any]

FRAME: Final[dict[str, Handler]] = {}
SERIES: Final[dict[str, Handler]] = {}
_loaded = False
_OBJECT: Final = re.compile(r"(?<!\[)\b(DataFrame|Series)\b")  # not of those in an iterator

# Calls on series that choose and move rows: a plan carries any values along.
_OF_ROWS: Final = frozenset(
    f"Series.{name}" for name in
    ("__getitem__", "copy", "drop_duplicates", "groupby", "head", "rename", "reset_index",
     "sort_index", "sort_values", "tail", "to_frame")
)  # fmt: skip


# What a handler makes of arguments that it does not understand. pandas' answer counts: its own
# error, or a result after all.
REFUSALS: Final = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, Warning,
    IndexingError, InvalidIndexError,
)  # fmt: skip


class LeftToPandasError(Exception):
    """pandas does this as well as a plan would: no fallback."""


def on_frame(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler for methods of frames: ``handler(frame, *args, **kwargs)``."""
    return _register((FRAME,), names)


def on_series(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler for methods of series."""
    return _register((SERIES,), names)


def on_both(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler for methods of frames and series."""
    return _register((FRAME, SERIES), names)


def _register(
    tables: Iterable[dict[str, Handler]], names: tuple[str, ...]
) -> Callable[[Handler], Handler]:
    def add(handler: Handler) -> Handler:
        for table in tables:
            for name in names:
                table[name] = handler
        return handler

    return add


def install() -> None:
    """Put wrappers for all intercepted methods on our classes."""
    for cls, names, table in (
        (DataFrame, FRAME_METHODS, FRAME),
        (Series, SERIES_METHODS, SERIES),
    ):
        for name in names:
            original = getattr(cls.__mro__[1], name)
            if name == "__array_ufunc__":
                original = over_plain(original)
            elif name == "groupby":
                original = over_groups(original)
            elif name == "__getitem__":
                original = SHORT[cls.__name__](original)
            method = _method(cls, name, table, original)
            if not name.startswith("_"):
                # pandas' apply asks for the argument names, not following __wrapped__
                method.__signature__ = inspect.signature(method)  # type: ignore[attr-defined]
            setattr(cls, name, method)
        for name, original in inspect.getmembers(cls.__mro__[1], inspect.isfunction):
            if name not in names and _gives_objects(name, original):
                setattr(cls, name, _adopting(original))
        for name in WINDOWS:
            setattr(cls, name, over_windows(getattr(cls.__mro__[1], name)))


def _gives_objects(name: str, original: Handler) -> bool:
    """Tell whether pandas says that a method gives frames or series: some are of its own class."""
    returned = str(original.__annotations__.get("return"))
    is_declared = _OBJECT.search(returned) is not None or name in UNDECLARED
    return not name.startswith("_") and is_declared and name not in COUNTING_FRAMES


def load_handlers() -> None:
    """Import the modules that register handlers.

    Until all are, none is used: another thread may just be importing the module of one.
    """
    global _loaded
    for module in HANDLERS:
        importlib.import_module(f"accel.frame.{module}")
    _loaded = True


def _method(cls: type, name: str, table: dict[str, Handler], original: Handler) -> Handler:
    """Return the wrapper of a method.

    A small frame's call gets to pandas in a few steps: those of operators and of ``[]``, which
    take little themselves, have a wrapper that packs no arguments.
    """
    call = f"{cls.__name__}.{name}"
    on_temporary = chained.TESTS.get(name)

    def attempt(self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if type(self) is cls and not from_pandas(3):
            manager = self.__dict__.get("_mgr")
            if manager is not None and not is_large(manager):
                tally.note(tally.SMALL, call)
            else:
                if not _loaded:
                    load_handlers()
                return record_call(call, table[name], original, self, args, kwargs)
        result = original(self, *args, **kwargs)
        return adopt(result) if type(result) in PLAIN else result

    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if (
            on_temporary is not None
            and on_temporary(sys.getrefcount(self), kwargs)
            and not chained.is_local_in_caller_frame(self)
            and (kwargs or chained.is_set_by_item())
        ):
            chained.warn(name)
        manager = self.__dict__.get("_mgr")
        if manager is None or len(manager.axes[-1]) >= options._min_rows or tally.calls is not None:
            return attempt(self, args, kwargs)
        result = original(self, *args, **kwargs)
        return adopt(result) if type(result) in PLAIN else result

    def of_other(self: Any, other: Any) -> Any:
        manager = self.__dict__.get("_mgr")
        if manager is None or len(manager.axes[-1]) >= options._min_rows or tally.calls is not None:
            return attempt(self, (other,), {})
        return original(self, other)

    def of_key(self: Any, key: Any) -> Any:
        manager = self.__dict__.get("_mgr")
        if manager is None or len(manager.axes[-1]) >= options._min_rows or tally.calls is not None:
            return attempt(self, (key,), {})
        return original(self, key)

    kinds: dict[tuple[str, ...], Handler] = {("self", "other"): of_other, ("self", "key"): of_key}
    wrapper = kinds.get(tuple(inspect.signature(original).parameters), method)
    return functools.wraps(original)(wrapper if name.startswith("__") else method)


def _adopting(original: Handler) -> Handler:
    @functools.wraps(original)
    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        return adopt(result) if type(result) in PLAIN and type(self) in OURS else result

    # pandas' apply asks for the argument names, not following __wrapped__
    method.__signature__ = inspect.signature(original)  # type: ignore[attr-defined]
    return method


def _refuse_opaque(self: Any) -> None:
    """Refuse at once to compute with values in memory that the engine does not have."""
    dtype = held_dtype(self)
    if dtype is not None:
        from accel.frame.source import is_supported

        if not is_supported(dtype):
            raise Unsupported(f"the engine has no columns of dtype {dtype}")


def refuse_deprecated(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuse what pandas warns of whatever its value, and what can be read once only."""
    if kwargs.get("inplace", True) is not True:
        raise Unsupported("inplace= is given: pandas warns of that")
    if "copy" in kwargs:
        raise Unsupported("copy= is given: pandas warns of that")
    if any(isinstance(value, Iterator) for value in (*args, *kwargs.values())):
        raise Unsupported("an iterator is given: it can be read once")


def record_call(
    call: str,
    handler: Handler,
    original: Handler,
    self: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """Extend the plan by a call, or run it in pandas and say why."""
    start = start_of(self)
    refused: str | None
    try:
        refuse_deprecated(args, kwargs)
        if call not in _OF_ROWS:
            _refuse_opaque(self)
        result = handler(self, *args, **kwargs)
    except (Unsupported, DataDependent) as reason:
        refused = str(reason)
    except REFUSALS as error:
        if through_user(error):
            raise
        refused = f"{type(error).__name__}: {error}"
    except LeftToPandasError:
        refused = None
    else:
        tally.note(tally.PLANNED, call)
        share(call, self, args, result)
        Origin.note(result, original, self, start, args, kwargs)
        run_if_deep(self if result is None else result)
        if options._verify:
            from accel.frame.verify import verify_value

            verify_value(result, original, start(), args, kwargs)
        return result
    # No snapshot in an exception's frames lives on: pandas copies what it writes to as long as
    # there is one.
    if refused is None:
        tally.note(tally.LEFT, call)
        return adopt(original(self, *args, **kwargs))
    return adopt(fallback.hand_over(call, refused, lambda: original(self, *args, **kwargs)))
