"""NumPy's protocols: conversions and universal functions over frames and series."""

import numpy as np

ONLY_SMALL = {"conversions"}


def conversions(pd, df):
    return [
        np.asarray(df), np.array(df[["x", "n"]]), np.asarray(df["g"]), np.asarray(df["t"]),
        np.array(df["x"], dtype="f4"), np.asarray(df[["n", "b"]], dtype=float),
        np.asarray(df["x"], copy=True), df.to_numpy(dtype=object), df["m"].to_numpy(na_value=0.0),
        df[["x", "y"]].values, df["g"].values, np.ascontiguousarray(df[["x", "y"]]),
        np.asarray(df["n"]).flags.writeable, np.array(df["n"]).flags.writeable,
        np.asarray(df[["x"]]).flags.writeable, df["x"].values.flags.writeable,
    ]  # fmt: skip


def conversions_without_a_copy(pd, df):
    return [np.array(df["x"], copy=False), np.asarray(df[["x"]], copy=False)]


def no_copy_of_mixed_columns(pd, df):
    return np.array(df[["x", "n"]], copy=False)


def no_copy_of_another_dtype(pd, df):
    return np.array(df["x"], dtype="f4", copy=False)


def no_copy_of_text(pd, df):
    return np.array(df["g"], copy=False)


def shared_memory(pd, df):
    column, frame, cells = df["x"].copy(), df[["x"]].copy(), df[["x", "n"]].copy()
    return [
        np.shares_memory(np.asarray(column), np.asarray(column)),
        np.shares_memory(column.values, column.to_numpy()),
        np.shares_memory(np.asarray(frame), frame["x"].values),
        np.shares_memory(np.array(column), column.values),
        np.shares_memory(np.asarray(cells), np.asarray(cells)),
        np.shares_memory(df["x"].to_numpy(), df["x"].to_numpy()),
    ]


def unary(pd, df):
    with np.errstate(all="ignore"):
        return [np.sqrt(df["x"]), np.exp(df[["x", "n"]]), np.log1p(df["n"]), np.abs(df["x"]),
                np.negative(df["x"]), np.isnan(df["m"]), np.sign(df[["x", "y"]]), np.floor(df["x"]),
                np.isfinite(df[["x", "m"]]), np.invert(df["b"]), np.logical_not(df["b"]),
                np.positive(df["n"]), np.square(df["n"]), np.reciprocal(df["x"])]  # fmt: skip


def binary(pd, df):
    with np.errstate(all="ignore"):
        return [
            np.add(df["x"], df["y"]),
            np.maximum(df["x"], df["m"]),
            np.power(df["n"], 2),
            np.logaddexp(df["x"], 1.0),
            np.arctan2(df["y"], df["x"]),
            np.fmin(df["m"], df["y"]),
            np.add(df[["x", "y"]], 1),
            np.heaviside(df[["x", "y"]], 0.5),
            np.hypot(3, df["x"]),
            np.multiply(df["x"].to_numpy(), df["y"]),
            np.float64(2) * df["x"],
            np.int64(3) + df[["x", "n"]],
            np.floor_divide(df["n"], 7),
            np.equal(df["g"], "lo"),
            np.greater(df["x"], df["y"]),
            np.logical_and(df["b"], df["x"] > 0),
            np.copysign(df["x"], -1.0),
            np.left_shift(df["n"], 1),
            np.gcd(df["n"], 6),
        ]


def several_results(pd, df):
    return [np.modf(df["x"]), np.frexp(df["x"]), np.divmod(df["n"], 7), np.modf(df[["x", "y"]]),
            np.divmod(df[["n"]], 7), np.divmod(50, df["n"] + 1)]  # fmt: skip


def own_function(pd, df):
    add = np.frompyfunc(lambda a, b, c: a + b + c, 3, 1)
    return [add(df["x"], df["y"], 1), add(df[["x", "y"]], df[["x", "y"]], 1)]


def own_function_of_frame_and_series(pd, df):
    return np.frompyfunc(lambda a, b, c: a, 3, 1)(df["x"], df["x"], df[["x"]])


def into_out(pd, df):
    array, series = np.zeros(len(df)), df["x"].copy()
    frame, whole, part = df[["x", "y"]].copy(), np.empty(len(df), int), np.empty(len(df))
    result = np.add(df["x"], 1.0, out=array)
    self = np.multiply(series, 2.0, out=series)
    made = np.exp(frame, out=frame)
    np.modf(df["x"], out=(part, array))
    np.floor_divide(df["n"], 3, out=whole)
    return [result, array, series, self, frame, made, whole, part]


def into_a_series(pd, df):
    series = pd.Series(0.0, index=df.index, name="kept")
    result = np.add(df["x"].to_numpy(), df["y"].to_numpy(), out=series)
    return [series, result]


def in_place(pd, df):
    series, array = df["x"].copy(), np.zeros(len(df))
    before = series
    series += np.float64(1)
    array += df["x"]
    return [series, before, array]


def shared_after_out(pd, df):
    series = df["x"].copy()
    seen = series.to_numpy()
    np.add(series, 1.0, out=series)
    return [seen, np.shares_memory(seen, series.to_numpy())]


def with_where(pd, df):
    mask = df["b"].to_numpy()
    array = np.zeros(len(df))
    return [np.add(df["x"], 1.0, where=mask, out=array), array,
            np.negative(df[["x", "y"]], where=np.column_stack([mask, mask]),
                        out=np.zeros((len(df), 2)))]  # fmt: skip


def with_where_of_a_series(pd, df):
    return np.add(df["x"].to_numpy(), 1.0, where=df["b"], out=np.zeros(len(df)))


