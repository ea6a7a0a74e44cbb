"""Shows what one changed import does: ``make demo`` or ``python -m bench.demo``.

A few TPC-H queries, the same code first with ``import pandas as pd``, then with
``import accel.pandas as pd``: the times, whether the results are equal, and a plan.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas

from bench import data, queries
from bench.compare import difference
from bench.engines import materialise
from bench.tables import Tables


def timed(query: str, pd: ModuleType, tables: Tables) -> tuple[pandas.DataFrame, float]:
    """Run a query with one pandas or the other; return its plain result and the seconds."""
    start = time.perf_counter()
    result = materialise(queries.pandas_query(query)(pd, tables))
    return result, time.perf_counter() - start


def from_parquet(pd: ModuleType, folder: Path) -> Tables:
    """Return the tables as ``pd`` reads them."""
    return Tables(lambda name: pd.read_parquet(folder / f"{name}.parquet"))


def show(query: str, folder: Path) -> bool:
    """Print one line about a query; return whether both results are equal."""
    import accel.pandas

    plain, ours = from_parquet(pandas, folder), from_parquet(accel.pandas, folder)
    expected, slow = timed(query, pandas, plain)
    actual, first = timed(query, accel.pandas, ours)
    again, second = timed(query, accel.pandas, ours)
    differs = difference(expected, actual, exact=True) or difference(expected, again, exact=True)
    title = (queries.pandas_query(query).__globals__["__doc__"] or "").partition(":")[0]
    verdict = "equal" if differs is None else "DIFFERENT"
    print(
        f"  {query}  {title:32}{slow * 1e3:9.0f}{first * 1e3:12.0f}{second * 1e3:9.0f}"
        f"{slow / second:9.1f}x  {verdict}"
    )
    if differs is not None:
        print(differs)
    return differs is None


def explained(query: str, folder: Path) -> Any:
    """Return the plan of a query, which explaining does not run."""
    import accel.pandas

    tables = from_parquet(accel.pandas, folder)
    return queries.pandas_query(query)(accel.pandas, tables).accel.explain()


def main(arguments: list[str] | None = None) -> int:
    """Run the demonstration; 1 if a result differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.demo", description=__doc__)
    parser.add_argument("--sf", type=float, default=0.1, help="scale factor (default 0.1)")
    parser.add_argument("--queries", default="1,3,5,6,13", help="such as 1,3 or all")
    parser.add_argument("--explain", default="3", help="the query to explain (default 3)")
    parser.add_argument("--dir", type=Path, default=None, help="folder of the scale factors")
    chosen = parser.parse_args(arguments)

    if not data.table_folder(chosen.sf, chosen.dir).is_dir():
        print(f"Generating TPC-H data at scale factor {chosen.sf:g} ...", flush=True)
    folder = data.ensure(chosen.sf, chosen.dir)

    print(f"\nTPC-H at scale factor {chosen.sf:g}, from Parquet files in {folder}")
    print("The same pandas code, run twice with accel; milliseconds:\n")
    print(f"  {'':37}{'pandas':>9}{'accel first':>12}{'again':>9}{'faster':>10}")
    equal = [show(query, folder) for query in queries.chosen(chosen.queries)]

    (query,) = queries.chosen(chosen.explain)
    print(f"\nThe code of {query}, which no engine was told about:\n")
    print(_indented(queries.pandas_source(query).read_text()))
    print("\nWhat accel makes of it (df.accel.explain()):\n")
    print(_indented(str(explained(query, folder))))
    if not all(equal):
        print("\nA result differs from plain pandas.")
        return 1
    print("\nAll results equal plain pandas': values, dtypes, index and order.")
    return 0


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())


if __name__ == "__main__":
    sys.exit(main())
