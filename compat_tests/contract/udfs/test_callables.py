"""All kinds of functions of the program, and what they are given."""

import functools
import itertools
import random

import numpy as np

from compat_tests.contract.comparing import attempt, program


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
def test_all_kinds_of_callables(pd, make):
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
def test_functions_of_strings_and_dates(pd, make):
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
def test_a_random_function_runs_once(pd, make):
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
def test_a_function_given_arguments(pd, make):
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
