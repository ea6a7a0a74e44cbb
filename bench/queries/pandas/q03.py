"""Shipping priority: the ten unshipped orders of one market segment that are worth most."""


def run(pd, t):
    orders = t.customer.merge(t.orders, left_on="c_custkey", right_on="o_custkey")
    lines = orders.merge(t.lineitem, left_on="o_orderkey", right_on="l_orderkey")

    day = pd.Timestamp("1995-03-15")
    lines = lines[lines["c_mktsegment"] == "BUILDING"]
    lines = lines[(lines["o_orderdate"] < day) & (lines["l_shipdate"] > day)]

    lines["revenue"] = lines["l_extendedprice"] * (1 - lines["l_discount"])
    totals = lines.groupby(["l_orderkey", "o_orderdate", "o_shippriority"], as_index=False)[
        "revenue"
    ].sum()
    top = totals.sort_values(["revenue", "o_orderdate"], ascending=[False, True]).head(10)
    return top[["l_orderkey", "revenue", "o_orderdate", "o_shippriority"]]
