"""Pictures, clips and tensors beside their peers: ``python -m bench.media``."""

from __future__ import annotations

import argparse
import sys

from bench.media import images, tensor, video


def main() -> int:
    """Run all three; 1 if one of them failed."""
    argparse.ArgumentParser(prog="python -m bench.media", description=__doc__).parse_args()
    failed = 0
    for part in (images, video, tensor):
        print(f"== {part.__name__.rpartition('.')[2]}", flush=True)
        failed |= part.main([])
        print()
    return failed


if __name__ == "__main__":
    sys.exit(main())
