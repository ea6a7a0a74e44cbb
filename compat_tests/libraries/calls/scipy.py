"""scipy: functions of arrays that are given series and frames."""

import numpy as np
from scipy import cluster, fft, interpolate, linalg, ndimage, optimize, signal, spatial, stats
from scipy.sparse import csr_array

ONLY_SMALL = {"distances"}


def tests(pd, df):
    return [
        tuple(stats.ttest_ind(df["x"], df["y"])),
        tuple(stats.ttest_1samp(df["m"], 0.0, nan_policy="omit")),
        tuple(stats.ks_2samp(df["x"], df["y"])),
        tuple(stats.mannwhitneyu(df["x"], df["y"])),
        tuple(stats.kruskal(*(part for _, part in df.groupby("g")["x"]))),
        tuple(stats.f_oneway(*[df.loc[df["g"] == g, "x"] for g in ("lo", "mid")])),
    ]


def correlations(pd, df):
    return [
        tuple(stats.pearsonr(df["x"], df["y"])),
        tuple(stats.spearmanr(df[["x", "y"]])),
        tuple(stats.linregress(df["x"], df["y"])),
    ]


def tables(pd, df):
    table = pd.crosstab(df["g"], df["h"])
    result = stats.chi2_contingency(table)
    return [table, result.statistic, result.expected_freq]


def descriptions(pd, df):
    return [tuple(stats.describe(df["x"])), stats.skew(df["x"]), stats.iqr(df["x"]),
            stats.zscore(df["x"]), stats.zscore(df[["x", "y"]]), stats.rankdata(df["n"]),
            tuple(stats.mode(df["n"])), stats.trim_mean(df["x"], 0.1), stats.gmean(df["n"] + 1),
            stats.sem(df["x"]), stats.entropy(df["n"])]  # fmt: skip


def distributions(pd, df):
    return [stats.norm.fit(df["x"]), stats.norm.cdf(df["x"]), stats.norm.pdf(df[["x", "y"]])]


def numbers(pd, df):
    return [signal.detrend(df["x"]), signal.savgol_filter(df["x"], 5, 2), fft.fft(df["x"]),
            ndimage.gaussian_filter1d(df["x"], 2.0), linalg.norm(df[["x", "y"]]),
            linalg.lstsq(df[["x", "n"]], df["y"])[0]]  # fmt: skip


def curves(pd, df):
    line = lambda x, a, b: a * x + b
    order = df.sort_values("x")
    return [
        optimize.curve_fit(line, df["x"], df["y"])[0],
        interpolate.interp1d(order["x"], order["y"])(0.0),
        optimize.minimize(lambda p: ((df["y"] - p[0] * df["x"]) ** 2).sum(), [1.0]).x.round(6),
    ]


def distances(pd, df):
    return [spatial.distance.pdist(df[["x", "y"]]), spatial.KDTree(df[["x", "y"]]).query(
        df[["x", "y"]].head(3))[1], cluster.hierarchy.linkage(df[["x", "y"]])]  # fmt: skip


def sparse(pd, df):
    matrix = csr_array(df[["n", "x"]])
    return [matrix.toarray(), pd.DataFrame.sparse.from_spmatrix(matrix), np.asarray(
        csr_array((df["x"], (np.arange(len(df)), df["n"]))).sum(axis=0))]  # fmt: skip


def applied(pd, df):
    return [df[["x", "y"]].apply(stats.zscore), df.groupby("g")["x"].agg(stats.iqr)]
