"""seaborn: what the artists hold."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns

from compat_tests.libraries.calls.matplotlib import _figure

ONLY_SMALL = {
    "clusters",
    "counts_and_bars",
    "distributions",
    "facets",
    "joints",
    "lines",
    "lines_of_wide_data",
    "objects",
    "pairs",
    "points",
    "points_of_series",
    "regressions",
    "swarms",
}


def lines(pd, df):
    sns.lineplot(data=df, x="n", y="x", hue="g", errorbar=None)
    return _figure()


def lines_of_wide_data(pd, df):
    sns.lineplot(data=df[["x", "y"]])
    return _figure()


def points(pd, df):
    sns.scatterplot(data=df, x="x", y="y", hue="g", style="h", size="n")
    return _figure()


def points_of_series(pd, df):
    sns.scatterplot(x=df["x"], y=df["y"], hue=df["b"])
    return _figure()


def histogram(pd, df):
    sns.histplot(data=df, x="x", hue="g", bins=6, multiple="stack")
    return _figure()


def histogram_of_a_series(pd, df):
    sns.histplot(df["x"], bins=6)
    return _figure()


def counts_and_bars(pd, df):
    _, axes = plt.subplots(1, 2)
    sns.countplot(data=df, x="g", order=["lo", "mid", "high"], ax=axes[0])
    sns.barplot(data=df, x="h", y="x", hue="g", errorbar=None, ax=axes[1])
    return _figure()


def distributions(pd, df):
    _, axes = plt.subplots(1, 3)
    sns.boxplot(data=df, x="g", y="x", ax=axes[0])
    sns.violinplot(data=df.head(500), x="g", y="x", ax=axes[1])
    sns.ecdfplot(data=df, x="m", ax=axes[2])
    return _figure()


def swarms(pd, df):
    np.random.seed(0)
    sns.stripplot(data=df, x="g", y="x", jitter=False)
    first = _figure()
    sns.swarmplot(data=df, x="g", y="x")
    return [first, _figure()]


def heat(pd, df):
    sns.heatmap(df[["x", "y", "n"]].corr(), annot=True)
    first = _figure()
    table = df.pivot_table(index="g", columns="h", values="x", aggfunc="mean")
    ax = sns.heatmap(table)
    values = np.asarray(ax.collections[0].get_array())
    plt.close("all")
    return [first, values]


def densities(pd, df):
    sns.kdeplot(data=df.head(500), x="x", hue="g")
    return _figure()


def pairs(pd, df):
    grid = sns.pairplot(df[["x", "y", "g"]], hue="g")
    return [list(grid.x_vars), list(grid.hue_names), _figure()]


def joints(pd, df):
    sns.jointplot(data=df, x="x", y="y")
    return _figure()


def facets(pd, df):
    sns.relplot(data=df, x="x", y="y", col="g", row="h", kind="scatter")
    first = _figure()
    sns.catplot(data=df, x="g", y="x", col="h", kind="box")
    second = _figure()
    sns.displot(data=df, x="x", col="g", bins=4)
    return [first, second, _figure()]


def regressions(pd, df):
    sns.regplot(data=df, x="x", y="y", ci=None)
    first = _figure()
    sns.lmplot(data=df, x="x", y="y", hue="h", ci=None)
    return [first, _figure()]


def clusters(pd, df):
    result = sns.clustermap(df[["x", "y", "n"]])
    order = result.dendrogram_row.reordered_ind
    plt.close("all")
    return order


def objects(pd, df):
    import seaborn.objects as so

    so.Plot(df, x="x", y="y", color="g").add(so.Dot()).plot()
    so.Plot(df, x="g", y="x").add(so.Bar(), so.Agg()).plot(pyplot=True)
    return _figure()


def wrong_names(pd, df):
    return sns.scatterplot(data=df, x="nowhere", y="x")
