"""joblib: frames sent to workers, hashed, and kept on disk."""

import tempfile

import joblib
import numpy as np
from joblib import Memory, Parallel, delayed

ONLY_SMALL = {"memory", "processes"}


def _total(frame):
    return float(frame["x"].sum())


def _double(frame):
    return frame[["x", "n"]] * 2


def hashes(pd, df):
    """Return what a cache relies on; the hash itself depends on pandas' blocks and on the class."""
    one = joblib.hash(df["x"])
    return [
        joblib.hash(df) == joblib.hash(df),
        joblib.hash(df["x"]) == one,
        len(one),
        joblib.hash(df["x"].copy()) == one,
        joblib.hash(df["y"]) == one,
        joblib.hash(df["x"] + 0.0) == one,
        joblib.hash({"x": df}) == joblib.hash({"x": df}),
    ]


def threads(pd, df):
    parts = [part for _, part in df.groupby("g")]
    work = Parallel(n_jobs=2, backend="threading")
    return [work(delayed(_total)(part) for part in parts), work(delayed(_double)(p) for p in parts)]


def processes(pd, df):
    work = Parallel(n_jobs=2)
    return work(delayed(np.ptp)(df[name]) for name in ("x", "y")) + work(
        delayed(len)(part) for part in (df, df["x"])
    )


def files(pd, df):
    with tempfile.NamedTemporaryFile(suffix=".joblib") as file:
        joblib.dump({"frame": df, "column": df["g"]}, file.name)
        made = joblib.load(file.name)
    return [made["frame"], made["column"]]


def memory(pd, df):
    called = []

    def work(frame, times):
        called.append(times)
        return frame[["x"]] * times

    with tempfile.TemporaryDirectory() as folder:
        kept = Memory(folder, verbose=0).cache(work, ignore=[])
        first, again = kept(df, 2), kept(df, 2)
        changed = kept(df.assign(x=0.0), 2)
    return [first, again, changed, called]
