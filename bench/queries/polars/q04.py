from datetime import datetime

import polars as pl


def run(t):
    late = t.lineitem.filter(pl.col("l_commitdate") < pl.col("l_receiptdate"))
    return (
        t.orders.filter(
            pl.col("o_orderdate") >= datetime(1993, 7, 1),
            pl.col("o_orderdate") < datetime(1993, 10, 1),
        )
        .join(late, left_on="o_orderkey", right_on="l_orderkey", how="semi")
        .group_by("o_orderpriority")
        .agg(order_count=pl.len())
        .sort("o_orderpriority")
    )
