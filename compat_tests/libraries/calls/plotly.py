"""plotly: figures as JSON."""

import json

import plotly.express as px
import plotly.graph_objects as go

ONLY_SMALL = {"backend", "distributions", "matrices", "objects", "parts", "scatter"}


def _json(figure):
    return json.loads(figure.to_json())


def scatter(pd, df):
    return _json(px.scatter(df, x="x", y="y", color="g", size="n", hover_data=["t"]))


def scatter_of_series(pd, df):
    return _json(px.scatter(x=df["x"], y=df["y"], color=df["b"]))


def line(pd, df):
    return _json(px.line(df, x="t", y=["x", "m"]))


def line_over_the_index(pd, df):
    return _json(px.line(df["x"]))


def bars(pd, df):
    sums = df.groupby(["g", "h"], as_index=False)["n"].sum()
    return _json(px.bar(sums, x="g", y="n", color="h", barmode="group"))


def distributions(pd, df):
    return [
        _json(px.histogram(df, x="x", color="g", nbins=5)),
        _json(px.box(df, x="g", y="x", points=False)),
        _json(px.violin(df, y="x", color="h")),
        _json(px.ecdf(df, x="x")),
    ]


def matrices(pd, df):
    return [
        _json(px.imshow(df[["x", "y", "n"]].corr())),
        _json(px.scatter_matrix(df, dimensions=["x", "y"], color="g")),
        _json(px.parallel_coordinates(df, dimensions=["x", "n"])),
        _json(px.density_heatmap(df, x="x", y="y")),
    ]


def parts(pd, df):
    return [
        _json(px.pie(df, names="g", values="n")),
        _json(px.sunburst(df, path=["g", "h"], values="n")),
        _json(px.treemap(df, path=[px.Constant("all"), "g"], values="n")),
    ]


def facets_and_frames(pd, df):
    return _json(px.scatter(df, x="x", y="y", facet_col="h", animation_frame="g"))


def objects(pd, df):
    figure = go.Figure(go.Scatter(x=df["t"], y=df["x"], text=df["g"]))
    figure.add_trace(go.Bar(x=df["g"], y=df["n"]))
    figure.add_trace(go.Table(header={"values": list(df.columns)},
                              cells={"values": [df[c] for c in ("x", "g")]}))  # fmt: skip
    figure.add_hline(y=df["x"].mean())
    return _json(figure)


def backend(pd, df):
    with pd.option_context("plotting.backend", "plotly"):
        return [
            _json(df.plot(x="x", y="y", kind="scatter")),
            _json(df[["x", "y"]].plot()),
            _json(df["x"].plot(kind="hist")),
            _json(df["x"].hist()),
        ]


def wrong_names(pd, df):
    return px.scatter(df, x="nowhere", y="x")
