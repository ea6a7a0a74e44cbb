"""The tasks on clips, as a user of each library writes them."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from bench.media.clips import RATE

Task = Callable[[str, int], tuple[list[int], float]]
"""From a path and a number of threads to digests of frames, and the CPU seconds it took."""


def _digests(arrays: Iterable[Any]) -> list[int]:
    return [zlib.crc32(memoryview(array).cast("B")) for array in arrays]


def _ours(**choice: Any) -> Task:
    def run(path: str, threads: int) -> tuple[list[int], float]:
        import pandas

        import pandas_ext

        start = time.process_time()
        pandas_ext.options.num_threads = threads
        frames = pandas.Series([path], dtype="video").vid.frames(**choice)[0]
        return _digests(frames), time.process_time() - start

    return run


def _pyav(wanted: Callable[[int, Any], bool], threads: bool) -> Task:
    def run(path: str, _: int) -> tuple[list[int], float]:
        import av

        start = time.process_time()
        kept = []
        with av.open(path) as container:
            stream = container.streams.video[0]
            if threads:
                stream.thread_type = "AUTO"
            for number, frame in enumerate(container.decode(stream)):
                pixels = frame.to_ndarray(format="rgb24")
                if wanted(number, frame):
                    kept.append(pixels)
        return _digests(kept), time.process_time() - start

    return run


def _peers(wanted: Callable[[int, Any], bool], **choice: Any) -> dict[str, Task]:
    return {
        "pandas_ext": _ours(**choice),
        "PyAV, every frame": _pyav(wanted, threads=False),
        "PyAV, every frame, threads": _pyav(wanted, threads=True),
    }


TASKS: Final[dict[str, dict[str, Task]]] = {
    "one frame a second": _peers(lambda number, _: number % RATE == 0, fps=1),
    "keyframes": _peers(lambda _, frame: frame.key_frame, keyframes=True),
}
