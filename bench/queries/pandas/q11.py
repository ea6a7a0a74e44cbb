"""Important stock: the parts that make up most of the value held in Germany."""


def run(pd, t):
    nation = t.nation
    germany = nation[nation["n_name"] == "GERMANY"]
    suppliers = t.supplier.merge(germany, left_on="s_nationkey", right_on="n_nationkey")
    stock = t.partsupp.merge(suppliers, left_on="ps_suppkey", right_on="s_suppkey")

    stock["value"] = stock["ps_supplycost"] * stock["ps_availqty"]
    value = stock.groupby("ps_partkey")["value"].sum()
    important = value[value > stock["value"].sum() * 0.0001]
    return important.sort_values(ascending=False).reset_index()
