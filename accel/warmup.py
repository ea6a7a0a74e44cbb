"""``python -m accel warmup``: compile what common programs use, once."""

from __future__ import annotations

from accel.settings import options


def warmup() -> int:
    """Fill the cache of compiled code by running common calls on a small frame.

    Returns
    -------
    int
        How many plans ran.

    Examples
    --------
    >>> import accel
    >>> accel.warmup() > 0  # doctest: +SKIP
    True
    """
    import accel.pandas as pd

    before = options.min_rows
    options.min_rows = 0
    try:
        frame = pd.DataFrame(
            {
                "key": [3, 1, 2, 1] * 64,
                "number": [1.5, 2.5, 0.5, float("nan")] * 64,
                "text": ["a", "bc", "def", None] * 64,
                "day": pd.to_datetime(["2024-01-01", "2024-02-03", "2023-05-06", None] * 64),
            }
        )
        other = frame[["key", "number"]].drop_duplicates(subset=["key"])
        results = [
            frame[(frame["number"] * 2 > 1) & (frame["key"] <= 2)],
            frame[frame["text"].isin(["a", "bc"]) | frame["text"].str.contains("e")],
            frame.assign(year=frame["day"].dt.year, half=frame["number"] / 2),
            frame.groupby("key", as_index=False).agg(
                total=("number", "sum"), mean=("number", "mean"), count=("text", "count")
            ),
            frame.groupby(["text", "key"])["number"].max(),
            frame.merge(other, on="key"),
            frame.merge(other, on="key", how="left"),
            frame.sort_values(["text", "number"], ascending=[True, False]),
            frame.nlargest(3, "number"),
        ]
        for result in results:
            len(result.accel.to_pandas())
        frame["number"].sum()
        return len(results) + 1
    finally:
        options.min_rows = before
