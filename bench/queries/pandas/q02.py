"""Minimum cost supplier: who in Europe sells each brass part of size 15 at the lowest price."""


def run(pd, t):
    suppliers = t.supplier.merge(t.nation, left_on="s_nationkey", right_on="n_nationkey").merge(
        t.region, left_on="n_regionkey", right_on="r_regionkey"
    )
    offers = t.partsupp.merge(suppliers, left_on="ps_suppkey", right_on="s_suppkey").merge(
        t.part, left_on="ps_partkey", right_on="p_partkey"
    )
    offers = offers[
        (offers.r_name == "EUROPE") & (offers.p_size == 15) & offers.p_type.str.endswith("BRASS")
    ]

    lowest = offers.groupby("p_partkey", as_index=False)["ps_supplycost"].min()
    best = offers.merge(lowest, on=["p_partkey", "ps_supplycost"])

    columns = [
        "s_acctbal",
        "s_name",
        "n_name",
        "p_partkey",
        "p_mfgr",
        "s_address",
        "s_phone",
        "s_comment",
    ]
    order = ["s_acctbal", "n_name", "s_name", "p_partkey"]
    return best.sort_values(order, ascending=[False, True, True, True])[columns].head(100)
