"""Customer distribution: how many customers have placed how many orders."""


def run(pd, t):
    orders = t.orders
    ordinary = orders[~orders["o_comment"].str.contains("special.*requests")]
    placed = t.customer.merge(ordinary, how="left", left_on="c_custkey", right_on="o_custkey")

    counts = placed.groupby("c_custkey", as_index=False).agg(c_count=("o_orderkey", "count"))
    distribution = counts.groupby("c_count", as_index=False).agg(custdist=("c_custkey", "size"))
    return distribution.sort_values(["custdist", "c_count"], ascending=False).reset_index(drop=True)
