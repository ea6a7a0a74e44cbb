"""Global sales opportunity: well-off customers of seven countries who have never ordered."""


def run(pd, t):
    customer = t.customer
    customer["cntrycode"] = customer["c_phone"].str[:2]
    customer = customer[customer["cntrycode"].isin(["13", "31", "23", "29", "30", "18", "17"])]
    average = customer.loc[customer["c_acctbal"] > 0.0, "c_acctbal"].mean()
    rich = customer[customer["c_acctbal"] > average]

    buyers = t.orders[["o_custkey"]].drop_duplicates()
    joined = rich.merge(buyers, how="left", left_on="c_custkey", right_on="o_custkey")
    never = joined[joined["o_custkey"].isna()]
    return never.groupby("cntrycode", as_index=False).agg(
        numcust=("c_custkey", "count"), totacctbal=("c_acctbal", "sum")
    )
