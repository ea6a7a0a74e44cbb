"""Decodes segments of a clip, several at a time where there are many."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from pandas_ext.codec.container import opened
from pandas_ext.codec.video_header import video_stream
from pandas_ext.ops.video.segments import Segment
from pandas_ext.source.base import Source

if TYPE_CHECKING:
    from av.video.stream import VideoStream

_FEW: Final = 2
"""Segments that are decoded one after the other before others are decoded beside each other."""

Decode = Callable[["VideoStream", Segment, set[int]], None]


class Workers:
    """Decoders of one clip, each used by one thread at a time.

    Segments do not refer to each other. Where a clip has many, each is decoded by one thread of a
    decoder of its own, which loses no time at their ends; otherwise threads share one segment.

    Parameters
    ----------
    source : Source
        The file, opened once more for each further decoder: only its header is read for it.
    stream : VideoStream
        The stream that is read, whose decoder uses all threads.
    threads : int
        How many.
    length : int or None
        Ticks of the clip, if that is known.
    decode : callable
        Decodes the frames of a segment at some ticks, with the decoder of a stream.
    """

    def __init__(
        self, source: Source, stream: VideoStream, threads: int, length: int | None, decode: Decode
    ) -> None:
        self._source = source
        self._stream = stream
        self._threads = threads
        self._length = length
        self._decode = decode
        self._done = 0
        self._opened = ExitStack()
        self._free: SimpleQueue[VideoStream] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._running: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._opened:
            if self._pool is None:
                return
            try:
                while kind is None and self._running:
                    self._running.popleft().result()
            finally:
                self._pool.shutdown(cancel_futures=True)

    def run(self, segment: Segment, wanted: set[int]) -> None:
        """Decode frames of a segment now or, with others, later.

        Raises
        ------
        MediaError, UntimedError, FFmpegError
            What decoding this or an earlier one gave.
        """
        self._done += 1
        if self._done <= _FEW or (self._pool is None and not self._are_many(segment)):
            self._decode(self._stream, segment, wanted)
            return
        if self._pool is None:
            self._open()
        assert self._pool is not None  # it was opened
        while len(self._running) >= 2 * self._threads:  # what is read ahead stays in memory
            self._running.popleft().result()
        self._running.append(self._pool.submit(self._one, segment, wanted))

    def _are_many(self, segment: Segment) -> bool:
        until = segment.window.until
        if self._threads < 2 or self._length is None or until is None:
            return False
        return (until - segment.window.ticks[0]) * 2 * self._threads <= self._length

    def _open(self) -> None:
        for _ in range(self._threads):
            stream = video_stream(self._opened.enter_context(opened(self._source)))
            stream.codec_context.thread_count = 1
            self._free.put(stream)
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="frames")

    def _one(self, segment: Segment, wanted: set[int]) -> None:
        stream = self._free.get()
        try:
            self._decode(stream, segment, wanted)
        finally:
            self._free.put(stream)
