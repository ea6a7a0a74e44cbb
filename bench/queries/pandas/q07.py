"""Volume shipping: yearly trade between France and Germany."""


def run(pd, t):
    pair = ["FRANCE", "GERMANY"]
    nation = t.nation[["n_nationkey", "n_name"]]
    nation = nation[nation["n_name"].isin(pair)]

    suppliers = t.supplier.merge(nation, left_on="s_nationkey", right_on="n_nationkey")
    suppliers = suppliers.rename(columns={"n_name": "supp_nation"})
    customers = t.customer.merge(nation, left_on="c_nationkey", right_on="n_nationkey")
    customers = customers.rename(columns={"n_name": "cust_nation"})

    lines = t.lineitem
    lines = lines[lines["l_shipdate"].between("1995-01-01", "1996-12-31")]
    trade = (
        lines.merge(suppliers, left_on="l_suppkey", right_on="s_suppkey")
        .merge(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .merge(customers, left_on="o_custkey", right_on="c_custkey")
    )
    trade = trade[trade["supp_nation"] != trade["cust_nation"]]
    trade["l_year"] = trade["l_shipdate"].dt.year
    trade["volume"] = trade["l_extendedprice"] * (1 - trade["l_discount"])

    result = trade.groupby(["supp_nation", "cust_nation", "l_year"]).agg(revenue=("volume", "sum"))
    return result.reset_index().sort_values(["supp_nation", "cust_nation", "l_year"])
