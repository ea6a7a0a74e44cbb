"""Small-quantity orders: yearly revenue lost if small orders of one kind were refused."""


def run(pd, t):
    df = t.lineitem.merge(t.part, left_on="l_partkey", right_on="p_partkey")
    df = df[(df["p_brand"] == "Brand#23") & (df["p_container"] == "MED BOX")]

    usual = df.groupby("p_partkey")["l_quantity"].mean().rename("avg_quantity").reset_index()
    df = df.merge(usual, on="p_partkey")
    small = df[df["l_quantity"] < 0.2 * df["avg_quantity"]]
    return pd.DataFrame({"avg_yearly": [small["l_extendedprice"].sum() / 7.0]})
