"""Local supplier volume: revenue in Asia where customer and supplier share a nation."""


def run(pd, t):
    df = (
        t.region.merge(t.nation, left_on="r_regionkey", right_on="n_regionkey")
        .merge(t.customer, left_on="n_nationkey", right_on="c_nationkey")
        .merge(t.orders, left_on="c_custkey", right_on="o_custkey")
        .merge(t.lineitem, left_on="o_orderkey", right_on="l_orderkey")
        .merge(
            t.supplier,
            left_on=["l_suppkey", "n_nationkey"],
            right_on=["s_suppkey", "s_nationkey"],
        )
    )
    df = df[df["r_name"] == "ASIA"]
    df = df[(df["o_orderdate"] >= "1994-01-01") & (df["o_orderdate"] < "1995-01-01")]
    df = df.assign(revenue=df["l_extendedprice"] * (1 - df["l_discount"]))
    return df.groupby("n_name")["revenue"].sum().sort_values(ascending=False).reset_index()
