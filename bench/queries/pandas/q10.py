"""Returned items: the twenty customers who sent back most in one quarter."""


def run(pd, t):
    df = (
        t.customer.merge(t.orders, left_on="c_custkey", right_on="o_custkey")
        .merge(t.lineitem, left_on="o_orderkey", right_on="l_orderkey")
        .merge(t.nation, left_on="c_nationkey", right_on="n_nationkey")
    )
    start, end = pd.Timestamp(1993, 10, 1), pd.Timestamp(1994, 1, 1)
    df = df[(df.o_orderdate >= start) & (df.o_orderdate < end) & (df.l_returnflag == "R")]
    df["revenue"] = df.l_extendedprice * (1 - df.l_discount)

    who = ["c_custkey", "c_name", "c_acctbal", "c_phone", "n_name", "c_address", "c_comment"]
    returned = df.groupby(who, as_index=False).agg({"revenue": "sum"})
    columns = [
        "c_custkey",
        "c_name",
        "revenue",
        "c_acctbal",
        "n_name",
        "c_address",
        "c_phone",
        "c_comment",
    ]
    return returned.nlargest(20, "revenue")[columns]
