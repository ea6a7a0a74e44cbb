"""Runs pandas' own tests in accel and tells what differs; all of them if none are named.

python -m compat_tests.pandas_suite frame/test_unary.py reshape/merge
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from accel.settings import options
from compat_tests.pandas_suite import differences, report, runner, sample_run, selection, table
from compat_tests.pandas_suite.runner import Outcome, Results
from compat_tests.pandas_suite.suite import Suite

BUILD: Final = Path(__file__).parents[2] / "build" / "pandas_suite"
DOCS: Final = Path(__file__).parents[2] / "docs" / "pandas_suite.md"


def main() -> int:
    """Run the selection in plain pandas (once) and in accel, and print what differs."""
    args = _arguments()
    if args.rewrite_docs:
        _write_page()
        return 0
    settings = ("default", "forced") if args.setting == "both" else (args.setting,)
    modules = runner.modules_of(args.selection) if args.selection else selection.whole_suite()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        expected, found = _run(args, modules, settings)
    except KeyboardInterrupt:
        print("interrupted; --resume goes on from here", file=sys.stderr)
        return 130
    entries = differences.read_known()
    as_expected = True
    reports = {}
    for setting, results in found.items():
        comparison = differences.compare(
            setting, expected, results.outcomes, entries, results.errors
        )
        print(differences.show(comparison, args.most), "\n")
        as_expected &= comparison.as_expected
        reports[setting] = report.of_setting(expected, results, comparison, entries)
    whole = report.report(reports, args.sample)
    print(table.table(whole))
    runner.write_whole(args.json, report.as_json(whole))
    if args.write_docs:
        DOCS.with_suffix(".json").write_text(report.as_json(whole))
        _write_page()
    return 0 if as_expected else 1


def _run(
    args: argparse.Namespace, modules: Sequence[str], settings: Sequence[str]
) -> tuple[Mapping[str, Outcome], Mapping[str, Results]]:
    """Return what plain pandas does, and accel in each setting."""
    if args.sample is not None:
        return sample_run.run(modules, settings, args.sample, args.jobs, args.cache, args.limit)
    suite = Suite(modules, settings, args.results, args.cache, args.limit)
    if not args.resume:
        suite.forget()
    suite.run(args.jobs)
    return suite.expected(), {setting: suite.results(setting) for setting in settings}


def _write_page() -> None:
    whole = json.loads(DOCS.with_suffix(".json").read_text())
    DOCS.write_text(table.page(whole, differences.read_known()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m compat_tests.pandas_suite",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("selection", nargs="*", help="files or folders below pandas/tests")
    parser.add_argument("--setting", choices=["default", "forced", "both"], default="both",
                        help="accel as it comes, every frame planned, or both")  # fmt: skip
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--sample", type=float, metavar="SHARE",
                        help="of the test functions, each with one set of parameters")  # fmt: skip
    parser.add_argument("--resume", action="store_true",
                        help="keep what an earlier run has found, all of it or a part")  # fmt: skip
    parser.add_argument("--limit", type=int, default=60, help="seconds a test may take")
    parser.add_argument("--most", type=int, default=8, help="tests named for an exception")
    parser.add_argument("--cache", type=Path, default=Path(options.cache_dir) / "pandas_suite",
                        help="where plain pandas' outcomes are kept")  # fmt: skip
    parser.add_argument("--results", type=Path, default=BUILD,
                        help="where accel's outcomes are kept")  # fmt: skip
    parser.add_argument("--json", type=Path, default=BUILD / "report.json",
                        help="where the report goes")  # fmt: skip
    parser.add_argument("--write-docs", action="store_true",
                        help="write the documentation's page, too: whole suite only")  # fmt: skip
    parser.add_argument("--rewrite-docs", action="store_true",
                        help="run nothing: write that page again from its JSON")  # fmt: skip
    args = parser.parse_args()
    if args.write_docs and (args.selection or args.setting != "both"):
        parser.error("--write-docs wants the whole suite in both settings")
    return args


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
