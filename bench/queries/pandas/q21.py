"""Suppliers who kept orders waiting: those alone in being late on a shared order."""


def run(pd, t):
    lineitem = t.lineitem
    late = lineitem[lineitem["l_receiptdate"] > lineitem["l_commitdate"]]

    suppliers_of = lineitem.groupby("l_orderkey", as_index=False)["l_suppkey"].nunique()
    suppliers_of = suppliers_of.rename(columns={"l_suppkey": "suppliers"})
    late_ones_of = late.groupby("l_orderkey", as_index=False)["l_suppkey"].nunique()
    late_ones_of = late_ones_of.rename(columns={"l_suppkey": "late_suppliers"})

    df = (
        late.merge(suppliers_of, on="l_orderkey")
        .merge(late_ones_of, on="l_orderkey")
        .merge(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .merge(t.supplier, left_on="l_suppkey", right_on="s_suppkey")
        .merge(t.nation, left_on="s_nationkey", right_on="n_nationkey")
    )
    df = df[(df["suppliers"] > 1) & (df["late_suppliers"] == 1)]
    df = df[(df["o_orderstatus"] == "F") & (df["n_name"] == "SAUDI ARABIA")]

    waiting = df.groupby("s_name").size().reset_index(name="numwait")
    waiting = waiting.sort_values(["numwait", "s_name"], ascending=[False, True])
    return waiting.head(100)
