"""What functions of the program raise comes out at the call, and spoils nothing."""

from compat_tests.contract.comparing import attempt, program


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
def test_what_a_function_raises(pd, make):
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
def test_an_error_is_raised_at_the_call(pd, make):
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
def test_a_failing_function_leaves_all_in_order(pd, make):
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
