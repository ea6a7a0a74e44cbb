"""``python -m compat_tests.compatibility --write``: make docs/compatibility.md anew."""

from __future__ import annotations

import argparse
import difflib
import sys
import tempfile
from pathlib import Path

from compat_tests.compatibility import page


def main() -> int:
    """Print how the page differs from what it should be, or write it."""
    parser = argparse.ArgumentParser(prog="python -m compat_tests.compatibility")
    parser.add_argument("--write", action="store_true", help="write the page")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = page.text(Path(folder))
    if args.write:
        page.PATH.write_text(text)
        return 0
    lines = page.PATH.read_text().splitlines() if page.PATH.exists() else []
    changes = list(
        difflib.unified_diff(lines, text.splitlines(), "committed", "made", "", "", 1, "")
    )
    print("\n".join(changes) or "the page is as the code makes it")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
