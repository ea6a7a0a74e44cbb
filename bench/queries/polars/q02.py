import polars as pl


def run(t):
    europe = t.region.filter(pl.col("r_name") == "EUROPE")
    brass = t.part.filter(pl.col("p_size") == 15, pl.col("p_type").str.ends_with("BRASS"))
    suppliers = t.supplier.join(
        t.nation.join(europe, left_on="n_regionkey", right_on="r_regionkey"),
        left_on="s_nationkey",
        right_on="n_nationkey",
    )
    offers = brass.join(t.partsupp, left_on="p_partkey", right_on="ps_partkey").join(
        suppliers, left_on="ps_suppkey", right_on="s_suppkey"
    )
    return (
        offers.filter(pl.col("ps_supplycost") == pl.min("ps_supplycost").over("p_partkey"))
        .select(
            "s_acctbal",
            "s_name",
            "n_name",
            "p_partkey",
            "p_mfgr",
            "s_address",
            "s_phone",
            "s_comment",
        )
        .sort("s_acctbal", "n_name", "s_name", "p_partkey", descending=[True, False, False, False])
        .head(100)
    )
