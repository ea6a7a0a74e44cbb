"""Numbers of distinct values, as far as a file tells."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from accel.execute.parquet.source import ParquetSource

ROWS = 10_000
FRAME = pd.DataFrame(
    {
        "text": pd.array(["a", "b", None, "cc"] * (ROWS // 4), dtype="str"),
        "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(ROWS) % 50, "D"),
        "key": np.arange(ROWS),
        "x": np.arange(ROWS) % 11 / 8,
    }
)


@pytest.mark.parametrize("compression", ["snappy", "none"])
@pytest.mark.parametrize("dictionary", [True, False])
def test_few_values(tmp_path, compression, dictionary):
    table = pa.Table.from_pandas(FRAME)
    pq.write_table(
        table, tmp_path / "a.parquet", compression=compression, use_dictionary=dictionary
    )
    source = ParquetSource.open(str(tmp_path / "a.parquet"))
    found = {name: source.statistics(name) for name in FRAME}
    counts = {name: s and s.distinct for name, s in found.items()}
    few = {"text": 3, "day": 50, "x": 11} if dictionary else {}
    assert counts == dict.fromkeys(FRAME) | few
    assert (found["key"].min, found["key"].max) == (0, ROWS - 1)
