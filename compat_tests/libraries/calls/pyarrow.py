"""pyarrow: tables from frames, and frames from tables."""

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.feather as feather
import pyarrow.parquet as pq

ONLY_SMALL = {"arrow_dtypes", "interchange"}


def _table(table):
    """Return all of a table but the creator's name and version in its metadata."""
    return [str(table.schema.remove_metadata()), table.to_pydict(), table.schema.pandas_metadata]


def table_from_pandas(pd, df):
    return [
        _table(pa.Table.from_pandas(df)),
        _table(pa.Table.from_pandas(df, preserve_index=False)),
        _table(pa.Table.from_pandas(df[["x"]], nthreads=1)),
    ]


def table(pd, df):
    return [_table(pa.table(df)), str(pa.record_batch(df).schema)]


def stream(pd, df):
    reader = pa.RecordBatchReader.from_stream(df)
    return [str(reader.schema), reader.read_all().to_pydict()]


def stream_of_a_series(pd, df):
    return [pa.chunked_array(df[name]).to_pylist() for name in ("x", "m", "n", "g", "b", "t")]


def stream_with_another_schema(pd, df):
    schema = pa.schema([("x", pa.float32()), ("n", pa.int64())])
    return pa.table(df[["x", "n"]], schema=schema).to_pydict()


def schema(pd, df):
    return [str(pa.Schema.from_pandas(df)), str(pa.Schema.from_pandas(df[["x", "g"]]))]


def arrays(pd, df):
    names = ("x", "m", "n", "g", "b", "t")
    return [[str(made.type), made.to_pylist(), made.null_count]
            for made in (pa.array(df[name]) for name in names)] + [
        pa.Array.from_pandas(df["m"]).null_count, pa.array(df["m"], from_pandas=False).null_count,
        pa.array(df["g"].astype("category")).to_pylist()]  # fmt: skip


def there_and_back(pd, df):
    made = pa.Table.from_pandas(df)
    return [made.to_pandas(), pa.table({"a": [1, None], "s": ["x", None]}).to_pandas(),
            made.to_pandas(types_mapper=pd.ArrowDtype), made["g"].to_pandas()]  # fmt: skip


def columns_and_dicts(pd, df):
    made = pa.table({"x": df["x"], "g": df["g"]})
    return [_table(made), _table(pa.Table.from_arrays([pa.array(df["n"])], names=["n"])),
            pc.sum(pa.array(df["n"])).as_py(), pa.scalar(df["x"].iloc[0]).as_py()]  # fmt: skip


def files(pd, df):
    one, two = io.BytesIO(), io.BytesIO()
    pq.write_table(pa.Table.from_pandas(df), one)
    feather.write_feather(df, two)
    return [pq.read_table(one).to_pandas(), feather.read_feather(two)]


def datasets(pd, df):
    found = ds.dataset(pa.Table.from_pandas(df, preserve_index=False))
    return found.to_table(filter=pc.field("x") > 0, columns=["x", "g"]).to_pandas()


def grouped(pd, df):
    return pa.table(df).group_by("g").aggregate([("n", "sum")]).sort_by("g").to_pydict()


def interchange(pd, df):
    from pyarrow.interchange import from_dataframe

    made = from_dataframe(df.drop(columns="b"))
    return [str(made.schema), made.to_pydict()]


def arrow_dtypes(pd, df):
    made = df.convert_dtypes(dtype_backend="pyarrow")
    return [
        made,
        pa.Table.from_pandas(made).to_pydict(),
        made["g"].array._pa_array.type == pa.large_string(),
    ]


def unfit(pd, df):
    return pa.Table.from_pandas(pd.DataFrame({"a": [1, "x"]}))
