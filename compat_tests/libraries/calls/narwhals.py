"""narwhals: the layer by which plotly, altair and others take frames of any library."""

import narwhals as nw
import narwhals.stable.v1 as nw_v1
import narwhals.stable.v2 as nw_v2

ONLY_SMALL = {"converted"}


def implementation(pd, df):
    made = nw.from_native(df)
    return [
        str(made.implementation),
        type(made).__name__,
        made.columns,
        str(made.schema),
        made.shape,
        str(nw.from_native(df["x"], series_only=True).dtype),
    ]


def with_columns(pd, df):
    made = nw.from_native(df).with_columns(
        z=nw.col("x") + nw.col("y"), w=nw.col("g").str.to_uppercase()
    )
    return nw.to_native(made)


def filtered(pd, df):
    return (
        nw.from_native(df).filter(nw.col("x") > 0, nw.col("g") == "lo").select("x", "g").to_native()
    )


def grouped(pd, df):
    made = (
        nw.from_native(df).group_by("g").agg(nw.col("x").mean(), nw.col("n").sum().alias("total"))
    )
    return made.sort("g").to_native()


def joined(pd, df):
    left = nw.from_native(df)
    right = left.group_by("g").agg(nw.col("y").max().alias("most"))
    return left.join(right, on="g", how="left").to_native()


def sorted_rows(pd, df):
    made = nw.from_native(df).sort("g", "x", descending=[True, False]).head(10)
    return [made.to_native(), made.to_dict(as_series=False), made.rows(named=False)]


def windows(pd, df):
    made = nw.from_native(df).with_columns(
        nw.col("x").mean().over("g").alias("mean"), nw.col("n").cum_sum().alias("sum"),
        nw.col("t").dt.day().alias("day"), nw.when(nw.col("b")).then(1).otherwise(0).alias("flag"),
    )  # fmt: skip
    return made.to_native()


def missing(pd, df):
    made = nw.from_native(df)
    return [
        made.select(nw.col("m").is_nan().sum().alias("nan"), nw.all().null_count()).to_native(),
        made.with_columns(nw.col("m").fill_null(0.0)).to_native(),
        made.drop_nulls().to_native(),
    ]


def series(pd, df):
    made = nw.from_native(df["x"], series_only=True)
    return [(made * 2 + 1).to_native(), made.mean(), made.to_numpy(), made.sort().to_native(),
            made.is_between(0, 1).to_native(), made.name, made.to_list()]  # fmt: skip


def converted(pd, df):
    made = nw.from_native(df)
    return [
        made.to_pandas(),
        made.to_polars().to_dict(as_series=False),
        made.to_arrow().to_pydict(),
        made.to_numpy(),
    ]


def concatenated(pd, df):
    made = nw.from_native(df)
    return nw.concat([made.head(2), made.tail(2)]).to_native()


def made_anew(pd, df):
    native = nw.get_native_namespace(df)
    one = nw.new_series("a", [1, 2], nw.Int64, backend=nw.from_native(df).implementation)
    return [
        native.__name__,
        one.to_native(),
        nw.from_dict({"a": [1]}, backend="pandas").to_native(),
    ]


def lazily(pd, df):
    return nw.from_native(df).lazy().select(nw.col("x").sum()).collect().to_native()


def stable(pd, df):
    one = nw_v1.from_native(df).select(nw_v1.col("x").max()).to_native()
    two = nw_v2.from_native(df).select(nw_v2.col("x").max()).to_native()
    return [one, two]


@nw.narwhalify
def _mean(frame):
    return frame.group_by("h").agg(nw.col("x").mean()).sort("h")


def decorated(pd, df):
    return _mean(df)


def tested(pd, df):
    from narwhals import dependencies

    return [
        dependencies.is_pandas_dataframe(df),
        dependencies.is_pandas_series(df["x"]),
        dependencies.is_pandas_like_dataframe(df),
        dependencies.is_into_dataframe(df),
        dependencies.is_into_series(df["x"]),
        dependencies.is_pandas_index(df.index),
    ]


def wrong_names(pd, df):
    return nw.from_native(df).select("nowhere")
