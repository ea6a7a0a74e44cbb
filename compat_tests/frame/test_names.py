"""Names of the index and of the columns belong to one frame; a key that names two things."""

import pytest


def index_of_another(pd, df, o):
    df.index = pd.Index(range(10, 18), dtype="int64")
    more = df.assign(z=1)
    more.index.name = "changed"
    return df


def index_of_the_source(pd, df, o):
    df.index = pd.Index(list("abcdefgh"))
    part = df["i"] + 1
    df.index.name = "changed"
    return part


def index_named_later(pd, df, o):
    part = df[df["i"] > 1]
    part.index.name = "changed"
    return part[part["i"] > 2]


def columns_of_another(pd, df, o):
    part = df[df["i"] > 1]
    smaller = part[part["i"] > 2]
    part.columns.name = "changed"
    return smaller


def columns_named(pd, df, o):
    part = df[df["i"] > 1]
    part.columns.name = "changed"
    return part[part["i"] > 2]


def columns_handed_on(pd, df, o):
    part = df[df["i"] > 1]
    labels = part.columns
    smaller = part[part["i"] > 2]
    labels.name = "changed"
    return smaller


CASES = [index_of_another, index_of_the_source, index_named_later, columns_of_another,
         columns_named, columns_handed_on]  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_names(same, code):
    same(code, planned=False)


def test_a_key_that_is_a_column_and_an_index_level():
    import accel.pandas as pd

    frame = pd.DataFrame({"i": [1, 2], "v": [3, 4]}, index=pd.Index([5, 6], name="i"))
    for call in (lambda: frame.sort_values("i"), lambda: frame.groupby(["v", "i"]).sum()):
        with pytest.raises(ValueError, match="both an index level and a column label"):
            call()


@pytest.mark.parametrize("label", [True, 1.0])
def test_true_is_not_the_label_one(label):
    import accel.pandas as pd

    frame = pd.DataFrame({1: [1, 2], 0: [3, 4]})
    if label is True:
        with pytest.raises(KeyError):
            frame[label]
    else:
        assert frame[label].tolist() == [1, 2]
