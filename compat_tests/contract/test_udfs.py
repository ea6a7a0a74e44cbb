"""Functions of the program: what they are given, in which order, how often, and what they raise."""

import functools
import itertools
import random

import numpy as np
import pytest

from compat_tests.contract.comparing import attempt, compare

PROGRAMS = {}


def program(function):
    """Make a test of a program: a generator of all it looks at."""
    PROGRAMS[function.__name__] = function
    return function


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name, make):
    compare(PROGRAMS[name], lambda pd: few(make, pd))


def few(make, pd):
    """Return a frame of all dtypes; functions of Python are slow."""
    df = make(pd)
    return df if len(df) < 100 else df[df.index % 97 < 2]


class Log:
    """Notes what a function was called with."""

    def __init__(self):
        self.seen = []

    def __call__(self, value):
        self.seen.append(value if np.isscalar(value) or value is None else type(value).__name__)
        return value


@program
def each_row_once_and_in_order(pd, make):
    df = make(pd)
    for column in ("i", "f", "s", "d", "b", "j"):
        log = Log()
        result = df[column].map(log)
        yield list(map(str, log.seen)), {type(v).__name__ for v in log.seen}
        yield result
        yield result.isna().sum()
        yield len(log.seen)


@program
def a_function_runs_at_the_call(pd, make):
    df = make(pd)
    df = df[df["i"] > 1]
    for call in (
        lambda log: df["i"].map(log),
        lambda log: df["i"].apply(log),
        lambda log: df["s"].map(log, na_action="ignore"),
        lambda log: df["i"].transform(log),
        lambda log: df["i"].agg(log),
        lambda log: df[["i", "f"]].map(log),
        lambda log: df[["i", "f"]].apply(log),
        lambda log: df[["i", "f"]].apply(log, axis=1),
        lambda log: df[["i", "f"]].apply(log, raw=True),
        lambda log: df[["i", "f"]].agg(log),
        lambda log: df[["i", "f"]].transform(log),
        lambda log: df.pipe(log),
        lambda log: df.groupby("k")["i"].apply(log),
        lambda log: df.groupby("k")["i"].transform(log),
        lambda log: df.groupby("k")["i"].agg(lambda g: log(g).sum()),
        lambda log: df.groupby("k")[["i", "f"]].apply(log),
        lambda log: df.groupby("k")["i"].filter(lambda g: log(g).sum() > 5),
        lambda log: df.rename(columns=log),
        lambda log: df.rename(index=log),
        lambda log: df.sort_values("i", key=log, kind="stable"),
        lambda log: df["i"].where(lambda s: log(s) > 2),
        lambda log: df[lambda d: log(d)["i"] > 2],
        lambda log: df.loc[lambda d: log(d)["i"] > 2, "f"],
        lambda log: df.assign(x=lambda d: log(d)["i"], y=lambda d: log(d)["x"] + 1),
        lambda log: df["i"].combine(df["j"], lambda a, b: log(a) + b),
        lambda log: df.groupby(log)["i"].sum(),
        lambda log: df["i"].groupby(lambda v: log(v) % 2).sum(),
        lambda log: df["i"].rolling(2).apply(lambda w: log(w).sum()),
        lambda log: df["i"].mask(lambda s: log(s) > 2, lambda s: log(s) * 10),
    ):
        log = Log()
        result = attempt(call, log)
        yield len(log.seen)
        yield list(map(str, log.seen[:50]))
        yield result
        yield len(log.seen)


class OwnError(Exception):
    """Of the program."""


def fail_at(limit, error=OwnError):
    """Return a function that fails at a value."""
    seen = []

    def function(value):
        seen.append(value)
        if len(seen) > limit:
            raise error(f"at {value!r}")
        return value

    function.seen = seen
    return function


@program
def what_a_function_raises(pd, make):
    df = make(pd)
    df = df[df["i"] > 1]
    kinds = [OwnError, KeyError, ValueError, TypeError, AttributeError, ZeroDivisionError,
             StopIteration, NotImplementedError, RuntimeError, AssertionError]  # fmt: skip
    for kind in kinds:
        for call in (
            lambda f: df["i"].map(f),
            lambda f: df["i"].apply(f),
            lambda f: df[["i", "f"]].map(f),
            lambda f: df["i"].groupby(df["k"]).apply(lambda g: g.map(f)),
            lambda f: df.assign(x=lambda d: d["i"].map(f)),
            lambda f: df[["i"]].apply(lambda row: f(row["i"]), axis=1),
        ):
            function = fail_at(1, kind)
            yield attempt(call, function)
            yield list(map(str, function.seen))
    yield df
    yield df[df["i"] > 2]


