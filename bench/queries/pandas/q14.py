"""Promotion effect: the share of one month's revenue that promoted parts brought."""


def run(pd, t):
    df = t.lineitem.merge(t.part, left_on="l_partkey", right_on="p_partkey")
    df = df[(df["l_shipdate"] >= "1995-09-01") & (df["l_shipdate"] < "1995-10-01")]

    revenue = df["l_extendedprice"] * (1 - df["l_discount"])
    promo = revenue.where(df["p_type"].str.startswith("PROMO"), 0.0)
    return pd.DataFrame({"promo_revenue": [100.0 * promo.sum() / revenue.sum()]})
