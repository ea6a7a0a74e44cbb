"""altair: charts as dictionaries."""

import altair as alt

ONLY_SMALL = {"points", "types_found", "wrong_names"}

alt.data_transformers.disable_max_rows()


def points(pd, df):
    return alt.Chart(df).mark_point().encode(x="x", y="y", color="g", tooltip=["t", "n"]).to_dict()


def types_found(pd, df):
    chart = alt.Chart(df).mark_point()
    return [chart.encode(x=name).to_dict()["encoding"] for name in ("x", "n", "g", "b", "t")]


def aggregated(pd, df):
    return alt.Chart(df.head(30)).mark_bar().encode(x="g:N", y="sum(n):Q", column="h").to_dict()


def transformed(pd, df):
    chart = alt.Chart(df.head(30)).mark_line().encode(x="t:T", y="mean(x)").interactive()
    return chart.transform_filter(alt.datum.x > 0).to_dict()


def layered(pd, df):
    base = alt.Chart(df.head(30)).encode(x="x")
    return (base.mark_point().encode(y="y") + base.mark_line().encode(y="m")).to_dict()


def categories(pd, df):
    kinds = pd.CategoricalDtype(["lo", "mid", "high"], ordered=True)
    frame = df.head(30).astype({"g": kinds})
    return alt.Chart(frame).mark_point().encode(x="g", y="x").to_dict()


def values_of_a_series(pd, df):
    scale = alt.Scale(domain=sorted(df["g"].unique()))
    return alt.Chart(df.head(9)).mark_bar().encode(alt.Color("g", scale=scale)).to_dict()


def too_many_rows(pd, df):
    with alt.data_transformers.enable("default", max_rows=10):
        return alt.Chart(df).mark_point().encode(x="x").to_dict()


def json(pd, df):
    return alt.Chart(df.head(5)).mark_point().encode(x="x", y="m").to_json()


def wrong_names(pd, df):
    return alt.Chart(df).mark_point().encode(x="nowhere").to_dict()
