"""What of pandas' own tests is not run, and why."""

from __future__ import annotations

from typing import Final

FOLDERS: Final = {
    "internals": "block managers and blocks through their constructors: no frame is asked",
    "libs": "the Cython functions themselves, called on NumPy arrays",
    "tslibs": "the Cython classes of times and offsets: no frame is asked",
}
MARKS: Final = {
    "slow": "minutes each; pandas' own developers leave them out, too",
    "network": "ask hosts of the internet",
    "db": "want database servers",
    "single_cpu": "want the machine for themselves, and a frame's engine is not what they test",
}
