from datetime import datetime

import polars as pl


def run(t):
    return t.lineitem.filter(
        pl.col("l_shipdate") >= datetime(1994, 1, 1),
        pl.col("l_shipdate") < datetime(1995, 1, 1),
        pl.col("l_discount").is_between(0.05, 0.07),
        pl.col("l_quantity") < 24,
    ).select(revenue=(pl.col("l_extendedprice") * pl.col("l_discount")).sum())
