"""Shipping modes: whether cheap shipping delays important orders."""


def run(pd, t):
    df = t.orders.merge(t.lineitem, left_on="o_orderkey", right_on="l_orderkey")
    df = df[df["l_shipmode"].isin(["MAIL", "SHIP"])]
    df = df[(df["l_commitdate"] < df["l_receiptdate"]) & (df["l_shipdate"] < df["l_commitdate"])]
    df = df[df["l_receiptdate"].dt.year == 1994]

    high = df["o_orderpriority"].map(lambda priority: priority in ("1-URGENT", "2-HIGH"))
    df = df.assign(high_line_count=high, low_line_count=~high)
    counts = df.groupby("l_shipmode")[["high_line_count", "low_line_count"]].sum()
    return counts.sort_index().reset_index()
