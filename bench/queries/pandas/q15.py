"""Top supplier: who brought most revenue in one quarter."""


def run(pd, t):
    lineitem = t.lineitem
    quarter = lineitem[
        (lineitem.l_shipdate >= pd.Timestamp("1996-01-01"))
        & (lineitem.l_shipdate < pd.Timestamp("1996-04-01"))
    ]
    quarter = quarter.assign(total_revenue=lambda d: d["l_extendedprice"] * (1 - d["l_discount"]))
    revenue = quarter.groupby("l_suppkey", as_index=False)[["total_revenue"]].sum()
    top = revenue[revenue["total_revenue"] == revenue["total_revenue"].max()]

    result = t.supplier.merge(top, left_on="s_suppkey", right_on="l_suppkey")
    result = result[["s_suppkey", "s_name", "s_address", "s_phone", "total_revenue"]]
    return result.sort_values("s_suppkey")
