"""matplotlib, and pandas' own plotting on it: what the artists hold, not pixels."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_hex

ONLY_SMALL = {
    "areas_and_boxes",
    "boxplots_of_pandas",
    "kinds_of_a_frame",
    "kinds_of_a_series",
    "plot_by_a_column",
    "plotting_functions",
    "text_on_an_axis",
}


def _axes(ax):
    """Return the data of everything drawn on an axis."""
    legend = ax.get_legend()
    return {
        "lines": [line.get_xydata() for line in ax.lines],
        "patches": [patch.get_path().vertices for patch in ax.patches],
        "boxes": [patch.get_bbox().bounds for patch in ax.patches if hasattr(patch, "get_bbox")],
        "points": [np.asarray(c.get_offsets()) for c in ax.collections],
        "colors": [to_hex(line.get_color()) for line in ax.lines],
        "labels": [ax.get_xlabel(), ax.get_ylabel(), ax.get_title()],
        "ticks": [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())],
        "limits": [ax.get_xlim(), ax.get_ylim()],
        "legend": legend and [text.get_text() for text in legend.get_texts()],
        "types": [type(child).__name__ for child in ax.get_children()],
    }


def _figure():
    """Return the data of the current figure, and close it."""
    result = [_axes(ax) for ax in plt.gcf().axes]
    plt.close("all")
    return result


def plot_a_series(pd, df):
    plt.figure()
    plt.plot(df["x"])
    plt.plot(df["n"], df["y"], "o")
    return _figure()


def plot_with_times(pd, df):
    _, ax = plt.subplots()
    ax.plot(df["t"], df["x"], label="x")
    ax.plot("t", "y", data=df)
    ax.legend()
    return _figure()


def plot_a_frame(pd, df):
    plt.figure()
    plt.plot(df[["x", "y"]])
    return _figure()


def scatter_by_names(pd, df):
    plt.figure()
    plt.scatter("x", "y", c="n", data=df)
    return _figure()


def scatter_of_series(pd, df):
    plt.figure()
    plt.scatter(df["x"], df["y"], s=df["n"], c=df["m"])
    return _figure()


def histograms(pd, df):
    _, axes = plt.subplots(1, 2)
    counts, edges, _ = axes[0].hist(df["x"], bins=7)
    axes[1].hist(df[["x", "y"]], bins=5)
    return [counts, edges, _figure()]


def bars(pd, df):
    means = df.groupby("g")["x"].mean()
    plt.figure()
    plt.bar(means.index, means)
    plt.barh(means.index, means.values)
    return _figure()


def categories(pd, df):
    plt.figure()
    plt.plot(df["g"].head(9), df["x"].head(9), "o")
    return _figure()


def areas_and_boxes(pd, df):
    _, axes = plt.subplots(1, 4)
    axes[0].fill_between(df["n"], df["x"], df["y"], where=df["b"])
    axes[1].boxplot([df["x"], df["y"]])
    axes[2].errorbar(df["n"].head(5), df["x"].head(5), yerr=df["y"].abs().head(5))
    axes[3].step(df["n"], df["x"])
    return _figure()


def images(pd, df):
    plt.figure()
    image = plt.imshow(df[["x", "y"]].head(5))
    result = image.get_array()
    plt.close("all")
    return np.asarray(result)


def text_on_an_axis(pd, df):
    _, ax = plt.subplots()
    ax.plot(df["x"])
    ax.set_xticks(df.index[::10], df["g"].iloc[::10])
    for place, row in df.head(3).iterrows():
        ax.annotate(row["g"], (place, row["x"]))
    ax.axhline(df["x"].mean())
    return _figure()


def kinds_of_a_frame(pd, df):
    result = []
    numbers = df[["x", "y", "n"]]
    for kind in ("line", "bar", "barh", "hist", "box", "kde"):
        numbers.plot(kind=kind, title=kind)
        result.append(_figure())
    df.plot.scatter(x="x", y="y", c="n", colormap="viridis")
    result.append(_figure())
    df.plot.hexbin(x="x", y="y", gridsize=5)
    result.append(_figure())
    df[["n"]].plot.area()
    result.append(_figure())
    df[["n"]].head(4).plot.pie(subplots=True)
    result.append(_figure())
    return result


def kinds_of_a_series(pd, df):
    result = []
    for kind in ("line", "bar", "barh", "hist", "box", "kde", "area", "pie"):
        plt.figure()
        df["n"].head(6).plot(kind=kind)
        result.append(_figure())
    return result


def plot_by_a_column(pd, df):
    df.plot(x="t", y=["x", "m"], secondary_y="m", style=["-", "--"])
    return _figure()


def plot_of_groups(pd, df):
    df.set_index("t")["x"].resample("D").mean().plot()
    first = _figure()
    df.groupby("g")[["x", "y"]].mean().plot.bar(rot=0)
    return [first, _figure()]


def histograms_of_pandas(pd, df):
    df.hist(column=["x", "y"], bins=4)
    first = _figure()
    df["x"].hist(by=df["g"], bins=3)
    return [first, _figure()]


def boxplots_of_pandas(pd, df):
    df.boxplot(column="x", by="g")
    first = _figure()
    df.groupby("h").boxplot(column=["x", "y"])
    return [first, _figure()]


def plotting_functions(pd, df):
    result = []
    plotting = pd.plotting
    numbers = df[["x", "y", "n"]]
    plotting.scatter_matrix(numbers)
    result.append(_figure())
    for draw in (plotting.andrews_curves, plotting.parallel_coordinates, plotting.radviz):
        plt.figure()
        draw(df[["x", "y", "n", "g"]], "g")
        result.append(_figure())
    for draw in (plotting.autocorrelation_plot, plotting.lag_plot):
        plt.figure()
        draw(df["x"])
        result.append(_figure())
    plt.figure()
    plotting.table(plt.gca(), numbers.head(3).round(2))
    result.append(_figure())
    return result


def wrong_names(pd, df):
    return df.plot(x="nowhere", y="x")


def no_numbers(pd, df):
    return df[["g"]].plot()
