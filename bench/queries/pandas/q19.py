"""Discounted revenue: three kinds of parts, each in its packings, sent by air in person."""


def run(pd, t):
    df = t.lineitem.merge(t.part, left_on="l_partkey", right_on="p_partkey")
    by_air = df["l_shipmode"].isin(["AIR", "AIR REG"])
    in_person = df["l_shipinstruct"] == "DELIVER IN PERSON"

    small = (
        (df["p_brand"] == "Brand#12")
        & df["p_container"].isin(["SM CASE", "SM BOX", "SM PACK", "SM PKG"])
        & df["l_quantity"].between(1, 11)
        & df["p_size"].between(1, 5)
    )
    medium = (
        (df["p_brand"] == "Brand#23")
        & df["p_container"].isin(["MED BAG", "MED BOX", "MED PKG", "MED PACK"])
        & df["l_quantity"].between(10, 20)
        & df["p_size"].between(1, 10)
    )
    large = (
        (df["p_brand"] == "Brand#34")
        & df["p_container"].isin(["LG CASE", "LG BOX", "LG PACK", "LG PKG"])
        & df["l_quantity"].between(20, 30)
        & df["p_size"].between(1, 15)
    )
    chosen = df.loc[by_air & in_person & (small | medium | large)]
    revenue = (chosen["l_extendedprice"] * (1 - chosen["l_discount"])).sum()
    return pd.DataFrame({"revenue": [revenue]})
