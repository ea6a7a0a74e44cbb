import polars as pl


def run(t):
    late = pl.col("l_receiptdate") > pl.col("l_commitdate")
    saudi = t.nation.filter(pl.col("n_name") == "SAUDI ARABIA")
    suppliers = t.supplier.join(saudi, left_on="s_nationkey", right_on="n_nationkey")
    failed = t.orders.filter(pl.col("o_orderstatus") == "F")
    waiting = (
        t.lineitem.filter(late)
        .join(suppliers, left_on="l_suppkey", right_on="s_suppkey")
        .join(failed, left_on="l_orderkey", right_on="o_orderkey")
    )

    # Whether an order has one supplier or several: the smallest and the largest key tell, and
    # Polars finds those far faster than it counts distinct ones.
    key, late_key = pl.col("l_suppkey"), pl.col("l_suppkey").filter(late)
    alone = (
        t.lineitem.join(waiting, on="l_orderkey", how="semi")
        .group_by("l_orderkey")
        .agg(shared=key.min() != key.max(), alone=late_key.min() == late_key.max())
        .filter("shared", "alone")
    )
    return (
        waiting.join(alone, on="l_orderkey", how="semi")
        .group_by("s_name")
        .agg(numwait=pl.len())
        .sort("numwait", "s_name", descending=[True, False])
        .head(100)
    )
