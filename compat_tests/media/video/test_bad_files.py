"""Clips that are damaged, cut off, too large or none."""

import io

import av
import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.video.samples import clip, decoded


@pytest.fixture(scope="module")
def data():
    return clip(60, gop=20, options={"sc_threshold": "0"})


@pytest.fixture(scope="module")
def first_index(data, tmp_path_factory):
    """The clip with its index at the front."""
    path = tmp_path_factory.mktemp("clips") / "first.mp4"
    with (
        av.open(io.BytesIO(data)) as source,
        av.open(str(path), "w", options={"movflags": "faststart"}) as output,
    ):
        target = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = target
                output.mux(packet)
    return path.read_bytes()


def column(*cells):
    return pd.Series(list(cells), index=list("abcdef")[: len(cells)], dtype="video")


@pytest.mark.parametrize("cell", [b"", b"no clip at all", b"\x00" * 5000], ids=["0 B", "text", "0"])
@pytest.mark.parametrize("call", ["facts", "frames", "explode", "thumbnail", "to_tensor"])
def test_what_is_no_clip(data, cell, call):
    clips = column(data, cell)
    with pytest.raises(pandas_ext.MediaError, match=r"^row 'b': "):
        getattr(clips.vid, call)()
    assert len(getattr(clips.vid, call)(on_error="null").dropna()) > 0
    report = getattr(clips.vid, call)(on_error="report")
    assert report.error["b"]
    assert not any(report.error[["a"]].notna())


def test_a_missing_file():
    with pytest.raises(pandas_ext.MediaError, match=r"row 'a': /nowhere/x\.mp4: no such file"):
        column("/nowhere/x.mp4").vid.frames()
    assert column("/nowhere/x.mp4")["a"].summary().startswith("<unreadable: no such file")


def test_without_its_index(data):
    with pytest.raises(pandas_ext.MediaError, match="damaged, truncated or no clip"):
        column(data[: len(data) // 2]).vid.facts()


@pytest.mark.parametrize("arguments", [{}, {"fps": 1}, {"at": 5.5}, {"every": 9}])
def test_cut_off_after_its_index(first_index, arguments):
    cut = column(first_index[: len(first_index) * 2 // 3])
    assert cut.vid.frame_count["a"] == 60
    with pytest.raises(pandas_ext.MediaError, match="truncated"):
        cut.vid.frames(**arguments)


def test_what_is_before_the_cut_can_be_read(first_index):
    cut = column(first_index[: len(first_index) * 2 // 3])
    expected = decoded(first_index)[3].pixels
    assert np.array_equal(cut.vid.frames(at=0.3)["a"][0], expected)


def test_times_after_the_end(data):
    clips = column(data)
    assert clips.vid.explode(at=6.0).frame.tolist() == [59]
    with pytest.raises(pandas_ext.MediaError, match=r"row 'a': no frame is shown at 6\.2 s"):
        clips.vid.frames(at=[0, 6.2])
    with pytest.raises(pandas_ext.MediaError, match="no frame is shown at 2 s"):
        clips.vid.clip(1, 2.5).vid.frames(at=2)
    assert clips.vid.frames(at=99, on_error="null").isna().all()
    assert clips.vid.frames(at=1e300, on_error="null").isna().all()


def test_frames_of_too_many_pixels(data):
    with pandas_ext.option_context(max_pixels=1000):
        with pytest.raises(pandas_ext.LimitError, match="48x32 pixels are more than"):
            column(data).vid.frames()
        with pytest.raises(pandas_ext.LimitError, match="row 'a'"):
            column(data).vid.thumbnail()
    with (
        pandas_ext.option_context(max_pixels=5000),
        pytest.raises(pandas_ext.LimitError, match="480x320 pixels are more than"),
    ):
        column(data).vid.frames(size=(480, 320))


def test_frames_that_change_their_size(tmp_path):
    both = clip(5, container="h264") + clip(5, container="h264", size=(96, 64))
    clips = column(both)
    sizes = [frame.pixels.shape[1::-1] for frame in decoded(both)]
    assert set(sizes) == {(48, 32), (96, 64)}
    rows = clips.vid.explode()
    assert list(zip(rows.image.img.width, rows.image.img.height, strict=True)) == sizes
    with pytest.raises(pandas_ext.MediaError, match="frames of 48x32 and 96x64 pixels"):
        clips.vid.frames()
    assert clips.vid.frames(size=(24, 16))["a"].shape == (10, 16, 24, 3)
    with pytest.raises(pandas_ext.MediaError, match="row 'a': a frame of shape"):
        clips.vid.write(tmp_path, codec="h264")
    with (
        pandas_ext.option_context(max_pixels=4000),
        pytest.raises(pandas_ext.MediaError, match="row 'a'"),
    ):
        clips.vid.frames(size=(24, 16))


def test_too_many_frames(data):
    with (
        pandas_ext.option_context(max_bytes=48 * 32 * 3 * 10),
        pytest.raises(pandas_ext.LimitError, match=r"more bytes than options\.max_bytes"),
    ):
        column(data).vid.frames()
    with pandas_ext.option_context(max_bytes=48 * 32 * 3 * 10):
        assert column(data).vid.frames(limit=10)["a"].shape[0] == 10


def test_a_clip_without_frames():
    empty = clip(0, "mjpeg", "avi", pixel_format="yuvj420p")
    clips = column(empty)
    with pytest.raises(pandas_ext.MediaError, match="row 'a'"):
        clips.vid.frames(at=0)


def test_sound_alone():
    stream = io.BytesIO()
    with av.open(stream, "w", format="mp4") as output:
        audio = output.add_stream("aac", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 16000
        output.mux(audio.encode(frame))
        output.mux(audio.encode(None))
    with pytest.raises(pandas_ext.MediaError, match="no moving pictures"):
        column(stream.getvalue()).vid.facts()


def test_a_playlist_opens_nothing(tmp_path, data):
    inner = tmp_path / "inner.mp4"
    inner.write_bytes(data)
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n{inner}\n#EXT-X-ENDLIST\n"
    script = f"ffconcat version 1.0\nfile '{inner}'\n"
    clips = column(playlist.encode(), script.encode())
    assert clips.vid.facts(on_error="null").width.isna().all()
