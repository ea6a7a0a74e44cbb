from datetime import datetime

import polars as pl


def run(t):
    return (
        t.orders.filter(
            pl.col("o_orderdate") >= datetime(1993, 10, 1),
            pl.col("o_orderdate") < datetime(1994, 1, 1),
        )
        .join(
            t.lineitem.filter(pl.col("l_returnflag") == "R"),
            left_on="o_orderkey",
            right_on="l_orderkey",
        )
        .group_by("o_custkey")
        .agg(revenue=(pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).sum())
        .join(t.customer, left_on="o_custkey", right_on="c_custkey")
        .join(t.nation, left_on="c_nationkey", right_on="n_nationkey")
        .select(
            pl.col("o_custkey").alias("c_custkey"),
            "c_name",
            "revenue",
            "c_acctbal",
            "n_name",
            "c_address",
            "c_phone",
            "c_comment",
        )
        .sort("revenue", descending=True)
        .head(20)
    )
