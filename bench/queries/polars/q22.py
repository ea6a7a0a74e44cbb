import polars as pl


def run(t):
    chosen = t.customer.with_columns(cntrycode=pl.col("c_phone").str.slice(0, 2)).filter(
        pl.col("cntrycode").is_in(["13", "31", "23", "29", "30", "18", "17"])
    )
    average = chosen.filter(pl.col("c_acctbal") > 0.0).select(average=pl.mean("c_acctbal"))
    return (
        chosen.join(t.orders, left_on="c_custkey", right_on="o_custkey", how="anti")
        .join(average, how="cross")
        .filter(pl.col("c_acctbal") > pl.col("average"))
        .group_by("cntrycode")
        .agg(numcust=pl.len(), totacctbal=pl.sum("c_acctbal"))
        .sort("cntrycode")
    )
