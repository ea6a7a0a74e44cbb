"""polars: frames from pandas' frames, and back."""

import polars as pl


def _frame(frame):
    return [str(frame.schema), frame.to_dict(as_series=False)]


def from_pandas(pd, df):
    return [
        _frame(pl.from_pandas(df)),
        _frame(pl.from_pandas(df, include_index=True)),
        pl.from_pandas(df["g"]).to_list(),
        pl.from_pandas(df["m"], nan_to_null=False).null_count(),
        pl.from_pandas(df.index).to_list(),
    ]


def constructor(pd, df):
    return [
        _frame(pl.DataFrame(df)),
        pl.Series(df["x"]).to_list(),
        pl.Series("z", df["g"]).to_list(),
        pl.Series(df["m"]).null_count(),
        _frame(pl.DataFrame({"a": df["x"], "b": df["g"]})),
        _frame(pl.LazyFrame(df).filter(pl.col("x") > 0).collect()),
    ]


def over_arrow(pd, df):
    return [_frame(pl.DataFrame(df[["x", "g"]])), str(pl.Series(df["g"]).dtype)]


def interchange(pd, df):
    return _frame(pl.from_dataframe(df, rechunk=False))


def there_and_back(pd, df):
    made = pl.from_pandas(df)
    return [
        made.to_pandas(),
        made["g"].to_pandas(),
        made.to_pandas(use_pyarrow_extension_array=True),
    ]


def with_columns(pd, df):
    made = pl.from_pandas(df).with_columns(z=pl.Series(df["y"]) * 2, w=pl.lit(df["n"].sum()))
    return _frame(made)


def queries(pd, df):
    return _frame(pl.sql("select g, sum(n) as n from df group by g order by g", eager=True))


def filtered(pd, df):
    made = pl.from_pandas(df)
    return [made.filter(pl.Series(df["b"])).height,
            made.select(pl.col("g").is_in(pl.Series(df["g"].head(1)))).sum().item()]  # fmt: skip


def concatenated(pd, df):
    return _frame(pl.concat([pl.from_pandas(df.head(2)), pl.from_pandas(df.tail(2))]))


def unfit(pd, df):
    return pl.from_pandas([1, 2])
