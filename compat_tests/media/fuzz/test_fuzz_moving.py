"""No damaged clip or recording does more than raise a MediaError: a quick form of the search."""

from compat_tests.media.fuzz.moving import moving_samples
from compat_tests.media.fuzz.run import search


def test_damaged_clips_and_recordings() -> None:
    assert list(search(0, 8 * len(moving_samples()), "moving")) == []
