from datetime import datetime

import polars as pl


def run(t):
    price = pl.col("l_extendedprice")
    disc_price = price * (1 - pl.col("l_discount"))
    return (
        t.lineitem.filter(pl.col("l_shipdate") <= datetime(1998, 9, 2))
        .group_by("l_returnflag", "l_linestatus")
        .agg(
            sum_qty=pl.sum("l_quantity"),
            sum_base_price=price.sum(),
            sum_disc_price=disc_price.sum(),
            sum_charge=(disc_price * (1 + pl.col("l_tax"))).sum(),
            avg_qty=pl.mean("l_quantity"),
            avg_price=price.mean(),
            avg_disc=pl.mean("l_discount"),
            count_order=pl.len(),
        )
        .sort("l_returnflag", "l_linestatus")
    )
