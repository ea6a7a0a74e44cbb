"""The sound of clips: beside their pictures, and in what is written of them."""

import io
from fractions import Fraction

import av
import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.audio.samples import tone
from compat_tests.media.video.samples import clip, decoded

RATE = 16_000
TONE = (tone(3, 1, RATE)[:, 0] * 2**15).astype(np.int16)


def late(delay, container="matroska"):
    """A clip of three seconds whose sound, without loss, begins later than its pictures."""
    stream = io.BytesIO()
    with av.open(stream, "w", format=container) as output:
        video = output.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 48, 32, "yuv420p"
        audio = output.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for k in range(30):
            frame = av.VideoFrame.from_ndarray(np.full((32, 48, 3), 8 * k, np.uint8), "rgb24")
            frame.pts, frame.time_base = k, Fraction(1, 10)
            output.mux(video.encode(frame))
            part = TONE[np.newaxis, k * 1600 : (k + 1) * 1600]
            sound = av.AudioFrame.from_ndarray(part, "s16", "mono")
            sound.sample_rate, sound.pts = RATE, k * 1600 + round(delay * RATE)
            output.mux(audio.encode(sound))
        output.mux(video.encode(None))
        output.mux(audio.encode(None))
    return stream.getvalue()


def sounding(delay):
    """The samples of such a clip from its first picture on."""
    return np.concatenate([np.zeros(round(delay * RATE)), TONE / 2**15]).astype(np.float32)


def heard(path):
    """The sound of a file, shape (samples, channels), and when it begins to be heard."""
    with av.open(path) as container:
        stream, pictures = container.streams.audio[0], container.streams.video[0]
        resampler = av.AudioResampler(format="flt")
        frames = [part for f in container.decode(stream) for part in resampler.resample(f)]
        begins = frames[0].pts * frames[0].time_base - pictures.start_time * pictures.time_base
        channels = stream.codec_context.layout.nb_channels
        parts = [frame.to_ndarray().reshape(-1, channels) for frame in frames]
        return np.concatenate(parts), begins, stream.codec_context.name


@pytest.mark.parametrize("container", ["mov", "matroska"])
@pytest.mark.parametrize("delay", [0, 0.5])
def test_sound_goes_with_the_pictures(delay, container):
    clips = pd.Series([late(delay, container), None], dtype="video")
    whole = sounding(delay)
    sound = clips.vid.audio()
    assert np.array_equal(sound[0].to_numpy()[:, 0], whole)
    for start, end in ((0.25, 0.4), (0.25, 2.0), (1.0, None)):
        stop = None if end is None else round(end * RATE)
        part = clips.vid.clip(start, end).vid.audio()
        expected = whole[round(start * RATE) : stop]
        assert np.array_equal(part[0].to_numpy()[:, 0], expected)
        if container == "mov":  # others do not say how long it is
            assert part.audio.frame_count[0] == len(expected)
        assert part.array.equals(pd.Series(part.array.__arrow_array__().to_pandas()).array)
        same = sound.audio.segment(start, end)
        assert np.array_equal(same[0].to_numpy()[:, 0], expected)


