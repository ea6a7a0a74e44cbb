"""Our decoder gives, bit for bit, what pandas reads."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from accel.execute.parquet import ParquetSource, pages
from accel.execute.parquet.chunk import ChunkDecoder
from accel.execute.vector import Coded, Text
from compat_tests.parquet.helpers import read_frame, strings

LAYOUTS = {
    "as pandas writes it": {},
    "small pages": {"data_page_size": 300, "write_batch_size": 64},
    "second version": {"data_page_version": "2.0", "data_page_size": 1000, "write_batch_size": 100},
    "no dictionaries": {"use_dictionary": False},
    "small dictionaries": {"dictionary_pagesize_limit": 500, "write_batch_size": 64},
    "small row groups": {"row_group_size": 1234},
    "not compressed": {"compression": "none"},
    "zstd": {"compression": "zstd", "data_page_size": 2000, "write_batch_size": 100},
    "gzip": {"compression": "gzip"},
    "brotli": {"compression": "brotli"},
    "lz4": {"compression": "lz4"},
    "zstd, second version": {"compression": "zstd", "data_page_version": "2.0"},
    "not compressed, second version": {"compression": "none", "data_page_version": "2.0"},
    "old": {"version": "1.0"},
}


def arrow_of(frame: pd.DataFrame) -> pa.Table:
    """Nullable pandas integers become plain Arrow ones, as other programs write them."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.replace_schema_metadata(None)


@pytest.fixture(params=["chunks whole", "pages alone"])
def reading(request, monkeypatch):
    """Chunks are small here; once their pages are known they can be read like large ones."""
    if request.param == "pages alone":
        monkeypatch.setattr(pages, "_WHOLE", 0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["mixed", "holes"])
@pytest.mark.usefixtures("reading")
def test_equals_pandas(layout, kind, request, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(arrow_of(request.getfixturevalue(kind)), path, **LAYOUTS[layout])
    source = ParquetSource.open(path)
    expected = pd.read_parquet(path)
    assert_frame_equal(read_frame(source), expected, check_exact=True)
    assert_frame_equal(read_frame(source, step=777), expected, check_exact=True)


@pytest.mark.parametrize("kind", ["mixed", "holes"])
def test_it_is_our_decoder_that_reads(kind, request, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(arrow_of(request.getfixturevalue(kind)), path)
    source = ParquetSource.open(path)
    for name in source.names:
        assert isinstance(source._table.open_chunk(0, 0, name), ChunkDecoder), name


def test_values_keep_their_bits(tmp_path):
    numbers = np.array([0.0, -0.0, np.inf, -np.inf, 5e-324, 1.5])
    odd_nan = np.array([0x7FF8000000000001, 0xFFF8000000000000], np.uint64).view(float)
    path = tmp_path / "a.parquet"
    table = pa.table({"x": np.concatenate([numbers, odd_nan])})
    for use_dictionary in (False, True):
        pq.write_table(table, path, use_dictionary=use_dictionary)
        vector = ParquetSource.open(path).partitions[0].open().load("x", 0, 8)
        assert vector.data.tobytes() == table["x"].to_numpy().tobytes()


@pytest.mark.parametrize(
    "layout", ["as pandas writes it", "small pages", "no dictionaries", "zstd", "second version"]
)
@pytest.mark.parametrize("kind", ["mixed", "holes"])
@pytest.mark.usefixtures("reading")
def test_only_the_rows_asked_for(layout, kind, request, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(arrow_of(request.getfixturevalue(kind)), path, **LAYOUTS[layout])
    ours, oracle = ParquetSource.open(path), ParquetSource.open(path, decoder="arrow")
    random = np.random.default_rng(1)
    for name in [*ours.names, *ours.names]:
        reader, other = ours.partitions[0].open(), oracle.partitions[0].open()
        for start, stop, share in (
            (0, 900, 0.5),
            (900, 901, 1),
            (2000, 4400, 0.01),
            (4400, 5000, 0),
        ):
            rows = np.flatnonzero(random.random(stop - start) < share).astype(np.int32)
            got = reader.load(name, start, stop, rows)
            expected = other.load(name, start, stop, rows)
            assert len(got) == len(rows)
            if isinstance(got, (Text, Coded)):
                assert strings(got) == strings(expected)
            else:
                assert got.data.tobytes() == expected.data.tobytes()


@pytest.mark.usefixtures("reading")
def test_rows_can_be_read_again(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    pq.write_table(arrow_of(mixed), path, data_page_size=500, write_batch_size=50)
    source = ParquetSource.open(path)
    for name in ("int64", "few", "many") * 2:
        reader = source.partitions[0].open()
        whole = reader.load(name, 0, 5000)
        for start, stop in ((3000, 4000), (10, 20), (0, 5000)):
            part = reader.load(name, start, stop)
            if name == "int64":
                assert part.data.tolist() == whole.data[start:stop].tolist()
            else:
                assert strings(part) == strings(whole)[start:stop]


@pytest.mark.usefixtures("reading")
def test_strings_outlive_their_reader(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    for layout in ("as pandas writes it", "not compressed", "no dictionaries", "zstd"):
        mixed[["many"]].to_parquet(path, **LAYOUTS[layout])
        source = ParquetSource.open(path)
        source.partitions[0].open().load("many", 0, 1)
        reader = source.partitions[0].open()
        kept = [reader.load("many", start, start + 1000) for start in range(0, 5000, 1000)]
        del reader
        for _ in range(3):  # whoever comes next may reuse what was let go of
            other = source.partitions[0].open()
            other.load("many", 0, 5000)
        assert [text for vector in kept for text in strings(vector)] == mixed["many"].tolist()


def test_repeated_strings_share_one_dictionary(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    mixed[["few", "many"]].to_parquet(path, row_group_size=1000)
    source = ParquetSource.open(path)
    vectors = [p.open().load("few", 0, p.rows) for p in source.partitions]
    assert all(isinstance(v, Coded) and v.dictionary is vectors[0].dictionary for v in vectors)
    assert sorted(strings(vectors[0].dictionary.values)) == sorted(mixed["few"].unique())
    assert isinstance(source.partitions[0].open().load("many", 0, 1000), Text)


def test_what_we_lack_is_read_by_pyarrow(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    table = arrow_of(mixed[["int64", "float64", "at_us", "many"]])
    encodings = {
        "int64": "DELTA_BINARY_PACKED",
        "float64": "BYTE_STREAM_SPLIT",
        "many": "DELTA_BYTE_ARRAY",
    }
    pq.write_table(table, path, use_dictionary=False, column_encoding=encodings)
    source = ParquetSource.open(path)
    assert not isinstance(source._table.open_chunk(0, 0, "int64"), ChunkDecoder)
    assert isinstance(source._table.open_chunk(0, 0, "at_us"), ChunkDecoder)
    assert_frame_equal(read_frame(source), pd.read_parquet(path), check_exact=True)


def test_old_timestamps_are_read_by_pyarrow(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    table = arrow_of(mixed[["at_us", "int64"]])
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    assert_frame_equal(read_frame(ParquetSource.open(path)), pd.read_parquet(path))


def test_no_rows(tmp_path, mixed):
    path = tmp_path / "a.parquet"
    mixed.head(0).to_parquet(path)
    assert_frame_equal(read_frame(ParquetSource.open(path)), pd.read_parquet(path))
    pq.write_table(arrow_of(mixed.head(0)), path, row_group_size=10)
    source = ParquetSource.open(path)
    for partition in source.partitions:
        assert len(partition.open().load("int64", 0, 0)) == 0
