"""Methods and operators that change an object in place after another was derived from it."""

from compat_tests.contract.comparing import program


@program
def test_methods_work_in_place(pd, make):
    df = make(pd)
    part = df[df["i"] > 0]
    derived = part["f"] + 1
    part.fillna({"f": 0.0}, inplace=True)
    yield part
    part.rename(columns={"i": "number"}, inplace=True)
    part.sort_values("number", inplace=True, kind="stable")
    yield part
    part.reset_index(drop=True, inplace=True)
    part.drop_duplicates(["number", "j"], inplace=True)
    part.set_index("j", inplace=True)
    yield part
    part.sort_index(inplace=True, ascending=False)
    part.dropna(inplace=True)
    part.replace({"number": {3: 33}}, inplace=True)
    yield part
    yield derived
    yield df


@program
def test_series_work_in_place(pd, make):
    df = make(pd)
    s = df["f"] * 2
    again = s + 1
    s.fillna(5.0, inplace=True)
    yield s
    s.clip(lower=0, inplace=True)
    s.mask(s > 7, -1, inplace=True)
    s.where(s > 0, 99, inplace=True)
    yield s
    s.sort_values(inplace=True, kind="stable")
    yield s
    s.rename("x", inplace=True)
    s.reset_index(drop=True, inplace=True)
    s.drop(0, inplace=True)
    yield s
    yield again
    yield df


@program
def test_update_changes_in_place(pd, make):
    df = make(pd)[["i", "f", "j"]]
    part = df[df["i"] > 1]
    sums = df.groupby("i")["f"].sum()
    df.update(pd.DataFrame({"f": [100.0, 200.0]}, index=[0, 2]))
    yield df
    yield part
    yield sums
    s = part["f"]
    s.update(pd.Series({0: 5.0}))
    yield s
    yield part


@program
def test_augmented_assignment(pd, make):
    df = make(pd)
    part = df[df["i"] > 1]
    column = df["i"]
    same = column
    column += 1
    yield column is same
    yield column
    yield df["i"]
    df["i"] += 5
    df["f"] *= df["i"]
    df["b"] |= df["i"] > 8
    yield df
    yield part
    numbers = part[["i", "j"]]
    alias = numbers
    numbers -= 1
    numbers //= 2
    yield numbers
    yield alias is numbers
    yield alias
    yield part
    part["i"] **= 2
    part["j"] %= 3
    yield part


@program
def test_a_series_changes_in_place(pd, make):
    df = make(pd)
    s = df["f"]
    t = s + 1
    u = s
    s[0] = 100.0
    s.loc[1] = 200.0
    s.iloc[2] = 300.0
    s.at[3] = 400.0
    s.iat[4] = 500.0
    s[s > 250] = -1.0
    yield s
    yield t
    yield u
    yield df
    p = t[t > 1]
    q = p * 2
    p[0] = 0.0
    p.iloc[1] = 0.0
    p[p.index[2]] = 5
    p.pop(p.index[3])
    del p[p.index[0]]
    yield p
    yield q
    yield t
