"""``DataFrame`` and ``Series``: pandas' classes, whose manager is made when somebody reads it."""

from __future__ import annotations

import copyreg
import functools
import importlib
from typing import TYPE_CHECKING, Any, Final

import pandas
from pandas.core.flags import Flags
from pandas.core.generic import NDFrame

from accel.frame.pickles import Call, reduced

if TYPE_CHECKING:
    from accel.frame.state import State

METADATA: Final = {c._typ: c._metadata[:] for c in (pandas.DataFrame, pandas.Series)}
_NAMES: Final = {c._typ: frozenset(dir(c)) for c in (pandas.DataFrame, pandas.Series)}
STATE: Final = "_accel_state"  # the plan of a lazy object, in its __dict__
LINK: Final = "_accel_link"  # the tie of one in memory to the rows that plans know


class _AlsoPlain(type):
    """Plain pandas objects count as instances, plain pandas classes as subclasses.

    What the program adds to the class is added to pandas' own, from which ours inherits it: other
    libraries hand out plain objects.
    """

    _plain: type

    def __setattr__(cls, name: str, value: Any) -> None:
        plain = cls.__dict__.get("_plain")
        if plain is None or name in _NAMES[plain._typ]:
            type.__setattr__(cls, name, value)
        else:
            setattr(plain, name, value)

    def __delattr__(cls, name: str) -> None:
        plain = cls.__dict__.get("_plain")
        if plain is None or name in cls.__dict__:
            type.__delattr__(cls, name)
        else:
            delattr(plain, name)

    def __instancecheck__(cls, instance: Any) -> bool:
        plain = cls.__dict__.get("_plain")
        return type.__instancecheck__(cls, instance) or (
            plain is not None and isinstance(instance, plain)
        )

    def __subclasscheck__(cls, subclass: type) -> bool:
        plain = cls.__dict__.get("_plain")
        return type.__subclasscheck__(cls, subclass) or (
            plain is not None and issubclass(subclass, plain)
        )


class _Manager:
    """Makes the manager of a lazy object at its first reading.

    Not a data descriptor: once the object has a ``_mgr`` of its own, this is out of the way and
    costs nothing.
    """

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self
        state = obj.__dict__.get(STATE)
        if state is None:
            manager = obj.__dict__.get("_mgr")  # another thread may just have made it
            if manager is None:
                raise AttributeError("_mgr")
            return manager
        from accel.frame.realise import realise

        return realise(obj, state)


class _Flags:
    """Makes the flags of an object at their first reading: hardly any object's are ever read."""

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self
        return obj.__dict__.setdefault("_flags", Flags(obj, allows_duplicate_labels=True))


def _from_mgr(cls: Any, mgr: Any, axes: Any) -> Any:
    """Make an object around a manager, as pandas does but for the flags."""
    obj = cls.__new__(cls)
    own = obj.__dict__
    own["_mgr"] = mgr
    own["_attrs"] = {}
    return obj


@functools.wraps(NDFrame.__finalize__)
def _finalize(self: Any, other: Any, method: str | None = None, **kwargs: Any) -> Any:
    # pandas' work done sooner in the usual case: nothing to pass on but a name
    if type(other) in _KNOWN:
        own = other.__dict__
        if not own.get("_attrs", True) and has_default_flags(own):
            names, others = self._metadata, other._metadata
            if not names or not others:
                return self
            if names == others == METADATA["series"]:
                object.__setattr__(self, "_name", own.get("_name"))
                return self
    return NDFrame.__finalize__(self, other, method=method, **kwargs)


def has_default_flags(own: dict[str, Any]) -> bool:
    """Tell by an object's ``__dict__`` whether its flags are what all objects start with."""
    flags = own.get("_flags")
    return flags is None or flags._allows_duplicate_labels


def has_default_metadata(kind: type[NDFrame]) -> bool:
    """Tell whether a class passes on what pandas' own do, and by the same method."""
    names: Any = METADATA[kind._typ]
    return kind._metadata == names and kind.__finalize__ in (NDFrame.__finalize__, _finalize)


