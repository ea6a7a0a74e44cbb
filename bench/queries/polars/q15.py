from datetime import datetime

import polars as pl


def run(t):
    revenue = (
        t.lineitem.filter(
            pl.col("l_shipdate") >= datetime(1996, 1, 1),
            pl.col("l_shipdate") < datetime(1996, 4, 1),
        )
        .group_by("l_suppkey")
        .agg(total_revenue=(pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).sum())
        .filter(pl.col("total_revenue") == pl.col("total_revenue").max())
    )
    return (
        t.supplier.join(revenue, left_on="s_suppkey", right_on="l_suppkey")
        .select("s_suppkey", "s_name", "s_address", "s_phone", "total_revenue")
        .sort("s_suppkey")
    )
