"""Large volume customers: who placed orders of more than three hundred items."""


def run(pd, t):
    lineitem = t.lineitem
    quantity = lineitem.groupby("l_orderkey")["l_quantity"].sum()
    large = quantity[quantity > 300]

    orders = t.orders
    orders = orders[orders["o_orderkey"].isin(large.index)]
    df = orders.merge(lineitem, left_on="o_orderkey", right_on="l_orderkey").merge(
        t.customer, left_on="o_custkey", right_on="c_custkey"
    )
    keys = ["c_name", "c_custkey", "o_orderkey", "o_orderdate", "o_totalprice"]
    df = df.groupby(keys).agg({"l_quantity": "sum"}).reset_index()
    df = df.rename(columns={"l_quantity": "sum_quantity"})
    return df.sort_values(["o_totalprice", "o_orderdate"], ascending=[False, True]).head(100)
