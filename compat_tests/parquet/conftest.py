import numpy as np
import pandas as pd
import pytest

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")


@pytest.fixture(scope="session")
def mixed() -> pd.DataFrame:
    """A few thousand rows of every type that is read, without a missing value."""
    n, random = 5000, np.random.default_rng(7)
    days = np.datetime64("2020-01-01") + random.integers(0, 400, n).astype("timedelta64[D]")
    frame = pd.DataFrame({f"{kind}": random.integers(0, 100, n).astype(kind) for kind in INTEGERS})
    frame["wide"] = random.integers(-(2**62), 2**62, n)
    frame["unsigned"] = random.integers(0, 2**64 - 1, n, dtype=np.uint64)
    frame["float32"] = random.normal(size=n).astype(np.float32)
    frame["float64"] = random.normal(size=n).round(2)
    frame["bool"] = random.integers(0, 2, n).astype(bool)
    frame["runs"] = (np.arange(n) // 700) % 2 == 0
    for unit in ("ms", "us", "ns"):
        frame[f"at_{unit}"] = days.astype(f"datetime64[{unit}]")
    frame["took"] = random.integers(0, 10**9, n).astype("timedelta64[us]")
    frame["few"] = pd.Series(random.choice(["red", "green", "", "blåbær"], n), dtype="str")
    frame["many"] = pd.Series([f"row {k:x} " * (k % 5) for k in random.permutation(n)], dtype="str")
    frame["half"] = pd.Series([f"v{k}" for k in random.integers(0, n // 3, n)], dtype="str")
    frame["constant"] = 7
    return frame


@pytest.fixture(scope="session")
def holes(mixed) -> pd.DataFrame:
    """The same with missing values in every column that can be read with them."""
    random = np.random.default_rng(8)
    frame = mixed.drop(columns=["bool", "runs"])
    for k, name in enumerate(frame.columns):
        missing = random.random(len(frame)) < (0.3, 0.01, 0.9)[k % 3]
        missing[1000:2500] = k % 2 == 0
        if frame[name].dtype.kind in "iu":
            frame[name] = frame[name].convert_dtypes()
        frame[name] = frame[name].mask(missing)
    return frame
