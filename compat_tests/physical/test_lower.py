"""Which pipelines a plan becomes."""

from accel.physical.lower import lower
from accel.physical.printing import format_pipelines
from accel.plan.examples import FLOAT, INT, STR, ExampleSource, call, col, ids, select, table, where
from accel.plan.expr import IsInPlan
from accel.plan.nodes import (
    Aggregate,
    Aggregation,
    Concat,
    Distinct,
    Enumerate,
    Field,
    Filter,
    Join,
    Limit,
    Sort,
)

BIG = table(ExampleSource("big", 100_000, {"k": (1, 1000)}), k=1, v=2, s=(3, STR))
SMALL = table(ExampleSource("small", 1000, {"j": (1, 1000)}), j=4, w=5)


def pipelines(plan):
    return format_pipelines(lower(plan)).splitlines()


def test_filters_and_projections_run_in_their_readers_pipeline():
    doubled = select(where(BIG, "gt", "k", 5), x=(6, call("mul", col(BIG, "v"), 2, dtype=INT)))
    total = Aggregation(Field(7, INT, "total"), "sum", call("add", col(doubled, "x"), 1, dtype=INT))
    assert pipelines(Aggregate(doubled, (), (total,))) == [
        "0: Scan big [k#1, v#2, s#3]",
        "   filter k#1 > 5",
        "   project #-1 = (v#2 * 2) + 1",
        "   aggregate [total#7 = sum(total#-1)]",
    ]


def test_cheap_conjuncts_run_before_dear_ones():
    dear = call("str_contains", col(BIG, "s"), pat="x")
    plan = select(Filter(BIG, call("and", dear, call("gt", col(BIG, "k"), 5))), "v")
    assert pipelines(plan) == [
        "0: Scan big [k#1, v#2, s#3]",
        "   filter k#1 > 5",
        "   filter str_contains(s#3, pat='x')",
        "   collect [v#2]",
    ]


def test_the_smaller_side_is_built():
    plan = Join(SMALL, BIG, "inner", ids(SMALL, "j"), ids(BIG, "k"), ordered=False)
    assert pipelines(select(plan, "w", "v")) == [
        "0: Scan small [j#4, w#5]",
        "   build on j#4, with [w#5]",
        "1: Scan big [k#1, v#2, s#3]",
        "   probe 0: inner on k#1 = j#4, adding [w#5]",
        "   collect [v#2, w#5]",
    ]


def test_an_ordered_join_that_builds_its_left_side_is_sorted_back():
    plan = Join(SMALL, BIG, "inner", ids(SMALL, "j"), ids(BIG, "k"))
    assert pipelines(select(plan, "w", "v"))[2:] == [
        "1: Scan big [k#1, v#2, s#3]",
        "   probe 0: inner on k#1 = j#4, adding [w#5], its row as #-1",
        "   sort by build row#-1 [v#2, w#5]",
        "2: result 1 [w#5, v#2]",
        "   collect [w#5, v#2]",
    ]


def test_a_join_read_twice_runs_once():
    joined = Join(BIG, SMALL, "inner", ids(BIG, "k"), ids(SMALL, "j"))
    groups = Aggregate(joined, ids(joined, "k"), ())
    plan = Join(joined, select(groups, g=(9, col(groups, "k"))), "semi", ids(joined, "v"), (9,))
    physical = lower(plan)
    readers = [n for n, p in enumerate(physical.pipelines) if 1 in p.reads]
    assert readers == [2, 4]
    assert 1 in physical.drops[4]


def test_membership_is_a_set_of_keys():
    use = IsInPlan(col(BIG, "k").dtype, col(BIG, "k"), SMALL, 4).copy(dtype=bool)
    plan = select(Filter(BIG, call("or", use, call("gt", col(BIG, "v"), 5))), "v")
    assert pipelines(plan) == [
        "0: Scan small [j#4, w#5]",
        "   set of j#4",
        "1: Scan big [k#1, v#2, s#3]",
        "   filter isin(k#1, result 0) | (v#2 > 5)",
        "   collect [v#2]",
    ]


def test_each_of_the_others_ends_a_pipeline():
    plan = Limit(Enumerate(Distinct(Sort(SMALL, (5,), (True,)), (4,)), 9), 3, 1)
    assert pipelines(plan) == [
        "0: Scan small [j#4, w#5]",
        "   sort by w#5 [j#4, w#5]",
        "1: result 0 [j#4, w#5]",
        "   first of each j#4 [j#4, w#5]",
        "2: result 1 [j#4, w#5], rows counted as #9",
        "   limit 3 from 1 [j#4, w#5, row#9]",
    ]


def test_a_concat_reads_its_parts_in_turn():
    plan = Concat((SMALL, where(SMALL, "gt", "w", 5)), (Field(9, INT, "x"),), ((4,), (5,)))
    assert pipelines(plan) == [
        "0: Scan small [j#4, w#5]",
        "   collect [j#4]",
        "1: Scan small [j#4, w#5]",
        "   filter w#5 > 5",
        "   collect [w#5]",
        "2: results 0, 1 in turn as [x#9]",
        "   collect [x#9]",
    ]


def test_an_outer_join_reads_two_tables():
    widened = ((1, FLOAT), (4, FLOAT))
    plan = Join(select(BIG, "k"), select(SMALL, "j"), "outer", (1,), (4,), widened)
    assert pipelines(plan)[-2:] == [
        "2: outer join of 0 and 1 on k#1 = j#4 [k#1, j#4]",
        "   collect [k#1, j#4]",
    ]
