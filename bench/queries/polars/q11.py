import polars as pl


def run(t):
    germany = t.nation.filter(pl.col("n_name") == "GERMANY")
    return (
        t.partsupp.join(t.supplier, left_on="ps_suppkey", right_on="s_suppkey")
        .join(germany, left_on="s_nationkey", right_on="n_nationkey")
        .group_by("ps_partkey")
        .agg(value=(pl.col("ps_supplycost") * pl.col("ps_availqty")).sum())
        .filter(pl.col("value") > pl.col("value").sum() * 0.0001)
        .sort("value", descending=True)
    )