@program
def an_error_is_raised_at_the_call(pd, make):
    df = make(pd)
    df = df[df["i"] > 1]
    yield attempt(lambda: df["i"].map(lambda v: v / 0))
    yield attempt(lambda: df["i"].map(lambda v: [][v]))
    yield attempt(lambda: df["s"].map(lambda v: v.upper()))
    yield attempt(lambda: df["i"].map(lambda v: v > "a"))
    yield attempt(lambda: df["i"].map(lambda v: missing_name))  # noqa: F821
    yield attempt(lambda: df["i"].map(lambda v, w: v))
    yield attempt(lambda: df["i"].map(lambda: 1))
    yield attempt(lambda: df.assign(x=lambda d: d["nothing"]))
    yield attempt(lambda: df.assign(x=lambda d: 1, y=lambda: 2))
    yield attempt(lambda: df[lambda d: d["nothing"] > 1])
    yield attempt(lambda: df.groupby("k").apply(lambda g: g["nothing"]))
    yield attempt(lambda: df.groupby("k")["i"].agg(lambda g: g.nothing))
    yield attempt(lambda: df["i"].apply(int, base=3))
    yield attempt(lambda: df.pipe(lambda d, e: d))
    yield attempt(lambda: df["i"].map(3))
    yield attempt(lambda: df["i"].apply("nothing"))
    yield attempt(lambda: df.agg({"i": "nothing"}))
    yield df


