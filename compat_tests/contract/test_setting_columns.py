"""A column is set or dropped, a value written: parents and children do not see it of each other."""

from compat_tests.contract.comparing import attempt, program


@program
def test_a_column_is_set_on_the_parent(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    total = df.groupby("k")["i"].sum()
    double = df["i"] * 2
    ordered = df.sort_values("f", kind="stable")
    df["i"] = 0
    df["new"] = df["f"]
    yield df
    yield part
    yield total
    yield double
    yield ordered
    yield df.groupby("k")["i"].sum()


@program
def test_a_column_is_set_on_the_child(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part["i"] = part["i"] + 100
    part["j"] = 5
    part["only"] = part["t"]
    yield df
    yield part
    yield df["i"] + 1
    yield part[part["i"] > 103]


@program
def test_a_column_of_other_rows_is_set(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    df["part"] = part["j"]
    part["all"] = df["f"]
    yield df
    yield part
    yield df[df["part"].isna()]


@program
def test_values_are_set_by_label_and_position(pd, make):
    df = make(pd)
    part = df[df["b"]]
    text = df["s"].str.upper()
    df.loc[0, "i"] = 1000
    df.iloc[1, 2] = -7.5
    df.at[2, "t"] = "set"
    df.iat[3, 0] = 77
    df.loc[df["i"] > 5, "f"] = 0.25
    df.loc[[1, 2], ["i", "j"]] = 9
    yield df
    yield part
    yield text
    part.loc[part.index[0], "i"] = -1
    part.iloc[1, 0] = -2
    part.at[part.index[1], "f"] = 0.5
    yield part
    yield df
    yield part["i"].sum(), df["i"].sum()


@program
def test_a_row_is_added(pd, make):
    df = make(pd)[["i", "f", "t"]]
    part = df[df["i"] > 1]
    part.loc[10**6] = [5, 1.5, "row"]
    df.loc[len(df)] = [6, 2.5, "last"]
    yield part
    yield df
    yield part[part["i"] > 2]


@program
def test_columns_come_and_go(pd, make):
    df = make(pd)
    kept = df[df["i"] > 0]
    view = df[["i", "j", "f"]]
    df.insert(0, "first", df["i"] * 2)
    gone = df.pop("f")
    del df["g"]
    df.drop(columns=["s"], inplace=True)
    yield df
    yield kept
    yield view
    yield gone
    view.insert(1, "k", 1)
    taken = view.pop("i")
    del view["j"]
    yield view
    yield taken
    yield kept
    kept["again"] = kept.pop("i")
    yield kept


@program
def test_attribute_assignment(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part.i = part.i * 2
    part.f = 0.5
    yield part
    part.t = part.t.str.upper()
    yield part.t
    yield df
    yield attempt(lambda: part.nothing)


@program
def test_dtypes_change_by_setting(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    part["i"] = part["i"].astype(float)
    part["b"] = "text"
    part["t"] = part["j"]
    yield part.dtypes
    yield part
    yield part["t"] + part["i"]
    yield df.dtypes
    yield attempt(part.loc.__setitem__, (part.index[0], "j"), "text")
    yield part


@program
def test_in_a_loop(pd, make):
    df = make(pd)
    kept = []
    for k in range(5):
        part = df[df["i"] > k]
        df["i"] = df["i"] + 1
        df.loc[df["i"] == 5, "f"] = k
        df[f"c{k}"] = df["i"] * k
        part["k"] = str(k)
        kept.append(part)
        if k % 2:
            df.sort_values("i", inplace=True, kind="stable")
        else:
            df.reset_index(drop=True, inplace=True)
    yield df
    yield from kept
