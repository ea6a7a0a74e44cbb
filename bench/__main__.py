"""The benchmark in one command: ``python -m bench``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import data, queries, report
from bench.client import cores
from bench.engines import ENGINES
from bench.records import Report
from bench.runner import Plan, Run


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sf", type=float, default=1.0, help="scale factor (default 1)")
    parser.add_argument("--engines", default=",".join(ENGINES), help="default: all")
    parser.add_argument("--queries", default="all", help="such as 1,3,13 (default: all)")
    parser.add_argument("--mode", choices=["parquet", "memory", "both"], default="both")
    parser.add_argument("--state", choices=["warm", "cold", "both"], default="both")
    parser.add_argument("--repeat", type=int, default=3, help="timed runs when warm (default 3)")
    parser.add_argument("--pandas-repeat", type=int, default=1, help="the same for pandas")
    parser.add_argument("--threads", type=int, default=cores(), help="default: the cores")
    parser.add_argument("--dir", type=Path, default=None, help="folder of the scale factors")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; 1 if a result was wrong, failed or fell back."""
    chosen = parse(arguments)
    engines = chosen.engines.split(",")
    unknown = [engine for engine in engines if engine not in ENGINES]
    if unknown:
        raise SystemExit(f"no such engine: {', '.join(unknown)}")
    plan = Plan(
        folder=data.ensure(chosen.sf, chosen.dir),
        engines=engines,
        queries=queries.chosen(chosen.queries),
        threads=chosen.threads,
        repeat=chosen.repeat,
        pandas_repeat=chosen.pandas_repeat,
    )
    result = Report(chosen.sf, chosen.threads, chosen.repeat, plan.reference())
    for mode in ("parquet", "memory") if chosen.mode == "both" else (chosen.mode,):
        for state in ("cold", "warm") if chosen.state == "both" else (chosen.state,):
            if (mode, state, chosen.state) == ("memory", "cold", "both"):
                continue  # loading the tables has warmed the process: there is no cold left
            result.sections.append(Run(plan, mode, state).go())
            print(report.section_text(result.sections[-1]), end="\n\n", flush=True)
    for file in report.write(result, chosen.out):
        print(file)
    return 1 if report.failed(result) else 0


if __name__ == "__main__":
    sys.exit(main())
