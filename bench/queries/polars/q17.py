import polars as pl


def run(t):
    return (
        t.part.filter(pl.col("p_brand") == "Brand#23", pl.col("p_container") == "MED BOX")
        .join(t.lineitem, left_on="p_partkey", right_on="l_partkey")
        .filter(pl.col("l_quantity") < 0.2 * pl.mean("l_quantity").over("p_partkey"))
        .select(avg_yearly=pl.sum("l_extendedprice") / 7.0)
    )
