"""Product type profit: profit on green parts by the supplier's nation and year."""


def run(pd, t):
    sold = t.lineitem.merge(t.part, left_on="l_partkey", right_on="p_partkey")
    sold = sold[sold.p_name.str.contains("green")]
    sold = (
        sold.merge(
            t.partsupp,
            left_on=["l_suppkey", "l_partkey"],
            right_on=["ps_suppkey", "ps_partkey"],
        )
        .merge(t.supplier, left_on="l_suppkey", right_on="s_suppkey")
        .merge(t.orders, left_on="l_orderkey", right_on="o_orderkey")
        .merge(t.nation, left_on="s_nationkey", right_on="n_nationkey")
    )
    sold["o_year"] = sold.o_orderdate.dt.year
    sold["amount"] = (
        sold.l_extendedprice * (1 - sold.l_discount) - sold.ps_supplycost * sold.l_quantity
    )
    profit = sold.groupby(["n_name", "o_year"])["amount"].sum().reset_index()
    profit.columns = ["nation", "o_year", "sum_profit"]
    return profit.sort_values(["nation", "o_year"], ascending=[True, False], ignore_index=True)