def methods(pd, df):
    return [np.add.reduce(df["x"]), np.maximum.reduce(df["n"]), np.add.accumulate(df["n"]),
            np.maximum.accumulate(df[["x", "y"]]), np.add.reduce(df[["x", "y"]]),
            np.logical_and.reduce(df["b"]), np.multiply.reduce(df["n"] + 1),
            np.minimum.reduce(df[["x", "y"]], axis=1)]  # fmt: skip


def sums_of_parts(pd, df):
    return np.add.reduceat(df["x"], [0, 3])


def outer(pd, df):
    return np.add.outer(df["x"].head(3), df["y"].head(2).to_numpy())


def outer_of_two_series(pd, df):
    return np.add.outer(df["x"].head(3), df["y"].head(2))


def at(pd, df):
    array = np.zeros(len(df))
    np.add.at(array, [0, 1, 1], df["x"].head(3))
    return array


def at_of_a_series(pd, df):
    series = df["x"].copy()
    np.add.at(series, [0, 1], 1.0)
    return series


def aligned(pd, df):
    other = df["y"].iloc[::-1]
    return [
        np.logaddexp(df["x"], other),
        np.add(df["x"], other),
        np.add(df["x"].head(5), other),
        np.heaviside(df[["x", "y"]], df[["y", "m"]].head(4)),
        df["x"] + other.to_numpy(),
    ]


def frame_and_series(pd, df):
    return np.logaddexp(df[["x"]], df["x"])


def series_and_frame(pd, df):
    return np.logaddexp(df["x"], df[["x"]])


def series_plus_frame(pd, df):
    return np.add(df["x"], df[["x"]])


def frame_plus_series(pd, df):
    return np.add(df[["x", "y"]], pd.Series([1.0, 2.0], index=["x", "y"]))


def mixed_with_plain(pd, df):
    from pandas.core.series import Series  # pandas' own, also where accel is installed

    plain = Series(df["y"].to_numpy(), index=df.index, name="y")
    frame = plain.to_frame()
    return [np.logaddexp(df["x"], plain), np.logaddexp(plain, df["x"]), np.add(plain, df["x"]),
            np.hypot(frame, df[["y"]]), df["x"] + plain, plain - df["x"], plain > df["x"],
            np.maximum(df[["y"]], frame), frame + df[["y"]]]  # fmt: skip


def functions(pd, df):
    with np.errstate(all="ignore"):
        return [
            np.mean(df["x"]),
            np.sum(df[["x", "y"]]),
            np.std(df["x"]),
            np.median(df["x"]),
            np.where(df["b"], df["x"], df["y"]),
            np.select([df["b"]], [df["x"]], 0.0),
            np.concatenate([df["x"], df["y"]]),
            np.clip(df["x"], -1, 1),
            np.round(df["x"], 1),
            np.cumsum(df["n"]),
            np.diff(df["x"]),
            np.unique(df["g"]),
            np.argsort(df["x"]),
            np.argmax(df["x"]),
            np.percentile(df["x"], [5, 50]),
            np.nanmean(df["m"]),
            np.interp(0.0, df["n"], df["x"]),
            np.isin(df["n"], [1, 2]),
            np.dot(df["x"], df["y"]),
            np.column_stack([df["x"], df["n"]]),
            np.allclose(df["x"], df["x"]),
            np.ptp(df["x"]),
            np.corrcoef(df["x"], df["y"]),
            np.polyfit(df["x"], df["y"], 1),
            np.shape(df),
            np.repeat(df["n"].head(2), 2),
            np.any(df["b"]),
            np.searchsorted(df["x"].sort_values(), 0.0),
            np.histogram(df["x"], 4),
            np.vectorize(abs)(df["x"]),
            np.prod(df["x"].head(5)),
            np.max(df[["x", "y"]], axis=0),
            np.transpose(df[["x"]].head(2)),
            np.ravel(df[["x"]]),
            np.size(df),
            np.ndim(df["x"]),
            np.nan_to_num(df["m"]),
            np.vstack([df["x"], df["y"]]),
            np.quantile(df["x"], 0.3),
            np.bincount(df["n"]),
            np.average(df["x"], weights=df["n"]),
            np.cov(df[["x", "y"]].T),
        ]


def kept_attributes(pd, df):
    series = df["x"].copy()
    series.attrs["unit"] = "m"
    return [
        np.exp(series).attrs,
        np.add(series, 1).attrs,
        np.exp(series).name,
        np.exp(df[["x"]]).index,
    ]


def of_text(pd, df):
    return np.sqrt(df["g"])


def of_times(pd, df):
    return [np.subtract(df["t"], df["t"].min()), np.maximum(df["t"], df["t"]), np.isnat(df["t"])]


def nullable(pd, df):
    made = df["n"].astype("Int64")
    return [
        np.sqrt(made),
        np.add(made, df["x"]),
        np.add(df["x"], made),
        np.modf(df["x"].astype("Float64")),
    ]


def subclasses(pd, df):
    class Mine(pd.Series):
        @property
        def _constructor(self):
            return Mine

    mine = Mine(df["x"])
    made = np.logaddexp(mine, 1.0)
    both = np.logaddexp(mine, df["y"])
    return [type(made).__name__, pd.Series(made), type(both).__name__, pd.Series(both)]


def interchange(pd, df):
    made = df.drop(columns="b").__dataframe__()
    column = made.get_column_by_name("x")
    return [made.num_rows(), list(made.column_names()), str(column.dtype), column.null_count,
            pd.api.interchange.from_dataframe(df)]  # fmt: skip
