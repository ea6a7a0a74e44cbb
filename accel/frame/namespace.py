"""The functions of ``pd`` that take or return frames."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Generator, Iterator
from typing import Any, Final

import pandas
from pandas.io.json._json import JsonReader
from pandas.io.parsers import TextFileReader
from pandas.io.stata import StataReader

import pandas_ext
from accel.frame import attributes, comparing, exposed, fallback, intercept, stacklevel, tally
from accel.frame.caller import through_user
from accel.frame.core import DataFrame, Series, adopt, adopt_all
from accel.frame.lazy import is_planned
from accel.frame.read import read_parquet, write_parquet
from accel.frame.standin import adopting
from accel.plan.errors import DataDependent, Unsupported

intercept.install()
attributes.install()
stacklevel.install()
comparing.install()
exposed.install()


def _adopting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of pandas whose frames and series are ours."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if isinstance(result, Generator):  # of chunks
            return map(adopt, result)
        return adopting(result) if isinstance(result, _READERS) else adopt_all(result)

    return call


def _reading_media(name: str) -> Callable[..., Any]:
    """Return a reader of ``pandas_ext`` whose frames are ours; imported with its first call."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return adopt_all(getattr(pandas_ext, name)(*args, **kwargs))

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"See ``pandas_ext.{name}``."
    return call


@functools.wraps(pandas.eval)
def evaluate(*args: Any, **kwargs: Any) -> Any:
    call = inspect.signature(pandas.eval).bind(*args, **kwargs).arguments
    # the names are those of our caller; pandas would look one frame too low
    caller = sys._getframe(1 + call.get("level", 0))
    for name, names in (("local_dict", caller.f_locals), ("global_dict", caller.f_globals)):
        if call.get(name) is None:
            call[name] = names
    return adopt_all(pandas.eval(**call))


@functools.wraps(pandas.merge)
def merge(left: Any, right: Any, *args: Any, **kwargs: Any) -> Any:
    if is_planned(left) or is_planned(right):
        from accel.frame.merge import merge as plan

        return _planned("merge", plan, pandas.merge, left, (right, *args), kwargs)
    tally.note(tally.SMALL, "merge")
    return adopt(pandas.merge(left, right, *args, **kwargs))


@functools.wraps(pandas.concat)
def concat(objs: Any, **kwargs: Any) -> Any:
    if isinstance(objs, Iterator):
        objs = list(objs)
    items = objs.values() if isinstance(objs, dict) else objs
    if isinstance(objs, (list, tuple, dict)) and any(is_planned(obj) for obj in items):
        from accel.frame.concat import concat as plan

        return _planned("concat", plan, pandas.concat, objs, (), kwargs)
    tally.note(tally.SMALL, "concat")
    return adopt(pandas.concat(objs, **kwargs))


def _planned(
    name: str, plan: Any, original: Any, first: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    from accel.frame.origin import Origin, origin_of

    try:
        intercept.refuse_deprecated(args, kwargs)
        result = plan(first, *args, **kwargs)
    except (Unsupported, DataDependent) as reason:
        text = str(reason)
    except intercept.REFUSALS as error:
        if through_user(error):
            raise
        text = f"{type(error).__name__}: {error}"
    else:
        tally.note(tally.PLANNED, name)
        Origin.note(result, original, first, lambda: origin_of(first), args, kwargs)
        return result
    return adopt(fallback.hand_over(name, text, lambda: original(first, *args, **kwargs)))


def _merge_method(original: Any) -> Any:
    @functools.wraps(original)
    def method(self: Any, right: Any, *args: Any, **kwargs: Any) -> Any:
        if type(self) is DataFrame and (is_planned(self) or is_planned(right)):
            from accel.frame.merge import merge as plan

            return intercept.record_call(
                "DataFrame.merge", plan, original, self, (right, *args), kwargs
            )
        tally.note(tally.SMALL, "DataFrame.merge")
        return original(self, right, *args, **kwargs)

    return method


DataFrame.to_parquet = write_parquet  # type: ignore[method-assign]
DataFrame.merge = _merge_method(pandas.DataFrame.merge)  # type: ignore[method-assign]

_READERS: Final = (TextFileReader, JsonReader, StataReader)  # of files in chunks
_RETURNING: Final = [
    "crosstab",
    "cut",
    "get_dummies",
    "from_dummies",
    "json_normalize",
    "lreshape",
    "melt",
    "merge_asof",
    "merge_ordered",
    "pivot",
    "pivot_table",
    "qcut",
    "read_clipboard",
    "read_csv",
    "read_excel",
    "read_feather",
    "read_fwf",
    "read_hdf",
    "read_html",
    "read_iceberg",
    "read_json",
    "read_orc",
    "read_pickle",
    "read_sas",
    "read_spss",
    "read_sql",
    "read_sql_query",
    "read_sql_table",
    "read_stata",
    "read_table",
    "read_xml",
    "to_datetime",
    "to_numeric",
    "to_timedelta",
    "wide_to_long",
]


_MEDIA: Final = (
    "read_audio",
    "read_dicom",
    "read_images",
    "read_nifti",
    "read_pointclouds",
    "read_videos",
)


def replacements() -> dict[str, Any]:
    """Return what stands in ``accel.pandas`` in the place of pandas' own."""
    functions: dict[str, Any] = {
        name: _adopting(getattr(pandas, name)) for name in _RETURNING if hasattr(pandas, name)
    }
    functions |= {name: _reading_media(name) for name in _MEDIA}
    functions |= {"concat": concat, "eval": evaluate, "merge": merge, "read_parquet": read_parquet}
    for function in functions.values():
        function.__module__ = "accel.pandas"  # where a pickle finds it
    return functions | {"DataFrame": DataFrame, "Series": Series}