class DataFrame(pandas.DataFrame, metaclass=_AlsoPlain):
    __doc__ = pandas.DataFrame.__doc__
    __module__ = "pandas"  # part of pandas' messages, and what libraries look for
    _plain = pandas.DataFrame
    _mgr = _Manager()  # type: ignore[assignment]
    _flags = _Flags()  # type: ignore[assignment]
    _from_mgr: Any = classmethod(_from_mgr)
    __finalize__ = _finalize

    @property
    def _constructor(self) -> Any:
        return DataFrame

    _constructor_sliced: Any

    def _constructor_from_mgr(self, mgr: Any, axes: Any) -> Any:
        if type(self) is DataFrame:
            return DataFrame._from_mgr(mgr, axes)
        return super()._constructor_from_mgr(mgr, axes)

    def _constructor_sliced_from_mgr(self, mgr: Any, axes: Any) -> Any:
        if type(self) is DataFrame:
            series = Series._from_mgr(mgr, axes)
            series.__dict__["_name"] = None
            return series
        return super()._constructor_sliced_from_mgr(mgr, axes)

    def __getattr__(self, name: str) -> Any:
        if type(self) is DataFrame:
            is_label = (
                name not in self._internal_names_set
                and name not in self._metadata
                and name not in self._accessors
                and self.columns._can_hold_identifiers_and_holds_name(name)
            )
            return self[name] if is_label else object.__getattribute__(self, name)
        return super().__getattr__(name)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return reduced(plain(self)) if type(self) is DataFrame else super().__reduce_ex__(protocol)


class Series(pandas.Series, metaclass=_AlsoPlain):
    __doc__ = pandas.Series.__doc__
    __module__ = "pandas"  # part of pandas' messages, and what libraries look for
    _plain = pandas.Series
    _mgr = _Manager()  # type: ignore[assignment]
    _flags = _Flags()  # type: ignore[assignment]
    _from_mgr: Any = classmethod(_from_mgr)
    __finalize__ = _finalize
    _name = None  # found while __init__ sets the first one: pandas' search for it is slow

    @property
    def _constructor(self) -> Any:
        return Series

    @property
    def _constructor_expanddim(self) -> Any:
        return DataFrame

    def _constructor_from_mgr(self, mgr: Any, axes: Any) -> Any:
        if type(self) is Series:
            series = Series._from_mgr(mgr, axes)
            series.__dict__["_name"] = None
            return series
        return super()._constructor_from_mgr(mgr, axes)

    def _constructor_expanddim_from_mgr(self, mgr: Any, axes: Any) -> Any:
        if type(self) is Series:
            return DataFrame._from_mgr(mgr, axes)
        return super()._constructor_expanddim_from_mgr(mgr, axes)

    def __getattr__(self, name: str) -> Any:
        state = lazy_state(self)
        if state is not None and (state.space.index is None or name.startswith("__")):
            # A range holds no names: no need to compute the rows to see that.
            return object.__getattribute__(self, name)
        return super().__getattr__(name)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return reduced(plain(self)) if type(self) is Series else super().__reduce_ex__(protocol)


DataFrame._constructor_sliced = Series


def _reduce_class(cls: type) -> Any:
    """Pickle our classes by where they are made, as their name is pandas' own; others by name."""
    if cls in OURS:
        return getattr, (Call(importlib.import_module, __name__), cls.__name__)
    return cls.__qualname__


copyreg.pickle(_AlsoPlain, _reduce_class)  # type: ignore[arg-type]

OURS: Final = (DataFrame, Series)
PLAIN: Final = (pandas.DataFrame, pandas.Series)
_KNOWN: Final = frozenset((*OURS, *PLAIN))


def plain(obj: Any, manager: Any = None) -> Any:
    """Return the same object as one of pandas' own class; a lazy one is computed.

    ``manager`` is the one it had, if that is meant.
    """
    manager = (obj._mgr if manager is None else manager).copy(deep=False)
    if isinstance(obj, pandas.DataFrame):
        result = pandas.DataFrame._from_mgr(manager, manager.axes)  # type: ignore[attr-defined]
    else:
        result = pandas.Series._from_mgr(manager, manager.axes)  # type: ignore[attr-defined]
        object.__setattr__(result, "_name", obj._name)
    return result.__finalize__(obj)


def adopt(obj: Any) -> Any:
    """Return a plain pandas object as one of our class; anything else as it is."""
    if type(obj) is pandas.DataFrame:
        return DataFrame._from_mgr(obj._mgr, obj._mgr.axes).__finalize__(obj)
    if type(obj) is pandas.Series:
        result = Series._from_mgr(obj._mgr, obj._mgr.axes)
        result.__dict__["_name"] = obj._name
        return result.__finalize__(obj)
    return obj


def adopt_all(obj: Any) -> Any:
    """Return what a function of pandas gave, with frames and series of our class."""
    if type(obj) in (tuple, list):
        return type(obj)(adopt_all(item) for item in obj)
    if type(obj) is dict:
        return {key: adopt_all(value) for key, value in obj.items()}
    return adopt(obj)


def lazy_state(obj: Any) -> State | None:
    """Return the plan of one of ours that is not computed yet; None for all others.

    Another thread may compute the object meanwhile: ask once, and use the answer.
    """
    if type(obj) not in OURS:
        return None
    own = obj.__dict__
    state: State | None = own.get(STATE)  # gone only after there is a manager
    return None if "_mgr" in own else state
