"""Many threads read one source; codes of a shared dictionary mean the same to all."""

import pandas as pd
import pytest

from accel.execute.parquet import ParquetSource
from accel.execute.scheduler import run_tasks
from accel.execute.vector import Coded
from accel.settings import options
from compat_tests.parquet.helpers import strings


@pytest.mark.parametrize("compression", ["snappy", "zstd"])
def test_partitions_at_once(compression, tmp_path, monkeypatch):
    monkeypatch.setattr(options, "num_threads", 4)
    words = [f"{k % 97 * (k // 2000 + 1)} words" for k in range(40_000)]
    frame = pd.DataFrame(
        {"number": range(40_000), "word": words, "half": [k / 2 for k in range(40_000)]}
    )
    frame.to_parquet(tmp_path / "a.parquet", row_group_size=1000, compression=compression)
    source = ParquetSource.open(tmp_path / "a.parquet")

    def read(k):
        reader, rows = source.partitions[k].open(), source.partitions[k].rows
        return [reader.load(name, 0, rows) for name in source.names]

    columns = list(zip(*run_tasks(len(source.partitions), read), strict=True))
    assert [x for part in columns[0] for x in part.data.tolist()] == frame["number"].tolist()
    assert [x for part in columns[2] for x in part.data.tolist()] == frame["half"].tolist()
    assert all(isinstance(part, Coded) for part in columns[1])
    assert len({id(part.dictionary) for part in columns[1]}) == 1
    assert [x for part in columns[1] for x in strings(part)] == words
    assert len(columns[1][0].dictionary) == len(set(words))
