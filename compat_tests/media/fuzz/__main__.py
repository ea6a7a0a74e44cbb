"""Damaged files of every format, many of them.

    python -m compat_tests.media.fuzz --files 100000 [--start 0] [--jobs 2] [--kind moving]

Prints what is found, with the number of the file: ``mutated(KINDS[kind][0](), number)``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from compat_tests.media.fuzz.run import Found, search


def main() -> int:
    """Run; the exit status is 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m compat_tests.media.fuzz", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--kind", choices=("pictures", "moving", "scans", "clouds"), default="pictures"
    )
    given = parser.parse_args()
    share = -(-given.files // given.jobs)
    end = given.start + given.files
    starts = range(given.start, end, share)

    def run(start: int) -> list[Found]:
        found = []
        for one in search(start, min(start + share, end), given.kind):
            print(f"{one.seed}: {one.kind}: {one.detail}", flush=True)
            found.append(one)
        return found

    with ThreadPoolExecutor(given.jobs) as pool:
        found = [one for share_of in pool.map(run, starts) for one in share_of]
    kinds = Counter(one.kind for one in found)
    print(f"{given.files:,} files, {len(found)} findings: {dict(kinds)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
