"""``series.vid``."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas

from pandas_ext.accessors.vid_facts import VideoFacts
from pandas_ext.accessors.vid_files import VideoFiles
from pandas_ext.accessors.vid_frames import VideoFrames
from pandas_ext.dtypes.video import VideoDtype
from pandas_ext.ops.video.clip import Clip


class VideoAccessor(VideoFacts, VideoFrames, VideoFiles):
    """Operations on a column of clips."""

    _name: ClassVar = "vid"
    _dtype: ClassVar = VideoDtype
    _hint: ClassVar = 'series.astype("video") makes clips of paths, URLs and bytes'

    def clip(self, start: Any = 0, end: Any = None) -> pandas.Series:
        """Keep a part of each clip; nothing is read or decoded for it.

        Parameters
        ----------
        start, end : float, Timedelta or Series of these
            Seconds from the beginning of the clip; the part ends before ``end``. Without ``end``,
            where the clip does.

        Returns
        -------
        Series of dtype video

        Raises
        ------
        ValueError
            For a negative time, or an end before the start.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> clips = pd.Series(["a.mp4", "b.mp4"], dtype="video")
        >>> clips.vid.clip(2, pd.Series([4, 6])).dtype
        video
        """
        return self._then(Clip, start=start, end=end)
