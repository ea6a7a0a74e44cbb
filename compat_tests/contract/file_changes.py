"""A file, what is done to it meanwhile, and what can be seen of it."""

import os
import shutil
from pathlib import Path

import numpy as np
import pandas

# A small file is held in memory from the start, a large one is kept open; here 50 rows are large.
ROWS = {"small": 50, "in pieces": 50, "as it comes": 5000}


def example(rows, first=0):
    k = np.arange(first, first + rows)
    return pandas.DataFrame(
        {
            "n": k,
            "x": np.random.default_rng(5).normal(0, 1, rows),
            "s": pandas.Series([f"text {v % 7}" for v in k], dtype="str"),
            "m": pandas.Series([None if v % 5 == 3 else "long " * (v % 4) for v in k], dtype="str"),
        }
    )


def looks(df):
    """Yield all that can be seen of a frame, whole and in part."""
    yield df[df["n"] % 3 == 1]
    yield df.groupby("s")["n"].sum()
    yield df["m"].str.len()
    yield df["n"].sum(), len(df)
    yield df


def overwrite(pd, rows):
    pd.DataFrame(example(rows // 2, first=1000)).to_parquet("a.parquet")


def replace(pd, rows):
    example(rows, first=1000).to_parquet("b.parquet")
    os.replace("b.parquet", "a.parquet")


def delete(pd, rows):
    os.unlink("a.parquet")


def rename(pd, rows):
    os.rename("a.parquet", "c.parquet")


def truncate(pd, rows):
    os.truncate("a.parquet", 10)


def append(pd, rows):
    with open("a.parquet", "ab") as file:
        file.write(b"more" * 100)


def scribble(pd, rows):
    with open("a.parquet", "r+b") as file:
        file.seek(20)
        file.write(b"\0" * 1000)


def write_text(pd, rows):
    pd.DataFrame(example(rows, first=7)).to_csv("a.parquet")


def write_by_path(pd, rows):
    Path("a.parquet").write_bytes(b"")


def copy_over(pd, rows):
    example(rows, first=9).to_parquet("b.parquet")
    shutil.copyfile("b.parquet", "a.parquet")


def write_pickle(pd, rows):
    pd.DataFrame(example(rows)).to_pickle("a.parquet")


def write_feather(pd, rows):
    pd.DataFrame(example(rows)).to_feather("a.parquet")


def touch(pd, rows):
    os.utime("a.parquet", (1_000_000_000, 1_000_000_000))


CHANGES = [overwrite, replace, delete, rename, truncate, append, scribble, write_text,
           write_by_path, copy_over, write_pickle, write_feather, touch]  # fmt: skip
