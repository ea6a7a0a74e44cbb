from datetime import datetime

import polars as pl


def run(t):
    revenue = pl.col("l_extendedprice") * (1 - pl.col("l_discount"))
    promo = pl.when(pl.col("p_type").str.starts_with("PROMO")).then(revenue).otherwise(0.0)
    return (
        t.lineitem.filter(
            pl.col("l_shipdate") >= datetime(1995, 9, 1),
            pl.col("l_shipdate") < datetime(1995, 10, 1),
        )
        .join(t.part, left_on="l_partkey", right_on="p_partkey")
        .select(promo_revenue=100.0 * promo.sum() / revenue.sum())
    )
