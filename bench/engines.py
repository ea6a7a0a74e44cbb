"""The engines, each as the same five steps: import, open, run, convert, confess.

Nothing is imported at the top that an engine would import, because a worker times that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from bench import queries
from bench.tables import TABLES, Tables

if TYPE_CHECKING:
    import pandas


class Engine(ABC):
    """One way to run the queries over the Parquet files of a folder."""

    def __init__(self, folder: Path, in_memory: bool, threads: int) -> None:
        self.folder = folder
        self.in_memory = in_memory
        self.threads = threads

    def path(self, table: str) -> str:
        """Return the Parquet file of a table."""
        return str(self.folder / f"{table}.parquet")

    @abstractmethod
    def load(self) -> None:
        """Import what a user of the engine imports. Timed as its import time."""

    @abstractmethod
    def open(self) -> None:
        """Make the tables ready: read them if they are to lie in memory, else next to nothing."""

    @abstractmethod
    def run(self, query: str) -> Any:
        """Run a query to the end: what comes back is computed. This is what is timed."""

    @abstractmethod
    def to_pandas(self, result: Any) -> pandas.DataFrame:
        """Return what `run` gave as a plain pandas frame, for comparison. Not timed."""

    @abstractmethod
    def version(self) -> str:
        """Return the version of the engine."""

    def fallbacks(self) -> list[str]:
        """Return what the last query could not do in the engine itself, a line each."""
        return []


class PandasEngine(Engine):
    """Plain pandas: the oracle."""

    module = "pandas"
    pd: ModuleType

    def load(self) -> None:
        self.pd = import_module(self.module)

    def open(self) -> None:
        if not self.in_memory:
            self.tables = Tables(lambda name: self.pd.read_parquet(self.path(name)))
            return
        frames = {name: self.persisted(self.pd.read_parquet(self.path(name))) for name in TABLES}
        # A query may add columns to its table; a shallow copy keeps that to itself.
        self.tables = Tables(lambda name: frames[name].copy(deep=False))

    def persisted(self, frame: Any) -> Any:
        """Return the frame with its data in memory, which here it always is."""
        return frame

    def run(self, query: str) -> Any:
        return materialise(queries.pandas_query(query)(self.pd, self.tables))

    def to_pandas(self, result: Any) -> pandas.DataFrame:
        return result

    def version(self) -> str:
        return str(self.pd.__version__)


class AccelEngine(PandasEngine):
    """The same code behind one changed import."""

    module = "accel.pandas"
    seen = 0

    def persisted(self, frame: Any) -> Any:
        return frame.accel.persist()

    def version(self) -> str:
        metadata = import_module("importlib.metadata")
        try:
            return str(metadata.version("accel"))
        except metadata.PackageNotFoundError:
            return "from its source folder"

    def fallbacks(self) -> list[str]:
        recorded = [str(one) for one in import_module("accel").explain_fallbacks()]
        new, self.seen = recorded[self.seen :], len(recorded)
        return new


class PolarsEngine(Engine):
    """Polars, lazy, in its default engine."""

    def load(self) -> None:
        self.pl = import_module("polars")

    def open(self) -> None:
        if not self.in_memory:
            self.tables = Tables(lambda name: self.pl.scan_parquet(self.path(name)))
            return
        frames = {name: self.pl.read_parquet(self.path(name)) for name in TABLES}
        self.tables = Tables(lambda name: frames[name].lazy())

    def run(self, query: str) -> Any:
        return queries.polars_query(query)(self.tables).collect()

    def to_pandas(self, result: Any) -> pandas.DataFrame:
        return result.to_arrow().to_pandas()

    def version(self) -> str:
        return str(self.pl.__version__)


class DuckdbEngine(Engine):
    """DuckDB, in its default settings but for the number of threads; results as Arrow."""

    def load(self) -> None:
        self.duckdb = import_module("duckdb")
        import_module("pyarrow")

    def open(self) -> None:
        self.connection = self.duckdb.connect()
        self.connection.execute(f"SET threads = {self.threads}")
        kind = "TABLE" if self.in_memory else "VIEW"
        for name in TABLES:
            self.connection.execute(f"CREATE {kind} {name} AS FROM '{self.path(name)}'")

    def run(self, query: str) -> Any:
        return self.connection.sql(queries.duckdb_query(query)).to_arrow_table()

    def to_pandas(self, result: Any) -> pandas.DataFrame:
        return result.to_pandas()

    def version(self) -> str:
        return str(self.duckdb.__version__)


ENGINES: dict[str, type[Engine]] = {
    "pandas": PandasEngine,
    "accel": AccelEngine,
    "polars": PolarsEngine,
    "duckdb": DuckdbEngine,
}


def materialise(result: Any) -> pandas.DataFrame:
    """Return a query's result as a plain pandas frame, computed if it was not yet.

    Examples
    --------
    >>> import pandas
    >>> materialise(pandas.DataFrame({"a": [1]}))
       a
    0  1
    """
    import pandas

    return result if type(result) is pandas.DataFrame else result.accel.to_pandas()
