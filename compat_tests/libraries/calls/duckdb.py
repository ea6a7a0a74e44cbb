"""duckdb: queries over frames found by name or registered."""

import duckdb


def replacement_scan(pd, df):
    frame = df
    found = duckdb.sql("select g, sum(n) n, avg(x) x from frame group by g order by g")
    assert len(frame)
    return [found.df(), found.fetchall(), [str(kind) for kind in found.types]]


def all_columns(pd, df):
    made = duckdb.sql("select * from df")
    return [made.df(), [str(kind) for kind in made.types], made.columns]


def registered(pd, df):
    with duckdb.connect() as connection:
        connection.register("view", df)
        first = connection.execute("select count(*), sum(x), max(t) from view").fetchall()
        connection.execute("create table kept as select * from view where b")
        return [first, connection.execute("select * from kept order by t").df()]


def from_df(pd, df):
    with duckdb.connect() as connection:
        return (
            connection.from_df(df).filter("x > 0").aggregate("g, count(*) c", "g").order("g").df()
        )


def appended(pd, df):
    with duckdb.connect() as connection:
        connection.execute("create table t (x double, g varchar)")
        connection.append("t", df[["x", "g"]])
        connection.execute("insert into t select x, g from df where b")
        return connection.execute("select g, count(*), sum(x) from t group by g order by g").df()


def missing_values(pd, df):
    return duckdb.sql("select count(m), count(*) from df").fetchall()


def joined(pd, df):
    other = df.groupby("g", as_index=False)["x"].mean()
    assert len(other)
    return duckdb.sql(
        "select df.g, other.x from df join other using (g) order by df.t limit 9"
    ).df()


def arrow_and_numpy(pd, df):
    made = duckdb.sql("select x, g from df")
    arrow = made.to_arrow_table()
    return [arrow.to_pydict(), made.fetchnumpy()["x"], made.pl().to_dict(as_series=False)]


def parameters(pd, df):
    one = df["g"].iloc[0]
    return duckdb.execute(
        "select count(*) from df where g = ? and n < ?", [one, int(df["n"].max())]
    ).fetchall()


def categories(pd, df):
    frame = df.astype({"g": "category"})
    return [duckdb.sql("select g, count(*) c from frame group by g order by c").df(), len(frame)]


def unknown(pd, df):
    return duckdb.sql("select nowhere from df")
