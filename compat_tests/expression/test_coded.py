"""Expressions of coded strings: computed once a dictionary value."""

import threading

import numpy as np
import pandas as pd
import pytest

from accel.execute.batch import Batch
from accel.execute.expression import Evaluator, Predicate
from accel.execute.expression.texts import Distinct, strings_of, text_of
from accel.execute.vector import Coded, Dictionary, Fixed
from accel.plan.errors import DataDependent
from compat_tests.expression.oracle import BOOL, STR, call, column, literal

S, T = column(1, STR), column(2, STR)


def coded(codes, dictionary):
    return Coded(np.array(codes, np.int32), dictionary)


def test_a_dictionary_is_computed_once_and_when_it_has_grown():
    dictionary = Dictionary(text_of(["apple", "pear"]))
    evaluator = Evaluator({0: call(BOOL, "str_contains", S, pat="pp")})

    def results(codes):
        batch = Batch(len(codes), {1: coded(codes, dictionary)})
        return evaluator.apply(batch).columns[0].data.tolist()

    assert results([0, 1, -1, 0]) == [True, False, False, True]
    tables = dict(dictionary.derived["expressions"])
    dictionary.values = text_of(["apple", "pear", "poppy", "fig"])
    assert results([3, 2, 1, -1]) == [False, True, False, False]
    assert dictionary.derived["expressions"] == tables


def test_string_results_stay_coded_over_distinct_values():
    dictionary = Dictionary(text_of(["13-1", "13-2", "27-5"]))
    evaluator = Evaluator({0: call(STR, "str_slice", S, start=0, stop=2)})
    result = evaluator.apply(Batch(4, {1: coded([2, 1, 0, -1], dictionary)})).columns[0]
    assert isinstance(result, Coded)
    assert strings_of(result.dictionary.values) == ["13", "27"]
    assert strings_of(result.decode()) == ["27", "13", "13", None]
    dictionary.values = text_of(["13-1", "13-2", "27-5", "44-0", "13-9"])
    later = evaluator.apply(Batch(3, {1: coded([3, 4, -1], dictionary)})).columns[0]
    assert later.dictionary is result.dictionary
    assert strings_of(later.decode()) == ["44", "13", None]


def test_columns_of_one_dictionary_share_results():
    dictionary = Dictionary(text_of(["x", "y"]))
    batch = Batch(2, {1: coded([0, 1], dictionary), 2: coded([1, 1], dictionary)})
    outputs = {k: call(BOOL, "eq", c, literal(STR, "x")) for k, c in enumerate((S, T))}
    result = Evaluator(outputs).apply(batch)
    assert [result.columns[k].data.tolist() for k in (0, 1)] == [[True, False], [False, False]]
    assert len(dictionary.derived["expressions"]) == 1


def test_missing_strings_have_their_own_result():
    dictionary = Dictionary(text_of(["x"]))
    filled = call(STR, "where", call(BOOL, "isna", S), literal(STR, "none"), S)
    batch = Batch(2, {1: coded([-1, 0], dictionary)})
    result = Evaluator({0: filled, 1: call(BOOL, "isna", S)}).apply(batch)
    assert strings_of(result.columns[0].decode()) == ["none", "x"]
    assert result.columns[1].data.tolist() == [True, False]


def test_a_result_that_depends_on_data_fails_only_where_it_is_met():
    dictionary = Dictionary(text_of(["one", "three"]))
    evaluator = Evaluator({0: call("int64", "str_len", S)})
    result = evaluator.apply(Batch(2, {1: coded([1, 0], dictionary)}))
    assert result.columns[0].data.tolist() == [5, 3]
    with pytest.raises(DataDependent):
        evaluator.apply(Batch(2, {1: coded([1, -1], dictionary)}))


def test_a_large_dictionary_is_not_computed_for_few_rows():
    dictionary = Dictionary(text_of([str(k) for k in range(40_000)]))
    predicate = Predicate(call(BOOL, "str_startswith", S, pat="12"))
    assert predicate.select(Batch(3, {1: coded([12, -1, 1234], dictionary)})).tolist() == [0, 2]
    assert not dictionary.derived


def test_a_dictionary_keeps_the_latest_results_only():
    dictionary = Dictionary(text_of(["1", "7"]))
    batch = Batch(2, {1: coded([0, 1], dictionary)})
    for k in range(200):
        predicate = Predicate(call(BOOL, "eq", S, literal(STR, str(k))))
        assert len(predicate.select(batch)) == (k in (1, 7))
    assert 0 < len(dictionary.derived["expressions"]) < 100


def test_one_evaluator_takes_coded_and_plain_batches():
    evaluator = Evaluator({0: call(STR, "str_upper", S)})
    plain = evaluator.apply(Batch(2, {1: text_of(["a", None])})).columns[0]
    assert strings_of(plain) == ["A", None]
    dictionary = Dictionary(text_of(["b"]))
    again = evaluator.apply(Batch(2, {1: coded([-1, 0], dictionary)})).columns[0]
    assert strings_of(again.decode()) == [None, "B"]


def test_threads_share_a_growing_dictionary():
    words = [f"word {k % 7} {k}" for k in range(3000)]
    every = text_of(words)
    dictionary = Dictionary(every.slice(0, 10))
    evaluator = Evaluator({0: call(STR, "str_slice", S, start=0, stop=6)})
    failures = []

    def work(seed):
        rng = np.random.default_rng(seed)
        for size in range(10, 3000, 100):
            if len(dictionary.values) < size:
                dictionary.values = every.slice(0, size)
            codes = rng.integers(0, size, 50).astype(np.int32)
            result = evaluator.apply(Batch(50, {1: Coded(codes, dictionary)})).columns[0]
            if strings_of(result.decode()) != [words[k][:6] for k in codes]:
                failures.append(seed)

    def work_when_grown(seed):
        work(seed)

    threads = [threading.Thread(target=work_when_grown, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_distinct_numbers_strings_across_growth():
    rng = np.random.default_rng(0)
    distinct, order = Distinct(), {}
    for _ in range(20):
        values = [None if k % 11 == 0 else f"v{k}" for k in rng.integers(0, 4000, 500)]
        codes = distinct.add(text_of(values))
        expected = [-1 if v is None else order.setdefault(v, len(order)) for v in values]
        assert codes.tolist() == expected
    assert strings_of(distinct.keys) == list(order)


def test_looked_up_results_mix_with_other_columns():
    dictionary = Dictionary(text_of(["F", "O"]))
    price = column(3, "float64")
    revenue = call("float64", "where", call(BOOL, "eq", S, literal(STR, "F")), price,
                   literal("float64", 0.0))  # fmt: skip
    batch = Batch(3, {1: coded([0, 1, -1], dictionary), 3: Fixed(np.array([1.0, 2.0, 3.0]))})
    assert Evaluator({0: revenue}).apply(batch).columns[0].data.tolist() == [1.0, 0.0, 0.0]


def test_pandas_agrees_on_a_long_column():
    rng = np.random.default_rng(1)
    series = pd.Series(rng.choice(["MAIL", "SHIP", "AIR", None], 100_000), dtype="str")
    dictionary = Dictionary(text_of(["AIR", "MAIL", "SHIP"]))
    codes = series.map({"AIR": 0, "MAIL": 1, "SHIP": 2}).fillna(-1).astype("int32").to_numpy()
    predicate = Predicate(call(BOOL, "isin", S, values=("MAIL", "SHIP")))
    rows = predicate.select(Batch(len(series), {1: Coded(codes, dictionary)}))
    assert rows.tolist() == np.flatnonzero(series.isin(["MAIL", "SHIP"])).tolist()
