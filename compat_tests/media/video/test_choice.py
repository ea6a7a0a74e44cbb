"""Frames that are chosen are those that decoding everything gives, of every coding."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import pandas_ext  # noqa: F401 - registers
from compat_tests.media.video.samples import clip, decoded, shown_at

UNEVEN = [0, 3, 4, 40, 41, 42, 90, 150, 151, 200, 320, 321, 322, 380, 400, 401, 450, 455, 500, 510]

CLIPS = {
    "long groups, B frames": lambda: clip(60, options={"bf": "3", "sc_threshold": "0"}, gop=60),
    "short groups": lambda: clip(60, gop=5),
    "open groups": lambda: clip(
        60, gop=12, options={"x264-params": "open-gop=1:bframes=3:b-adapt=0:scenecut=0"}
    ),
    "no B frames": lambda: clip(40, options={"bf": "0"}),
    "variable rate": lambda: clip(20, times=UNEVEN, gop=6),
    "variable rate, Matroska": lambda: clip(20, container="matroska", times=UNEVEN, gop=6),
    "Matroska": lambda: clip(60, container="matroska"),
    "MPEG-TS": lambda: clip(60, container="mpegts"),
    "AVI": lambda: clip(40, "mpeg4", "avi", options={"bf": "2"}),
    "without index and times": lambda: clip(40, container="h264"),
    "every frame by itself": lambda: clip(30, "mjpeg", pixel_format="yuvj420p"),
    "MPEG-2": lambda: clip(40, "mpeg2video", "mpegts", rate=25, gop=12, options={"bf": "2"}),
    "VP8 with hidden frames": lambda: clip(
        40, "libvpx", "webm", options={"auto-alt-ref": "1", "lag-in-frames": "16", "b": "80k"}
    ),
    "VP9": lambda: clip(20, "libvpx-vp9", "webm", options={"deadline": "realtime"}),
    "odd size": lambda: clip(20, size=(51, 37), pixel_format="yuv444p"),
    "one frame": lambda: clip(1),
}


@pytest.fixture(scope="module", params=list(CLIPS))
def data(request):
    return CLIPS[request.param]()


@pytest.fixture(scope="module")
def seen(data):
    return decoded(data)


@pytest.fixture
def clips(data):
    return pd.Series([data], index=["a"], dtype="video")


def check(rows, seen, places):
    """Compare exploded frames with those at some places of what PyAV decodes."""
    pairs = zip([seen[k] for k in places], rows.image, strict=True)
    assert all(np.array_equal(frame.pixels, image.to_numpy()) for frame, image in pairs)
    assert rows.keyframe.tolist() == [seen[k].is_key for k in places]
    assert rows.timestamp.tolist() == [
        pd.Timedelta(round(seen[k].time * 10**9), "ns") for k in places
    ]
    known = rows.frame.dropna()
    assert known.tolist() == [
        k for k, there in zip(places, rows.frame.notna(), strict=True) if there
    ]
    assert (rows.index == "a").all()


def test_all(clips, seen):
    check(clips.vid.explode(), seen, range(len(seen)))


@pytest.mark.parametrize("every", [3, 7])
def test_every(clips, seen, every):
    check(clips.vid.explode(every), seen, range(0, len(seen), every))


def test_a_frame_a_second(clips, seen):
    rows = clips.vid.explode(fps=1)
    end = float(seen[-1].time) + 1
    places = [shown_at(seen, t) for t in range(100) if t < end]
    # the last frame is shown for the time that the file says
    assert len(rows) in (len(places), len(places) - 1)
    check(rows, seen, places[: len(rows)])


def test_more_frames_a_second_than_there_are(clips, seen):
    rows = clips.vid.explode(fps=30, end=0.5)
    expected = [shown_at(seen, k / 30) for k in range(15)]
    check(rows, seen, expected[: len(rows)])
    assert len(rows) == 15 or float(seen[-1].time) < 0.5


def test_at_times_in_any_order(clips, seen):
    last = float(seen[-1].time)
    times = [last, 0.0, last / 2, last / 2 + 0.01, 0.31 * last, last]
    check(clips.vid.explode(at=times), seen, [shown_at(seen, time) for time in times])


def test_timestamps_choose_their_frames(clips, seen):
    times = clips.vid.explode(every=3).timestamp.tolist()
    check(clips.vid.explode(at=times), seen, range(0, len(seen), 3))


def test_a_stretch(clips, seen):
    places = [k for k, frame in enumerate(seen) if Fraction(21, 10) <= frame.time < 3]
    check(clips.vid.explode(start=2.1, end=3), seen, places)
    check(clips.vid.explode(start=2.1, end=3, every=2, limit=3), seen, places[::2][:3])


def test_keyframes(clips, seen):
    check(clips.vid.explode(keyframes=True), seen, [k for k, f in enumerate(seen) if f.is_key])


def test_a_part_of_a_clip(clips, seen):
    part = clips.vid.clip(0.5, 2).vid.explode(fps=2)
    expected = [shown_at(seen, time) for time in (0.5, 1.0, 1.5)]
    assert [
        np.array_equal(seen[k].pixels, image.to_numpy())
        for k, image in zip(expected, part.image, strict=False)
    ] == [True] * len(part)
    assert len(part) == 3 or float(seen[-1].time) < 1.5
