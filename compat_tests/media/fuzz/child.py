"""Examines damaged files and says on standard output where it is: a crash ends this process alone.

python -m compat_tests.media.fuzz.child START STOP {pictures,moving,scans,clouds}
"""

from __future__ import annotations

import faulthandler
import json
import resource
import sys

from compat_tests.media.fuzz.kinds import KINDS
from compat_tests.media.fuzz.mutate import mutated

_MEMORY = 6 * 2**30  # bytes of address space: more is an allocation that nobody should make


def main(start: int, stop: int, kind: str) -> None:
    """Examine the files of these numbers; one line of JSON each before and after."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    samples, examine = KINDS[kind]
    files = samples()
    for seed in range(start, stop):
        print(json.dumps({"seed": seed}), flush=True)
        found = examine(mutated(files, seed))
        if found:
            findings = [(one.kind, one.detail[:500]) for one in found]
            print(json.dumps({"seed": seed, "found": findings}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
