"""Damaged files end in an error or in other values, never in a crash or a hang."""

import contextlib
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accel.execute.parquet import DamagedFileError, ParquetSource
from accel.execute.vector import Fixed, as_text
from accel.plan.errors import Unsupported

LAYOUTS = [
    {},
    {"data_page_version": "2.0"},
    {"compression": "none"},
    {"use_dictionary": False},
    {"compression": "zstd"},
    {"compression": "none", "data_page_version": "2.0", "use_dictionary": False},
]


def make_file(layout: dict[str, object]) -> bytes:
    n, random = 400, np.random.default_rng(5)
    few = random.choice(["red", "green", "blue", "a longer one of them"], n)
    frame = pd.DataFrame(
        {
            "i": random.integers(0, 30, n),
            "small": random.integers(0, 3, n).astype(np.int8),
            "f": random.normal(size=n).round(1),
            "holes": pd.array(random.integers(0, 9, n), "Int64"),
            "few": few,
            "many": [f"{word} {k}" for k, word in enumerate(few)],
            "b": random.random(n) < 0.1,
        }
    )
    frame.loc[random.random(n) < 0.2, ["holes", "f", "many"]] = None
    sink = io.BytesIO()
    # Without pandas' metadata "holes" is a column of plain integers and nulls.
    table = pa.Table.from_pandas(frame).replace_schema_metadata(None)
    pq.write_table(table, sink, data_page_size=400, write_batch_size=100, **layout)
    return sink.getvalue()


FILES = [make_file(layout) for layout in LAYOUTS]


def read_all(path) -> None:
    """Touch every byte that a decoded file points at."""
    source = ParquetSource.open(path)
    for name in source.names:
        for partition in source.partitions:
            reader = partition.open()
            rows = np.arange(0, partition.rows // 2, 3, dtype=np.int32)
            parts = [
                reader.load(name, 0, partition.rows // 2, rows),
                reader.load(name, partition.rows // 2, partition.rows),
            ]
            for vector in parts:
                if isinstance(vector, Fixed):
                    vector.data.sum()
                else:
                    text = as_text(vector)
                    for start, size in zip(
                        text.starts.tolist(), text.lengths.tolist(), strict=True
                    ):
                        if size > 0:
                            pa.foreign_buffer(start, size).to_pybytes()


ALLOWED = (DamagedFileError, Unsupported, pa.ArrowException, OSError, MemoryError)


@pytest.mark.parametrize("number", range(len(LAYOUTS)))
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_flipped_bytes(number, data, tmp_path):
    whole = bytearray(FILES[number])
    # The footer is pyarrow's to judge: what follows the pages stays.
    end = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    changes = st.tuples(st.integers(4, end - 1), st.integers(0, 255))
    for position, value in data.draw(st.lists(changes, min_size=1, max_size=8)):
        whole[position] = value
    path = tmp_path / "a.parquet"
    path.write_bytes(whole)
    with contextlib.suppress(*ALLOWED):
        read_all(path)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_flipped_bytes_in_the_footer(data, tmp_path):
    whole = bytearray(FILES[0])
    start = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    changes = st.tuples(st.integers(start, len(whole) - 1), st.integers(0, 255))
    for position, value in data.draw(st.lists(changes, min_size=1, max_size=3)):
        whole[position] = value
    path = tmp_path / "a.parquet"
    path.write_bytes(whole)
    with contextlib.suppress(*ALLOWED):
        read_all(path)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(cut=st.integers(0, len(FILES[0]) - 1))
def test_truncated(cut, tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(FILES[0][:cut])
    with pytest.raises(ALLOWED, match=r"a\.parquet"):
        ParquetSource.open(path)
