from datetime import datetime

import polars as pl


def run(t):
    america = (
        t.region.filter(pl.col("r_name") == "AMERICA")
        .join(t.nation, left_on="r_regionkey", right_on="n_regionkey")
        .join(t.customer, left_on="n_nationkey", right_on="c_nationkey")
        .select("c_custkey")
    )
    orders = t.orders.filter(
        pl.col("o_orderdate").is_between(datetime(1995, 1, 1), datetime(1996, 12, 31))
    ).join(america, left_on="o_custkey", right_on="c_custkey")
    volume = pl.col("l_extendedprice") * (1 - pl.col("l_discount"))
    brazil = pl.when(pl.col("n_name") == "BRAZIL").then(volume).otherwise(0.0)
    return (
        t.part.filter(pl.col("p_type") == "ECONOMY ANODIZED STEEL")
        .join(t.lineitem, left_on="p_partkey", right_on="l_partkey")
        .join(orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(t.supplier, left_on="l_suppkey", right_on="s_suppkey")
        .join(t.nation, left_on="s_nationkey", right_on="n_nationkey")
        .group_by(o_year=pl.col("o_orderdate").dt.year())
        .agg(mkt_share=brazil.sum() / volume.sum())
        .sort("o_year")
    )
