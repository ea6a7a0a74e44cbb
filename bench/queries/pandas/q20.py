"""Potential part promotion: Canadian suppliers with more forest parts than they need."""


def run(pd, t):
    part = t.part
    forest = part.loc[part["p_name"].str.startswith("forest"), ["p_partkey"]].drop_duplicates()

    lineitem = t.lineitem
    year = lineitem[lineitem["l_shipdate"].dt.year == 1994]
    sold = year.groupby(["l_partkey", "l_suppkey"], as_index=False)["l_quantity"].sum()

    stock = t.partsupp.merge(forest, left_on="ps_partkey", right_on="p_partkey").merge(
        sold, left_on=["ps_partkey", "ps_suppkey"], right_on=["l_partkey", "l_suppkey"]
    )
    excess = stock[stock["ps_availqty"] > 0.5 * stock["l_quantity"]]

    suppliers = t.supplier.merge(t.nation, left_on="s_nationkey", right_on="n_nationkey")
    suppliers = suppliers[suppliers["n_name"] == "CANADA"]
    suppliers = suppliers[suppliers["s_suppkey"].isin(excess["ps_suppkey"].unique())]
    result = suppliers[["s_name", "s_address"]].sort_values("s_name")
    return result.reset_index(drop=True)
