import polars as pl


def run(t):
    revenue = pl.col("l_extendedprice") * (1 - pl.col("l_discount"))
    cost = pl.col("ps_supplycost") * pl.col("l_quantity")
    return (
        t.part.filter(pl.col("p_name").str.contains("green", literal=True))
        .join(t.partsupp, left_on="p_partkey", right_on="ps_partkey")
        .join(
            t.lineitem,
            left_on=["p_partkey", "ps_suppkey"],
            right_on=["l_partkey", "l_suppkey"],
        )
        .join(t.supplier, left_on="ps_suppkey", right_on="s_suppkey")
        .join(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(t.nation, left_on="s_nationkey", right_on="n_nationkey")
        .group_by(nation="n_name", o_year=pl.col("o_orderdate").dt.year())
        .agg(sum_profit=(revenue - cost).sum())
        .sort("nation", "o_year", descending=[False, True])
    )
