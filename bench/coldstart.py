"""What a first run costs: ``python -m bench.coldstart``.

Three times the same queries on accel: in a new process with an empty code cache (the very
first run on a machine), in a new process with the cache that the first one filled, and once
more in that process, warm. Plain pandas' first run stands beside them.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import data, queries
from bench.client import Worker, cores


def passes(worker: Worker, names: list[str], count: int) -> list[dict[str, float]]:
    """Run the queries ``count`` times over and return the seconds of each pass."""
    return [{name: worker.run(name)["wall_s"] for name in names} for _ in range(count)]


def main(arguments: list[str] | None = None) -> None:
    """Print a table of seconds a query, the totals, and what the imports took."""
    parser = argparse.ArgumentParser(prog="python -m bench.coldstart", description=__doc__)
    parser.add_argument("--sf", type=float, default=1.0)
    parser.add_argument("--queries", default="all")
    parser.add_argument("--mode", choices=["parquet", "memory"], default="parquet")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--dir", type=Path, default=None, help="folder of the scale factors")
    parser.add_argument("--no-pandas", action="store_true", help="leave plain pandas out")
    chosen = parser.parse_args(arguments)
    folder, names = data.ensure(chosen.sf, chosen.dir), queries.chosen(chosen.queries)

    columns: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="accel-cache-") as cache:

        def started(engine: str) -> Worker:
            environment = {"ACCEL_CACHE_DIR": cache}
            return Worker(engine, folder, chosen.mode, chosen.threads, environment)

        with started("accel") as worker:
            opened = worker.open()
            columns["first"] = {"import": opened["import_s"], **passes(worker, names, 1)[0]}
        with started("accel") as worker:
            opened = worker.open()
            cold, *warm = passes(worker, names, 4)
        columns["cold"] = {"import": opened["import_s"], **cold}
        best = {name: min(one[name] for one in warm) for name in names}
        columns["warm"] = {"import": 0.0, **best}
        if not chosen.no_pandas:
            with started("pandas") as worker:
                opened = worker.open()
                columns["pandas"] = {"import": opened["import_s"], **passes(worker, names, 1)[0]}

    print("seconds " + "".join(f"{title:>10}" for title in columns))
    for name in ["import", *names]:
        print(f"{name:8}" + "".join(f"{column[name]:10.3f}" for column in columns.values()))
    totals = {title: sum(column.values()) for title, column in columns.items()}
    print("total   " + "".join(f"{total:10.3f}" for total in totals.values()))
    without_import = totals["cold"] - columns["cold"]["import"]
    print(f"cold without import / warm: {without_import / totals['warm']:.2f}")
    if "pandas" in totals:
        print(f"pandas / first: {totals['pandas'] / totals['first']:.2f}")


if __name__ == "__main__":
    main()
