"""``.vid``: frames as pictures and tensors."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor, stops
from pandas_ext.arrays.video_frames import exploded, images, shots_of, tensors
from pandas_ext.ops.video.decode import Shot
from pandas_ext.parallel import Outcome
from pandas_ext.settings import OnError

Size = tuple[int, int] | None


class VideoFrames(MediaAccessor):
    """Decodes the frames that are asked for, and as few others as the coding allows.

    The arguments that choose frames are those of :class:`pandas_ext.ops.video.frames.Frames`;
    those of times and numbers may be columns.
    """

    def frames(
        self,
        every: Any = 1,
        *,
        fps: Any = None,
        at: Any = None,
        start: Any = 0,
        end: Any = None,
        keyframes: bool = False,
        size: Size = None,
        limit: Any = None,
        on_error: OnError = "raise",
    ) -> Any:
        """Return frames as a column of tensors, one cell a clip.

        Parameters
        ----------
        every : int or Series of int
            Each how many-th frame from ``start`` on.
        fps : float or Series of float, optional
            Instead, the frames shown at ``start``, ``start + 1 / fps`` and so on.
        at : float, Timedelta, list or Series of these, optional
            Instead, the frames shown at these times. A frame is shown from its timestamp up to that
            of the next.
        start, end : float, Timedelta or Series of these
            Seconds from the beginning of the clip; ``end`` does not count.
        keyframes : bool
            Instead, the frames that are coded without others, which are fast to decode.
        size : (int, int), optional
            Width and height to scale to; 0 follows from the other one.
        limit : int or Series of int, optional
            The first so many of these frames.
        on_error : {"raise", "null", "report"}
            What becomes of a clip that cannot be read: an error, a missing value, or that and a
            frame with a column of reasons.

        Returns
        -------
        Series of tensor[uint8, (*, height, width, 3)]
            Of red, green and blue.

        Raises
        ------
        MediaError
            If a clip cannot be read or is damaged, or has no frame at a time; naming its row and
            file.
        LimitError
            If a frame has more pixels than ``options.max_pixels``, or the frames of a clip more
            bytes than ``options.max_bytes``.
        """
        given = self._given(every=every, fps=fps, at=at, start=start, end=end, size=size,
                            keyframes=keyframes, limit=limit)  # fmt: skip
        return self._tensors(given, on_error)

    def to_tensor(
        self, count: Any = None, *, size: Size = None, on_error: OnError = "raise"
    ) -> Any:
        """Return all frames, or as many of each clip, as a column of tensors.

        Parameters
        ----------
        count : int or Series of int, optional
            Frames to take of each clip: those shown in the middle of as many equal parts of it.
        size, on_error
            See :meth:`frames`.

        Returns
        -------
        Series of tensor[uint8, (count, height, width, 3)]
            Of one shape, in one array, where ``count`` and sizes are the same; ragged otherwise.
        """
        return self._tensors(self._given(count=count, size=size), on_error)

    def explode(
        self,
        every: Any = 1,
        *,
        fps: Any = None,
        at: Any = None,
        start: Any = 0,
        end: Any = None,
        keyframes: bool = False,
        size: Size = None,
        limit: Any = None,
        on_error: OnError = "raise",
    ) -> pandas.DataFrame:
        """Return frames as a frame with one row each.

        Parameters
        ----------
        every, fps, at, start, end, keyframes, size, limit
            Which frames; see :meth:`frames`.
        on_error : {"raise", "null", "report"}
            What becomes of a clip that cannot be read: an error, one row of missing values, or that
            with the reason in a column ``error``.

        Returns
        -------
        DataFrame
            ``timestamp`` (timedelta64[ns], from the beginning of the clip), ``frame`` (Int64, its
            number in the file; missing where frames before it were not read and the file has no
            index), ``keyframe`` (boolean) and ``image``. The index repeats that of the column. A
            missing clip has no rows.
        """
        given = self._given(every=every, fps=fps, at=at, start=start, end=end, size=size,
                            keyframes=keyframes, limit=limit)  # fmt: skip
        outcome = self._shots(given, on_error)
        places, columns = exploded(outcome)
        if on_error == "report":
            reasons = [outcome.errors.get(place) for place in places]
            texts = [None if reason is None else str(reason) for reason in reasons]
            columns["error"] = pandas.array(texts, dtype="str")
        index = self._series.index.take(places)
        return self._series._constructor_expanddim(columns, index=index)

    def thumbnail(self, at: Any = None, *, size: Size = None, on_error: OnError = "raise") -> Any:
        """Return a picture of each clip.

        Parameters
        ----------
        at : float, Timedelta or Series of these, optional
            Which frame; by default the keyframe that is shown at or last before a tenth of the
            clip: the only frame that is decoded then.
        size, on_error
            See :meth:`frames`.

        Returns
        -------
        Series of image[RGB]
        """
        which = {"poster": True} if at is None else {"at": at}
        outcome = self._shots(self._given(size=size, **which), on_error)
        first = [shots[0] if shots else None for shots in outcome.results]
        return self._reported(self._wrapped(images(first)), outcome, on_error)

    def _given(self, **arguments: Any) -> dict[str, Any]:
        end = arguments.pop("end", None)
        if end is not None:
            arguments["end"] = end
        return {name: self._aligned(value) for name, value in arguments.items()}

    def _shots(
        self, given: dict[str, Any], on_error: OnError, *, one_size: bool = False
    ) -> Outcome[list[Shot]]:
        stop = stops(on_error)
        outcome: Outcome[list[Shot]] = self._located(
            lambda: shots_of(self._array, given, stop_at_error=stop, one_size=one_size)
        )
        return outcome

    def _tensors(self, given: dict[str, Any], on_error: OnError) -> Any:
        outcome = self._shots(given, on_error, one_size=True)
        column = self._wrapped(tensors(outcome.results, given))
        return self._reported(column, outcome, on_error)
