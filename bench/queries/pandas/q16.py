"""Parts and suppliers: how many suppliers without complaints can deliver each kind of part."""


def run(pd, t):
    supplier = t.supplier
    complaints = supplier[supplier["s_comment"].str.contains("Customer.*Complaints", regex=True)]

    df = t.partsupp.merge(t.part, left_on="ps_partkey", right_on="p_partkey")
    df = df[
        (df["p_brand"] != "Brand#45")
        & ~df["p_type"].str.startswith("MEDIUM POLISHED")
        & df["p_size"].isin([49, 14, 23, 45, 19, 3, 36, 9])
    ]
    df = df[~df["ps_suppkey"].isin(complaints["s_suppkey"])]

    result = df.groupby(["p_brand", "p_type", "p_size"])["ps_suppkey"].nunique()
    result = result.reset_index().rename(columns={"ps_suppkey": "supplier_cnt"})
    return result.sort_values(
        by=["supplier_cnt", "p_brand", "p_type", "p_size"],
        ascending=[False, True, True, True],
        ignore_index=True,
    )