@pytest.mark.parametrize(
    ("suffix", "codec", "whole", "part"),
    [
        ("mp4", "h264", "aac", "aac"),
        ("mkv", "ffv1", "pcm_s16le", "flac"),
        ("mov", "mjpeg", "pcm_s16le", "aac"),
        ("avi", "mpeg4", "pcm_s16le", "pcm_s16le"),
        ("webm", "vp9", "libopus", "libopus"),
    ],
)
def test_sound_is_written_with_frames(tmp_path, suffix, codec, whole, part):
    clips = pd.Series([late(0.5), clip(5)], ["a", "b"], dtype="video")
    written = clips.vid.write(tmp_path, "{index}", format=suffix, codec=codec)
    cut = clips.vid.clip(1, 2.5)[["a"]].vid.write(tmp_path, "part", format=suffix, codec=codec)
    assert written.astype("video").vid.has_audio.tolist() == [True, False]
    tolerance = 0.02 if "pcm" in part or part == "flac" else 0.1
    for path, start, end, name in (
        (written["a"], 0, 3.5, whole), (cut["a"], 1, 2.5, part),
    ):  # fmt: skip
        sound, begins, found = heard(path)
        assert found.removeprefix("lib") == name.removeprefix("lib")
        got = pd.Series([path], dtype="audio").audio.resample(RATE).audio.to_tensor()[0]
        expected = sounding(0.5)[round(start * RATE) : round(end * RATE)][round(begins * RATE) :]
        middle = slice(len(expected) // 3, len(expected) * 2 // 3)  # past what coding rings
        assert np.abs(got[middle] - expected[middle]).max() < tolerance
        assert sound.shape[1] == 1
    silent = clips.vid.write(tmp_path, "silent-{index}", format=suffix, codec=codec, audio=False)
    assert not silent.astype("video").vid.has_audio.any()


def test_sound_may_be_left_out_of_packets(tmp_path):
    data = clip(20, sound=True)
    clips = pd.Series([data], dtype="video")
    path = clips.vid.write(tmp_path, audio=False)[0]
    assert not pd.Series([path], dtype="video").vid.has_audio[0]
    pairs = zip(decoded(path), decoded(data), strict=True)
    assert all(np.array_equal(one.pixels, two.pixels) for one, two in pairs)


def test_sound_of_several_channels_and_odd_rates(tmp_path):
    frames = np.zeros((10, 32, 48, 3), np.uint8)
    for channels, rate in ((2, 44_100), (6, 50_000), (1, 11_000)):
        sound = pandas_ext.Audio.of(tone(1, channels, rate), rate)
        for suffix, codec in (("mp4", "h264"), ("webm", "vp9"), ("mkv", "ffv1")):
            made = pandas_ext.encode_video(frames, 10, codec=codec, format=suffix, audio=sound)
            made_sound = pd.Series([made], dtype="video").vid.audio()[0]
            outline = made_sound.outline
            assert outline.channels == channels
            assert outline.rate >= min(rate, 48_000)
            samples = made_sound.to_numpy()
            assert abs(len(samples) / outline.rate - 1) < 0.1
    with pytest.raises(pandas_ext.MediaError, match="sound of 9 channels cannot be written"):
        pandas_ext.encode_video(frames, audio=pandas_ext.Audio.of(tone(1, 9), 8000))


def test_sound_that_is_over(tmp_path):
    frames = np.zeros((30, 32, 48, 3), np.uint8)
    for seconds in (0, 1):
        sound = pandas_ext.Audio.of(tone(seconds, 1), 8000)
        clips = pd.Series([pandas_ext.encode_video(frames, 10, audio=sound)], dtype="video")
        path = clips.vid.clip(2, 3).vid.write(tmp_path, f"{seconds}", codec="h264")[0]
        assert len(decoded(path)) == 10


def test_sound_that_cannot_be_read(tmp_path):
    good, bad = late(0, "mov"), bytearray(late(0, "mov"))
    place = bytes(bad).index(b"sowt")
    bad[place : place + 4] = b"xxxx"
    clips = pd.Series([good, bytes(bad)], dtype="video")
    with pytest.raises(pandas_ext.MediaError, match="row 1: no decoder for the sound"):
        clips.vid.write(tmp_path, "a{index}", codec="h264")
    assert clips.vid.write(tmp_path, "b{index}", codec="h264", audio=False).notna().all()


def test_frames_keep_their_times(tmp_path):
    times = [0, 3, 40, 41, 90, 150, 151, 200, 320, 325]
    clips = pd.Series([clip(10, times=times)], dtype="video")
    for suffix, codec in (("mp4", "h264"), ("mkv", "ffv1"), ("mov", "mjpeg"), ("mp4", "mpeg4")):
        path = clips.vid.write(tmp_path, codec, format=suffix, codec=codec)[0]
        assert [frame.time for frame in decoded(path)] == [Fraction(t, 100) for t in times]
    path = clips.vid.clip(0.35, 2).vid.write(tmp_path, "part", codec="h264")[0]
    later = [Fraction(time - 35, 100) for time in times[3:7]]
    assert [frame.time for frame in decoded(path)] == [0, *later]
    path = clips.vid.write(tmp_path, "even", format="avi", codec="mjpeg")[0]
    steps = {b.time - a.time for a, b in zip(decoded(path), decoded(path)[1:], strict=False)}
    assert len(steps) == 1
