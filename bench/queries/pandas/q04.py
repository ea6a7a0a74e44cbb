"""Order priority checking: orders of a quarter with a line received late, by priority."""


def run(pd, t):
    lineitem = t.lineitem
    orders = t.orders

    late = lineitem[lineitem["l_commitdate"] < lineitem["l_receiptdate"]]
    placed = orders[
        (orders["o_orderdate"] >= pd.Timestamp("1993-07-01"))
        & (orders["o_orderdate"] < pd.Timestamp("1993-10-01"))
    ]
    placed = placed[placed["o_orderkey"].isin(late["l_orderkey"])]
    counts = placed.groupby("o_orderpriority").size()
    return counts.reset_index(name="order_count").sort_values("o_orderpriority")
