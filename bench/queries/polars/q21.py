import polars as pl


def run(t):
    late = t.lineitem.filter(pl.col("l_receiptdate") > pl.col("l_commitdate"))
    shared = (
        t.lineitem.group_by("l_orderkey")
        .agg(suppliers=pl.col("l_suppkey").n_unique())
        .filter(pl.col("suppliers") > 1)
    )
    alone = (
        late.group_by("l_orderkey")
        .agg(suppliers=pl.col("l_suppkey").n_unique())
        .filter(pl.col("suppliers") == 1)
    )
    saudi = t.nation.filter(pl.col("n_name") == "SAUDI ARABIA")
    suppliers = t.supplier.join(saudi, left_on="s_nationkey", right_on="n_nationkey")
    failed = t.orders.filter(pl.col("o_orderstatus") == "F")
    return (
        late.join(suppliers, left_on="l_suppkey", right_on="s_suppkey")
        .join(failed, left_on="l_orderkey", right_on="o_orderkey")
        .join(shared, on="l_orderkey", how="semi")
        .join(alone, on="l_orderkey", how="semi")
        .group_by("s_name")
        .agg(numwait=pl.len())
        .sort("numwait", "s_name", descending=[True, False])
        .head(100)
    )