@program
def a_failing_function_leaves_all_in_order(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    derived = part["i"] * 2
    function = fail_at(2)
    yield attempt(lambda: part["i"].map(function))
    yield attempt(lambda: part.__setitem__("new", part["i"].map(fail_at(1))))
    yield attempt(lambda: part.assign(a=lambda d: d["f"] + 1, b=lambda d: d["i"].map(fail_at(2))))
    yield attempt(lambda: part.groupby("k")["i"].apply(fail_at(1)))
    yield part
    yield derived
    yield part.groupby("k")["f"].sum()
    part["new"] = part["i"].map(lambda v: v + 1)
    yield part
    yield df


@program
def a_function_that_changes_the_frame(pd, make):
    df = make(pd)
    part = df[df["i"] > 1][["i", "f"]]

    def add_column(value):
        part[f"c{len(part.columns)}"] = value
        return value

    first = part["i"].head(3).map(add_column)
    yield first
    yield part

    def write(value):
        part.iloc[0, 0] = 1000
        return value + 1

    yield part["i"].map(write)
    yield part
    result = part["f"].map(lambda v: v if v > 1 else part.drop(columns="f", inplace=True) or -1)
    yield result
    yield part
    yield df

    def change_group(group):
        group = group.copy()
        group["i"] = group["i"].max()
        return group

    yield df.groupby("k")[["i", "f"]].apply(change_group)
    yield df.pipe(lambda d: d.__setitem__("piped", 1) or d["piped"])
    yield df


@program
def a_function_that_reads_the_frame(pd, make):
    df = make(pd)
    part = df[df["i"] > 0].reset_index(drop=True)
    yield part["i"].head(9).map(lambda v: part["i"].max() - v)
    yield part["i"].head(9).map(lambda v: len(part[part["i"] > v]))
    yield part.head(9).apply(lambda row: row["i"] + part["f"].sum(), axis=1)
    yield part.groupby("k")["i"].agg(lambda g: g.sum() / part["i"].sum())
    part["share"] = part["i"].map(lambda v: v / part["i"].sum())
    part["share"] = part["share"].map(lambda v: v + part["share"].min())
    yield part
    yield part.assign(x=lambda d: d["i"] - d["i"].mean()).assign(y=lambda d: d["x"].map(abs))


class Counter:
    """Has methods that count their calls."""

    def __init__(self):
        self.calls = 0

    def method(self, value):
        self.calls += 1
        return value + self.calls

    @classmethod
    def of_class(cls, value):
        return value == 3

    @staticmethod
    def static(value):
        return value != 3

    def __call__(self, value):
        return self.method(value)


@program
def all_kinds_of_callables(pd, make):
    df = make(pd)
    df = df[df["i"] > 1]
    counter, numbers = Counter(), itertools.count()
    state = random.Random(7)
    generator = np.random.default_rng(7)
    memory = functools.lru_cache(lambda v: next(numbers))
    for function in (
        counter.method, Counter.of_class, Counter.static, counter, functools.partial(pow, 2),
        functools.partial(max, 3), lambda v: next(numbers), memory, float, str, abs, hash,
        (3).__eq__, {1: "a", 2: "b", 3: "c"}.get, {2: "two"}, list(range(10)).__getitem__,
        lambda v: state.random(), lambda v: generator.integers(9), lambda v, *more: v > 2,
        lambda v, w=2: v > w, lambda *values: values[0] > 2, lambda v: v > 2 and v < 9,
        lambda v: (yield v), np.sqrt, np.int8, lambda v: None, lambda v: [v], type,
    ):  # fmt: skip
        result = attempt(df["i"].map, function)
        yield str(result) if "generator object" in str(result) else result
        yield counter.calls
    yield next(numbers)


@program
def functions_of_strings_and_dates(pd, make):
    df = make(pd)
    df = df[df["i"] > 0]
    for function in (
        lambda v: v in ("a", "b"), lambda v: v not in ("a", None), lambda v: v == "b",
        lambda v: v is None, lambda v: v != v, len, lambda v: v > "a", lambda v: v in "abc",
        lambda v: "a" in v, lambda v: not v == "a", lambda v: v in ("a", 1), str.upper,  # noqa: SIM201
    ):  # fmt: skip
        yield attempt(df["t"].map, function)
        yield attempt(df["s"].map, function)
        yield attempt(df["s"].map, function, na_action="ignore")
    for function in (lambda v: v.year, lambda v: v, str, lambda v: v == v, lambda v: v > v):
        yield attempt(df["d"].map, function)
    for function in (lambda v: v > 2.5, lambda v: v != v, lambda v: v in (1.5,), lambda v: v == 4,
                     lambda v: not v, bool, round):  # fmt: skip
        yield attempt(df["f"].map, function)
        yield attempt(df["g"].map, function)
        yield attempt(df["b"].map, function)


@program
def a_random_function_runs_once(pd, make):
    df = make(pd)
    state = random.Random(3)
    df["r"] = df["i"].map(lambda v: state.random())
    part = df[df["r"] > 0.5]
    yield df
    yield part
    yield part["r"].sum()
    yield df.sort_values("r")
    yield df.groupby("k")["r"].sum()
    yield df.merge(part, on="r", how="left")["r"].count()
    yield state.random()


@program
def a_function_of_no_rows(pd, make):
    df = make(pd)
    none = df[df["i"] > 10**6]
    log = Log()
    yield none["i"].map(log)
    yield none["i"].map(lambda v: v > 2)
    yield none["s"].map(lambda v: v == "a")
    yield none["i"].apply(log)
    yield none[["i", "f"]].apply(log)
    yield none[["i", "f"]].apply(log, axis=1)
    yield none.groupby("k")["i"].apply(log)
    yield log.seen
    yield none["i"].map(lambda v: v > 2).sum()
    yield none[none["i"].map(lambda v: v > 2).astype(bool)]


@program
def a_function_that_calls_out_of_itself(pd, make):
    df = make(pd)

    def depth(value):
        if value <= 0:
            return 0
        inner = df["i"].head(1).map(lambda v: depth(value - 3))
        return 1 + inner.iloc[0]

    yield df["i"].head(5).map(depth)

    def recurse(value):
        return recurse(value)

    yield attempt(df["i"].map, recurse).kind
    yield df["i"].map(lambda v: v)


@program
def a_function_given_arguments(pd, make):
    df = make(pd)
    df = df[df["i"] > 1]
    yield df["i"].apply(lambda v, w, x=1: v + w + x, args=(10,), x=5)
    yield df["i"].apply(lambda v, **kw: len(kw), a=1, b=2)
    yield df[["i", "j"]].apply(lambda c, n: c + n, n=3)
    yield df[["i", "j"]].apply(lambda r, n: r["i"] + n, axis=1, args=(4,))
    yield df.pipe((lambda n, frame: frame["i"] + n, "frame"), 5)
    yield df.groupby("k")["i"].apply(lambda g, n: g.sum() + n, 5)
    yield df["i"].agg(lambda v, n: v + n, n=1)
    yield df.groupby("k")["i"].agg(lambda g, n: g.sum() + n, n=1)
    yield df.groupby("k").agg(a=("i", lambda g: g.max()), b=("f", "sum"), c=("i", np.sum))
