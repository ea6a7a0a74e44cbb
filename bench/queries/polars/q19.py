import polars as pl


def kind(brand, containers, low, high, size):
    return (
        (pl.col("p_brand") == brand)
        & pl.col("p_container").is_in(containers)
        & pl.col("l_quantity").is_between(low, high)
        & pl.col("p_size").is_between(1, size)
    )


def run(t):
    wanted = (
        kind("Brand#12", ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], 1, 11, 5)
        | kind("Brand#23", ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], 10, 20, 10)
        | kind("Brand#34", ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], 20, 30, 15)
    )
    return (
        t.lineitem.filter(
            pl.col("l_shipmode").is_in(["AIR", "AIR REG"]),
            pl.col("l_shipinstruct") == "DELIVER IN PERSON",
        )
        .join(t.part, left_on="l_partkey", right_on="p_partkey")
        .filter(wanted)
        .select(revenue=(pl.col("l_extendedprice") * (1 - pl.col("l_discount"))).sum())
    )
