"""National market share: Brazil's part of a region's trade in one type of part, by year."""


def run(pd, t):
    part = t.part
    steel = part[part["p_type"] == "ECONOMY ANODIZED STEEL"]
    region = t.region
    america = region[region["r_name"] == "AMERICA"]

    customers = t.customer.merge(
        t.nation.merge(america, left_on="n_regionkey", right_on="r_regionkey"),
        left_on="c_nationkey",
        right_on="n_nationkey",
    )[["c_custkey"]]
    suppliers = t.supplier.merge(t.nation, left_on="s_nationkey", right_on="n_nationkey")

    sales = (
        t.lineitem.merge(steel, left_on="l_partkey", right_on="p_partkey")
        .merge(suppliers, left_on="l_suppkey", right_on="s_suppkey")
        .merge(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .merge(customers, left_on="o_custkey", right_on="c_custkey")
    )
    sales = sales[sales["o_orderdate"].between("1995-01-01", "1996-12-31")]
    sales = sales.assign(
        o_year=sales["o_orderdate"].dt.year,
        volume=sales["l_extendedprice"] * (1 - sales["l_discount"]),
    )
    sales["brazil"] = sales["volume"].where(sales["n_name"] == "BRAZIL", 0.0)

    years = sales.groupby("o_year")[["brazil", "volume"]].sum()
    years["mkt_share"] = years["brazil"] / years["volume"]
    return years[["mkt_share"]].reset_index()
