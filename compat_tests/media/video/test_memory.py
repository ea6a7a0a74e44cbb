"""Frames of a tensor lie in few blocks of memory until they are copied, which are then let go."""

import gc
import threading
import weakref

import numpy as np
import pandas as pd

from compat_tests.media.video.samples import clip, decoded
from pandas_ext.arrays import video_frames
from pandas_ext.blocks import Blocks


def test_blocks_go_when_nothing_looks_at_them():
    blocks = Blocks()
    parts = [blocks.take(30_000) for _ in range(12)]
    for k, part in enumerate(parts):
        part[:] = k
    assert all((part == k).all() for k, part in enumerate(parts))
    owners = [weakref.ref(part.base) for part in parts]
    assert len({id(part.base) for part in parts}) == 3  # with room for 2, 4 and 8 of them
    del parts[:2], part
    gc.collect()
    assert [owner() is None for owner in owners[:3]] == [True, True, False]
    assert blocks.take(10**8).shape == (10**8,)
    blocks.take(3)
    assert blocks.take(80).view("f8").flags.aligned


def test_threads_get_stretches_of_their_own():
    blocks = Blocks()
    taken = []

    def work(number):
        for _ in range(200):
            part = blocks.take(1000)
            part[:] = number
            taken.append((number, part))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 800
    assert all((part == number).all() for number, part in taken)


def test_frames_of_tensors_share_blocks(monkeypatch):
    data = clip(30, gop=10)
    seen = []
    tensors = video_frames.tensors

    def watched(results, arguments):
        seen.append({id(shot.pixels.base) for shots in results for shot in shots})
        column = tensors(results, arguments)
        assert results == [[]]  # nothing is held twice
        return column

    monkeypatch.setattr("pandas_ext.accessors.vid_frames.tensors", watched)
    frames = pd.Series([data], dtype="video").vid.frames()[0]
    assert np.array_equal(frames, np.stack([frame.pixels for frame in decoded(data)]))
    assert len(seen[0]) < 4
