"""``python -m compat_tests.pandas_suite frame/test_unary.py reshape/merge``: pandas' own tests."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from accel.settings import options
from compat_tests.pandas_suite import differences, runner


def main() -> int:
    """Run the selection in plain pandas (once) and in accel, and print what differs."""
    parser = argparse.ArgumentParser(
        prog="python -m compat_tests.pandas_suite", description=__doc__
    )
    parser.add_argument("selection", nargs="+", help="files or folders below pandas/tests")
    parser.add_argument("--setting", choices=["default", "forced", "both"], default="both",
                        help="accel as it comes, every frame planned, or both")  # fmt: skip
    parser.add_argument("--limit", type=int, default=60, help="seconds a test may take")
    parser.add_argument("--most", type=int, default=8, help="tests named for an exception")
    parser.add_argument("--cache", type=Path, default=Path(options.cache_dir) / "pandas_suite",
                        help="where plain pandas' outcomes are kept")  # fmt: skip
    args = parser.parse_args()
    modules = runner.modules_of(args.selection)
    expected = runner.plain(modules, args.limit, args.cache)
    entries = differences.read_known()
    as_expected = True
    for setting in ("default", "forced") if args.setting == "both" else (args.setting,):
        start = time.monotonic()
        got = runner.run(modules, setting, args.limit)
        comparison = differences.compare(setting, expected, got, entries)
        print(differences.show(comparison, args.most))
        print(f"({time.monotonic() - start:.0f} s)\n")
        as_expected &= comparison.as_expected
    return 0 if as_expected else 1


if __name__ == "__main__":
    sys.exit(main())
