"""Recordings whose headers do not say how long they are, or say something else."""

import io
import struct

import av
import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.audio.samples import RATE, decoded, encoded, tone


def coded(codec, container, sound, rate=44_100, **options):
    """A recording that FFmpeg encodes."""
    stream = io.BytesIO()
    with av.open(stream, "w", format=container, options=options.pop("muxer", {})) as output:
        audio = output.add_stream(codec, rate=rate, layout="mono", options=options)
        for start in range(0, len(sound), 1152):
            part = np.ascontiguousarray(sound[start : start + 1152].T)
            frame = av.AudioFrame.from_ndarray(part, "flt", "mono")
            frame.sample_rate, frame.pts = rate, start
            output.mux(audio.encode(frame))
        output.mux(audio.encode(None))
    return stream.getvalue()


def by_pyav(data):
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="flt")
        parts = [p for frame in container.decode(stream) for p in resampler.resample(frame)]
        return np.concatenate([part.to_ndarray().reshape(-1) for part in parts])


@pytest.mark.parametrize("loud_first", [False, True])
@pytest.mark.parametrize("name", ["mp3", "mp3 of one bit rate", "mp3 with a title", "mp2"])
def test_mpeg_without_a_table(name, loud_first):
    sound = tone(12, 1, 44_100)
    sound[: len(sound) // 2] *= 0  # bit rates differ
    sound = sound[::-1] if loud_first else sound
    muxer = {"write_xing": "0", "id3v2_version": "3" if name.endswith("title") else "0"}
    steady = name.endswith(("rate", "mp2"))
    options = {"b": "64000"} if steady else {"flags": "+qscale", "global_quality": "472"}
    if name == "mp2":
        data = coded("mp2", "mp2", sound, b="64000")
    else:
        data = coded("libmp3lame", "mp3", sound, muxer=muxer, **options)
    column = pd.Series([data], dtype="audio")
    expected = by_pyav(data)
    assert np.array_equal(column.audio.to_tensor()[0], expected)
    assert column.audio.frame_count.tolist() == [len(expected) if steady else pd.NA]
    assert column.audio.format.tolist() == ["MP3"]
    for start, end in ((1, 2), (10.5, 11)):
        part = column.audio.segment(start, end).audio.to_tensor()[0]
        wanted = expected[round(start * 44_100) : round(end * 44_100)]
        np.testing.assert_allclose(part, wanted, atol=1e-4)  # mp2 is dithered


def test_flac_that_was_streamed():
    data = bytearray(encoded(tone(), "FLAC"))
    data[18:26] = (int.from_bytes(data[18:26]) >> 36 << 36).to_bytes(8)
    column = pd.Series([bytes(data)], dtype="audio")
    assert column.audio.frame_count.isna().all()
    np.testing.assert_array_equal(column.audio.to_tensor()[0], decoded(encoded(tone(), "FLAC")))


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFF000])
def test_wav_that_was_streamed(size):
    data = bytearray(encoded(tone(), "WAV"))
    data[40:44] = struct.pack("<I", size)
    samples = pd.Series([bytes(data)], dtype="audio").audio.to_tensor()[0]
    np.testing.assert_array_equal(samples, decoded(encoded(tone(), "WAV")))


def test_wav_without_a_sample():
    data = encoded(tone(0), "WAV")
    listed = data + b"LIST" + struct.pack("<I", 4) + b"INFO"
    column = pd.Series([data, listed], dtype="audio")
    assert column.audio.frame_count.tolist() == [0, 0]
    assert [len(cell) for cell in column.audio.to_tensor()] == [0, 0]


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG"])
def test_no_sample_is_written_and_read(form):
    column = pd.Series([pandas_ext.Audio.of(np.zeros((0, 2)), RATE)], dtype="audio")
    again = column.audio.encode(form)
    assert again.audio.channels.tolist() == [2]
    assert again[0].to_numpy().shape == (0, 2)
    with pytest.raises(pandas_ext.MediaError, match="row 0: sound without a sample"):
        column.audio.encode("MP3")


def test_a_recording_alone_lasts_as_long_as_its_file():
    data = coded("libopus", "webm", tone(2, 1, 48_000), 48_000)
    duration = pd.Series([data], dtype="audio").audio.duration[0]
    assert abs(duration - pd.Timedelta("2s")) < pd.Timedelta("50ms")


def test_a_guess_is_no_length():
    sound = tone(4, 1, 44_100)
    data = coded("aac", "adts", sound)
    whole = coded("libmp3lame", "mp3", sound, muxer={"write_xing": "0", "id3v2_version": "0"})
    column = pd.Series([data, whole[300:]], dtype="audio")  # the second begins within a frame
    assert column.audio.frame_count.isna()[0]
    assert abs(column.audio.duration[1] - pd.Timedelta("4s")) < pd.Timedelta("60ms")
    assert np.array_equal(column.audio.to_tensor()[0], by_pyav(data))
