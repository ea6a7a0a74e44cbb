"""When functions of the program run: how often, in which order, and what they may do meanwhile."""

import numpy as np

from compat_tests.contract.comparing import attempt, program


class Log:
    """Notes what a function was called with."""

    def __init__(self):
        self.seen = []

    def __call__(self, value):
        self.seen.append(value if np.isscalar(value) or value is None else type(value).__name__)
        return value


@program
def test_each_row_once_and_in_order(pd, make):
    df = make(pd)
    for column in ("i", "f", "s", "d", "b", "j"):
        log = Log()
        result = df[column].map(log)
        yield list(map(str, log.seen)), {type(v).__name__ for v in log.seen}
        yield result
        yield result.isna().sum()
        yield len(log.seen)


@program
def test_a_function_runs_at_the_call(pd, make):
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


@program
def test_a_function_that_changes_the_frame(pd, make):
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
def test_a_function_that_reads_the_frame(pd, make):
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


@program
def test_a_function_of_no_rows(pd, make):
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
def test_a_function_that_calls_out_of_itself(pd, make):
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
def test_a_function_of_assign_changes_its_frame(pd, make):
    def add(frame):
        frame["total"] = frame["i"] * 2
        return frame["total"] + 1

    def rename(frame):
        frame.drop(columns="f", inplace=True)
        frame.columns = [*frame.columns[:-1], "last"]
        return frame["last"]

    df = make(pd)
    part = df[df["i"] > 1]
    yield df.assign(x=add)
    yield part.assign(x=add, y=rename, z=1)
    yield part
