"""Small plans for each rule: what it must change, and what it must leave alone."""

from __future__ import annotations

import numpy as np

from accel.plan.examples import (
    BOOL,
    FLOAT,
    INT,
    STR,
    ExampleSource,
    call,
    col,
    ids,
    select,
    table,
    where,
)
from accel.plan.expr import Call, IsInPlan
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    How,
    Join,
    Limit,
    Node,
    Project,
    Sort,
)

RANGES = {"a": (1, 1000), "x": (1, 1000), "b": (0, 9)}
T = table(ExampleSource("t", 100_000, RANGES), a=1, b=2, s=(3, STR))
U = table(ExampleSource("u", 1000, RANGES), x=4, y=(5, FLOAT), w=6)
V = table(ExampleSource("v", 20), z=7)
FEW = table(ExampleSource("few", 100, {"p": (1, 1000), "q": (0, 9)}), p=50, q=51)
FEW_KEYS = ExampleSource("u", 2000, {"p": (1, 1000), "q": (0, 9)})
HALF_AS_MANY = ExampleSource("u", 50_000)
DAYS = table("days", day=(70, np.dtype("M8[ns]")))
YEAR = call("dt_year", col(DAYS, "day"), dtype=INT)
UDF = Call(INT, "udf", (col(T, "a"),), (("function", abs),))


def join(how: How = "inner", ordered: bool = True, right: Node = U) -> Join:
    widened = ((6, FLOAT), (4, FLOAT)) if how == "left" else ((1, FLOAT), (2, FLOAT))
    widened = widened if how in ("left", "right") else ()
    return Join(T, right, how, ids(T, "a"), ids(U, "x"), widened, ordered)


def join_on_two(right: Node, how: How = "inner", ordered: bool = False) -> Join:
    return Join(T, right, how, ids(T, "a", "b"), ids(right, "p", "q"), (), ordered)


def placed(
    function: str, arg: str, keys: tuple[int, ...] = (90,), rows: int = 9000, how: How = "left"
) -> Aggregate:
    ranges = {"c": (1, 100), "o": (1, 100)}
    buyers = table(ExampleSource("buyers", 100, ranges), c=90, d=91)
    orders = table(ExampleSource("orders", rows, ranges), o=92, k=93)
    widened = ((92, FLOAT), (93, FLOAT)) if how == "left" else ()
    joined = Join(buyers, orders, how, (90,), (92,), widened, False)
    made = Aggregation(Field(94, INT, "n"), function, col(joined, arg))
    return Aggregate(joined, keys, (made,))


def count(node: Node, *keys: str, ordered: bool = True) -> Aggregate:
    made = Aggregation(Field(20, INT, "n"), "size", None)
    return Aggregate(node, ids(node, *keys), (made,), ordered=ordered)


def both(node: Node, *names: str) -> Filter:
    """Filter by each of these integer columns being positive."""
    parts = [call("gt", col(node, name), 0) for name in names]
    return Filter(node, call("and", *parts) if len(parts) > 1 else parts[0])


def shared() -> Node:
    """Read a join twice, once through a filter that would pass into it."""
    base = join()
    other = Project(base, ((Field(30, INT, "a2"), col(base, "a")),))
    return Join(where(base, "gt", "b", 5), other, "semi", ids(base, "a"), (30,))


IN_PLAN = IsInPlan(BOOL, col(T, "a"), U, 4)
A_POSITIVE, B_IS_1, B_IS_2 = (
    call("gt", col(T, "a"), 0),
    call("eq", col(T, "b"), 1),
    call("eq", col(T, "b"), 2),
)
WITH_UDF = Project(T, ((Field(40, INT, "made"), UDF), (Field(1, INT, "a"), col(T, "a"))))
DEAR = call("str_contains", col(T, "s"), pat="x")
COMPUTED = select(T, "a", dear=(41, DEAR), cheap=(42, call("add", col(T, "b"), 1, dtype=INT)))


def branches(node: Node) -> Filter:
    """Filter by two alternatives, each of which asks something of both sides of a join."""
    w = col(node, "w")
    first, second = (call("and", B_IS_1, call("eq", w, 10)), call("and", B_IS_2, call("eq", w, 20)))
    return Filter(node, call("or", first, second))


