"""Clips: one frame a second, and keyframes, of a minute; ``python -m bench.media.video``.

Every library runs in a process of its own, three times, the best counts. Frames are compared bit
for bit with those that PyAV gives, which decodes every frame and converts it to RGB, as a loop over
``container.decode`` with ``to_ndarray`` does: as it comes, and with threads for frames.

How much faster one frame a second is depends on the coding: frames refer to others back to the
keyframe before them. With keyframes ten seconds apart all frames that others refer to have to be
decoded; with two seconds, about half of them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from bench.client import cores
from bench.media import clips
from bench.media.measured import Measured, measure
from bench.media.video_peers import TASKS

_TARGETS: Final = {"one frame a second": 3, "keyframes": 10}


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each coding and task; 1 if a frame differs or a library fails."""
    parser = argparse.ArgumentParser(prog="python -m bench.media.video", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--dir", type=Path, default=Path(__file__).parents[1] / ".data")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args(arguments)
    faults = 0
    for group in clips.GROUPS:
        path = clips.ensure(asked.dir, group, asked.seconds)
        size = path.stat().st_size / 1e6
        print(
            f"H.264, 1280x720, {asked.seconds} s, {size:.1f} MB, a keyframe at least every {group} "
            f"frames; {asked.threads} threads"
        )
        for task, peers in TASKS.items():
            results = {
                peer: measure(
                    "bench.media.video_peers", task, peer, str(path), asked.threads, runs=asked.runs
                )
                for peer in peers
            }
            faults += _show(task, results)
    return 1 if faults else 0


def _show(task: str, results: dict[str, Measured]) -> int:
    """Print the table of a task and return how many results differ from PyAV's."""
    ours = results["pandas_ext"]
    print(f"\n{task} (target: {_TARGETS[task]} times as fast as every frame)")
    print(f"{'':28}{'seconds':>9}{'CPU s':>8}{'peak MB':>9}{'it / ours':>11}{'CPU':>7}  frames")
    faults = 0
    for peer, one in results.items():
        digests, cpu = one.result
        same = digests == ours.result[0]
        faults += not same
        print(
            f"{peer:28}{one.seconds:9.3f}{cpu:8.2f}{one.peak_mb:9.0f}"
            f"{one.seconds / ours.seconds:11.1f}{cpu / ours.result[1]:7.1f}  "
            f"{len(digests)}{'' if same else ' DIFFERENT'}"
        )
    print()
    return faults


if __name__ == "__main__":
    sys.exit(main())
