"""No damaged scan or cloud does more than raise a MediaError: a quick form of the search."""

from compat_tests.media.fuzz.run import search
from compat_tests.media.fuzz.scanned import cloud_samples, scan_samples


def test_damaged_scans() -> None:
    assert list(search(0, 8 * len(scan_samples()), "scans")) == []


def test_damaged_clouds() -> None:
    assert list(search(0, 25 * len(cloud_samples()), "clouds")) == []
