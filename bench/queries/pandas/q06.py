"""Forecasting revenue change: what one year's small discounts cost."""


def run(pd, t):
    lineitem = t.lineitem
    chosen = lineitem[
        (lineitem["l_shipdate"] >= pd.Timestamp("1994-01-01"))
        & (lineitem["l_shipdate"] < pd.Timestamp("1995-01-01"))
        & lineitem["l_discount"].between(0.05, 0.07)
        & (lineitem["l_quantity"] < 24)
    ]
    revenue = (chosen["l_extendedprice"] * chosen["l_discount"]).sum()
    return pd.DataFrame({"revenue": [revenue]})
