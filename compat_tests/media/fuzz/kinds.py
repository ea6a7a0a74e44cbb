"""Kinds of files: the samples that are damaged, and what must hold for the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from compat_tests.media.files.samples import samples
from compat_tests.media.fuzz.examine import Finding, examine
from compat_tests.media.fuzz.moving import examine_moving, moving_samples
from compat_tests.media.fuzz.scanned import (
    cloud_samples,
    examine_clouds,
    examine_scans,
    scan_samples,
)


def _pictures() -> list[bytes]:
    return list(samples().values())


KINDS: Final[dict[str, tuple[Callable[[], Sequence[bytes]], Callable[[bytes], list[Finding]]]]] = {
    "pictures": (_pictures, examine),
    "moving": (moving_samples, examine_moving),
    "scans": (scan_samples, examine_scans),
    "clouds": (cloud_samples, examine_clouds),
}