PAIRS = Concat((T, where(T, "lt", "a", 9)), (Field(50, INT, "k"),), (ids(T, "a"), ids(T, "b")))
HOME = {"n": (0, 24), "m": (0, 24), "h": (0, 24), "s": (1, 1000), "b": (1, 10_000)}
SALES = table(ExampleSource("sales", 100_000, HOME), s=80, b=81)
SELLERS = table(ExampleSource("sellers", 1000, HOME), s=82, n=83)
BUYERS = table(ExampleSource("buyers", 10_000, HOME), b=84, m=85)
CHOSEN = where(table(ExampleSource("homes", 25, HOME), h=86), "lt", "h", 4)
SOLD = Join(SALES, BUYERS, "inner", (81,), (84,), ordered=False)
LOCAL = Join(SOLD, SELLERS, "inner", (80, 85), (82, 83), ordered=False)
AT_HOME = Join(LOCAL, CHOSEN, "inner", (83,), (86,), ordered=False)
CHAIN = Join(join(ordered=False), V, "inner", ids(T, "b"), ids(V, "z"), ordered=False)
MANY = table(ExampleSource("many", 1_000_000, {"k": (1, 500_000)}), k=8, v=9)
GROUPS = count(MANY, "k", ordered=False)

CASES: dict[str, dict[str, Node]] = {
    "prune_columns": {
        "a join's columns nobody reads": select(join(), "s"),
        "an aggregate nobody reads": select(count(T, "a"), "a"),
        "row numbers nobody reads": select(Enumerate(T, 10), "b"),
        "user code runs all the same": select(WITH_UDF, "a"),
        "both readers' columns": shared(),
    },
    "push_filters": {
        "each side of a join": both(join(), "a", "b", "w"),
        "the kept side of a left join": both(join("left"), "b"),
        "the other side of a left join": where(join("left"), "gt", "y", 0.5),
        "a comparison of both sides": where(join(), "lt", "b", col(U, "w")),
        "through a computed column": where(COMPUTED, "gt", "cheap", 5),
        "group keys pass, aggregates stay": both(count(T, "a"), "a", "n"),
        "a full sort passes": where(Sort(T, ids(T, "b"), (True,)), "gt", "a", 5),
        "the first rows of a sort": where(Sort(T, ids(T, "b"), (True,), limit=9), "gt", "a", 5),
        "row numbers": where(Enumerate(T, 10), "gt", "a", 5),
        "a limit": where(Limit(T, 10), "gt", "a", 5),
        "keys of distinct rows": both(Distinct(T, ids(T, "a")), "a", "b"),
        "each part of a concat": where(PAIRS, "gt", "k", 5),
        "user code": where(WITH_UDF, "gt", "a", 5),
        "a join that is read in full too": shared(),
    },
    "merge_projections": {
        "a dear column read once": select(
            COMPUTED, not_dear=(60, call("invert", col(COMPUTED, "dear")))
        ),
        "a dear column read twice": select(
            COMPUTED, "dear", not_dear=(60, call("invert", col(COMPUTED, "dear")))
        ),
        "user code": select(WITH_UDF, "made"),
        "nothing but the same columns": select(T, "a", "b", "s"),
    },
    "rename_scans": {
        "other names": select(T, k=(60, col(T, "a"))),
        "a filtered scan": select(T.copy(predicate=B_IS_1), k=(60, col(T, "a"))),
        "a column twice": select(T, "a", k=(60, col(T, "a"))),
    },
    "fold_constants": {
        "and true": Filter(T, call("and", A_POSITIVE, True)),
        "or true": Filter(T, call("or", A_POSITIVE, True)),
        "not either": Filter(T, call("invert", call("or", B_IS_1, B_IS_2))),
        "arithmetic": where(T, "gt", "a", call("mul", 6, 7, dtype=INT)),
        "isin of nothing": Filter(T, call("isin", col(T, "a"), values=())),
    },
    "simplify_filters": {
        "twice the same": Filter(T, call("and", B_IS_1, B_IS_1)),
        "what branches share": Filter(
            T, call("or", call("and", A_POSITIVE, B_IS_1), call("and", A_POSITIVE, B_IS_2))
        ),
        "a branch that asks nothing more": Filter(
            T, call("or", A_POSITIVE, call("and", A_POSITIVE, B_IS_2))
        ),
        "always true": Filter(T, call("and", True, True)),
    },
    "years_to_ranges": {
        **{op: Filter(DAYS, call(op, YEAR, 1971)) for op in ("eq", "ne", "lt", "le", "gt", "ge")},
        "the constant first": Filter(DAYS, call("lt", 1971, YEAR)),
        "within another predicate": Filter(DAYS, call("invert", call("eq", YEAR, 1971))),
        "a year that nanoseconds cannot reach": Filter(DAYS, call("lt", YEAR, 2500)),
        "a fraction": Filter(DAYS, call("lt", YEAR, 1971.5)),
    },
    "narrow_probes": {
        "a small table": join_on_two(FEW),
        "rows in order": join_on_two(FEW, ordered=True),
        "a table with all values of either key": join_on_two(table(FEW_KEYS, p=50, q=51)),
        "a table that is not much smaller": join_on_two(table(HALF_AS_MANY, p=50, q=51)),
        "a semi join": join_on_two(FEW, "semi"),
        "a left join keeps all rows": join_on_two(FEW, "left"),
    },
    "left_to_inner": {
        "a comparison": where(join("left"), "gt", "y", 0.5),
        "not equal is true of missing values": where(join("left"), "ne", "y", 0.5),
        "the left side's columns": where(join("left"), "gt", "b", 5),
        "not missing": Filter(join("left"), call("invert", call("isna", col(U, "y")))),
    },
    "left_to_anti": {
        "an integer is missing": Filter(join("left"), call("isna", col(U, "w").copy(dtype=FLOAT))),
        "a float may be missing anyway": where(join("left"), "isna", "y"),
    },
    "inner_to_semi": {
        "a unique side nobody reads": select(join(right=Distinct(U, ids(U, "x"))), "b"),
        "its key is read": select(join(right=Distinct(U, ids(U, "x"))), "b", "x"),
        "its other columns are read": select(join(right=Distinct(U, ids(U, "x"))), "b", "w"),
        "not unique": select(join(), "b"),
    },
    "isin_to_semi_join": {
        "isin": Filter(T, IN_PLAN),
        "not isin, and more": Filter(T, call("and", call("invert", IN_PLAN), B_IS_1)),
        "one of two alternatives": Filter(T, call("or", IN_PLAN, B_IS_1)),
    },
    "right_to_left": {"a right join": join("right")},
    "drop_distinct": {
        "below a semi join": join("semi", right=Distinct(U, ids(U, "x"))),
        "distinct by other columns": join("semi", right=Distinct(U, ids(U, "w"))),
        "below an inner join": join(right=Distinct(U, ids(U, "x"))),
    },
    "enumerate_to_row_id": {
        "a scan": Enumerate(T, 10),
        "through projections": Enumerate(select(T, "a"), 10),
        "filtered rows": Enumerate(where(T, "gt", "a", 5), 10),
    },
    "push_limits": {
        "below a projection": Limit(select(T, "a"), 5),
        "two limits": Limit(Limit(T, 10, 2), 5, 3),
        "into a sort": Limit(Sort(T, ids(T, "a"), (True,)), 5, 2),
        "user code": Limit(WITH_UDF, 5),
        "a filter": Limit(where(T, "gt", "a", 5), 5),
    },
    "derive_filters": {
        "what branches ask of each side": branches(join()),
        "the kept side alone": branches(join("left")),
    },
    "transfer_filters": {
        "from left to right": Join(where(T, "gt", "a", 5), U, "inner", ids(T, "a"), ids(U, "x")),
        "not from the right of a left join": Join(
            T, where(U, "gt", "x", 5), "left", ids(T, "a"), ids(U, "x")
        ),
    },
    "relax_order": {
        "below groups": count(join(), "b"),
        "first values": Aggregate(
            join(), ids(T, "b"), (Aggregation(Field(20, FLOAT, "f"), "first", col(U, "y")),)
        ),
        "below a sort with ties": Sort(join(), ids(T, "a"), (True,)),
        "below a sort by unique keys": Sort(count(T, "a", "b"), ids(T, "b", "a"), (True, True)),
        "looked up": join("semi", right=count(U, "x")),
        "groups in order of appearance": Aggregate(join(), ids(T, "b"), (), sort=False),
    },
    "drop_sorts": {
        "below groups": count(Sort(T, ids(T, "a"), (True,)), "b"),
        "the first rows": count(Sort(T, ids(T, "a"), (True,), limit=9), "b"),
        "seen": Sort(T, ids(T, "a"), (True,)),
    },
    "count_before_join": {
        "counts of the right side": placed("count", "k"),
        "by other columns of the left side": placed("count", "k", keys=(90, 91)),
        "counts of the left side": placed("count", "c"),
        "sums": placed("sum", "k"),
        "by columns of the right side": placed("count", "k", keys=(92,)),
        "few rows a key": placed("count", "k", rows=150),
        "an inner join": placed("count", "k", how="inner"),
    },
    "join_reorder": {
        "the smaller join first": CHAIN,
        "order is seen": Join(join(), V, "inner", ids(T, "b"), ids(V, "z")),
        "other names between": Join(
            select(join(ordered=False), q=(60, col(T, "b"))), V, "inner", (60,), ids(V, "z"),
            ordered=False,
        ),
        "a semi join takes part": Join(
            join(ordered=False), V, "semi", ids(T, "b"), ids(V, "z"), ordered=False
        ),
        "what one table says of another's key": AT_HOME,
        "filters come as soon as they can": Filter(
            CHAIN, call("gt", col(T, "b"), col(U, "w"))
        ),
    },
    "reduce_aggregates": {
        "few keys asked for": Join(U, GROUPS, "inner", ids(U, "x"), ids(MANY, "k")),
        "all keys asked for": Join(
            table(ExampleSource("all", 600_000), x=4), GROUPS, "inner", (4,), ids(MANY, "k")
        ),
    },
    "share_subplans": {"the same twice": shared()},
}  # fmt: skip
