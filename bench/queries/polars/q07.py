from datetime import datetime

import polars as pl


def run(t):
    pair = t.nation.filter(pl.col("n_name").is_in(["FRANCE", "GERMANY"]))
    suppliers = t.supplier.join(pair, left_on="s_nationkey", right_on="n_nationkey").select(
        "s_suppkey", supp_nation="n_name"
    )
    customers = t.customer.join(pair, left_on="c_nationkey", right_on="n_nationkey").select(
        "c_custkey", cust_nation="n_name"
    )
    orders = customers.join(t.orders, left_on="c_custkey", right_on="o_custkey")
    return (
        t.lineitem.filter(
            pl.col("l_shipdate").is_between(datetime(1995, 1, 1), datetime(1996, 12, 31))
        )
        .join(orders, left_on="l_orderkey", right_on="o_orderkey")
        .join(suppliers, left_on="l_suppkey", right_on="s_suppkey")
        .filter(pl.col("supp_nation") != pl.col("cust_nation"))
        .group_by("supp_nation", "cust_nation", l_year=pl.col("l_shipdate").dt.year())
        .agg(revenue=(pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).sum())
        .sort("supp_nation", "cust_nation", "l_year")
    )
