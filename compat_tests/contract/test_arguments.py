"""Arguments that pandas refuses, warns of, reads once, or takes more exactly than plans do."""

import copy
import pickle

import numpy as np
import pandas

from compat_tests.contract.comparing import attempt, program


@program
def test_flags_that_are_no_booleans(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    yield attempt(part["f"].fillna, 0, inplace=0)
    yield attempt(part.sort_values, "j", inplace=0)
    yield attempt(part.drop_duplicates, inplace=0)
    yield attempt(part.drop, columns="i", inplace=1)
    yield attempt(part.set_index, "i", inplace=None)
    yield attempt(part.reset_index, allow_duplicates=0)
    yield attempt(part["i"].clip, 1, 2, inplace=0)
    yield attempt(part.merge, df, on="j", left_index=0)
    yield attempt(pd.merge, part, df, on="j", right_index=None)


@program
def test_arguments_that_are_deprecated(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    yield part.rename(columns={"i": "n"}, copy=None)
    yield part.astype({"i": "float64"}, copy=None)
    yield pd.concat([part, part], copy=None)
    yield part.merge(df.head(2), on="j", copy=None)
    yield part.rename(columns={"i": "n"}, inplace=0)
    yield part["i"].astype("float64", None)
    yield part.merge(df.head(2), "inner", "j", None, None, False, False, False, ("_x", "_y"), None)


@program
def test_booleans_are_no_positions(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    yield attempt(part.head, True)
    yield attempt(part["i"].head, True)
    yield attempt(part["i"].nlargest, True)
    yield attempt(lambda: part.iloc[True:3])
    yield attempt(lambda: part[True:3])
    yield attempt(lambda: part.iloc[0:2, True])
    yield attempt(part.insert, True, "q", 1)
    yield attempt(df.groupby("k")["i"].std, ddof=0.5)
    yield attempt(df.groupby("k")["i"].var, ddof="x")


@program
def test_iterators_are_read_once(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    yield df.nlargest(1, (name for name in ["j"])).shape
    yield attempt(part.drop, columns=iter(["i", "missing"]))
    yield part.drop(columns=iter(["i"]))
    yield part.drop_duplicates(iter(["k"]))


@program
def test_values_that_no_column_holds(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    yield attempt(part.loc.__setitem__, (part["i"] > 2, "i"), 2**70)
    yield attempt(part["d"].isin, [np.datetime64("NaT")])
    for missing in (pandas.NaT, np.datetime64("NaT", "s"), np.timedelta64("NaT", "ms"), None):
        yield part.assign(n=missing)
        yield attempt(part["d"].where, part["i"] > 1, missing)
    huge = pd.Series([2**53 + 1, 2**53, 1])
    yield huge.map(lambda v: v == 9007199254740992.0)
    yield huge.map(lambda v: v in (9007199254740992.0, 1))
    yield huge.astype("float64").map(lambda v: v < 9007199254740993)
    yield huge.map(lambda v: v < 2.5)


@program
def test_strings_under_options(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    with pandas.option_context("mode.string_storage", "python"):
        stored = part.assign(n="one")
    yield stored["n"].dtype.storage
    with pandas.option_context("future.infer_string", False):
        objects = part.assign(n="one")
    yield objects["n"].dtype


@program
def test_labels_keep_their_class(pd, make):
    df = make(pd)[["i", "j"]]
    named, categories = df.copy(), df.copy()
    named.columns = pandas.Index(["i", "j"], name="c")
    categories.columns = pandas.CategoricalIndex(["i", "j"])
    for frames in ([named, df], [df, named], [named, named], [categories, df]):
        yield pd.concat(frames).columns
        yield pd.concat(frames, join="inner").columns
    part = df[df["i"] > 1]
    for dtype in ("string", "int8", "float32", "Int64", "category"):
        part.columns = pandas.Index([1, 2]).astype(dtype)
        yield part.rename(columns={1: 3}).columns
        yield part.rename(columns={"1": "x"}).columns
        yield part.rename(columns={2: pandas.NaT}).columns
    part.columns = ["i", "j"]
    yield part.rename(columns={"i": ["x"]}).iloc[0]
    yield attempt(lambda: part.rename(columns={"i": ["x"]}).sort_values("j"))


@program
def test_errors_of_groups_have_no_context(pd, make):
    df = make(pd)
    groups = df[df["i"] > 1].groupby("k")
    for call in (
        lambda: groups.agg({"missing": "sum"}),
        lambda: groups["missing"],
        lambda: groups.agg("missing"),
        lambda: groups["t"].mean(),
        lambda: groups.sum(foo=1),
    ):
        try:
            call()
        except (AttributeError, KeyError, TypeError) as error:
            yield type(error.__context__).__module__.partition(".")[0]


@program
def test_objects_of_pandas_beside_ours(pd, make):
    df = make(pd)
    other = df.assign(i=5)
    yield df[["i"]].compare(pandas.DataFrame(other[["i"]]))
    yield df["i"].compare(pandas.Series(other["i"]))


@program
def test_accessors_are_copied(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    for words in (df["t"], part["t"]):
        yield copy.copy(words.str).upper()
        yield copy.deepcopy(words.str).upper()
        yield pickle.loads(pickle.dumps(words.str)).upper().tolist()


@program
def test_an_attribute_has_the_name_of_an_accessor(pd, make):
    words = make(pd)["t"]
    words.str = 3
    yield words.str
    yield make(pd)["t"].str.upper()


@program
def test_attributes_of_groups_after_a_renaming(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    groups = part.groupby("k")
    yield hasattr(groups, "i"), hasattr(groups, "nothing")
    part.columns = [name.upper() for name in part.columns]
    yield hasattr(groups, "i"), hasattr(groups, "I")
