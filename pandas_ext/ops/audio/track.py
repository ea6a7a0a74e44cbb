"""The sound of a part of a clip."""

from __future__ import annotations

from dataclasses import dataclass

from pandas_ext.ops.audio.base import SoundOutline
from pandas_ext.ops.audio.segment import Segment


@dataclass(frozen=True, slots=True)
class Track(Segment):
    """Keep what is heard with a part of a clip; silence where its sound has not begun.

    Only the first step of a recording can be one.

    Attributes
    ----------
    start, end : float
        Seconds from the first picture of the file, which sound may follow or precede.
    """

    def outline(self, before: SoundOutline) -> SoundOutline:
        if before.frames is None:
            return before
        lead = round(before.delay * before.rate)
        return Segment(self.start, self.end).outline(
            before._replace(frames=max(before.frames + lead, 0))
        )
