from datetime import datetime

import polars as pl


def run(t):
    forest = t.part.filter(pl.col("p_name").str.starts_with("forest"))
    stock = t.partsupp.join(forest, left_on="ps_partkey", right_on="p_partkey", how="semi")
    sold = (
        t.lineitem.filter(
            pl.col("l_shipdate") >= datetime(1994, 1, 1),
            pl.col("l_shipdate") < datetime(1995, 1, 1),
        )
        .join(forest, left_on="l_partkey", right_on="p_partkey", how="semi")
        .group_by("l_partkey", "l_suppkey")
        .agg(pl.sum("l_quantity"))
    )
    excess = stock.join(
        sold, left_on=["ps_partkey", "ps_suppkey"], right_on=["l_partkey", "l_suppkey"]
    ).filter(pl.col("ps_availqty") > 0.5 * pl.col("l_quantity"))
    canada = t.nation.filter(pl.col("n_name") == "CANADA")
    return (
        t.supplier.join(canada, left_on="s_nationkey", right_on="n_nationkey")
        .join(excess, left_on="s_suppkey", right_on="ps_suppkey", how="semi")
        .select("s_name", "s_address")
        .sort("s_name")
    )
