"""Recordings in files: facts, samples, parts, writing, and what is damaged."""

import io
import pickle

import av
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import soundfile

import pandas_ext
from compat_tests.media.audio.samples import FORMATS, RATE, decoded, encoded, tone


@pytest.fixture(scope="module")
def m4a():
    """A recording in AAC, and its samples by PyAV."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="mp4") as output:
        audio = output.add_stream("aac", rate=16000, layout="stereo")
        samples = np.ascontiguousarray(tone(13, rate=16000).T)
        for start in range(0, samples.shape[1], 1024):
            part = np.ascontiguousarray(samples[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(part, "fltp", "stereo")
            frame.sample_rate, frame.pts = 16000, start
            output.mux(audio.encode(frame))
        output.mux(audio.encode(None))
    data = stream.getvalue()
    with av.open(io.BytesIO(data)) as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return data, np.concatenate(parts, axis=1).T


@pytest.fixture(params=list(FORMATS))
def data(request):
    return encoded(tone(), *FORMATS[request.param])


def check(got, expected):
    """Compare samples; of MP3, the last bits of two runs on the same bytes may differ."""
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-6)


def test_samples_are_those_of_soundfile(data):
    sound = pd.Series([data, None], dtype="audio")
    tensors = sound.audio.to_tensor()
    assert str(tensors.dtype) == "tensor[float32, (*, 2)]"
    check(tensors[0], decoded(data))
    assert tensors.isna()[1]


def test_facts_are_those_of_the_header(data, monkeypatch):
    info = soundfile.info(io.BytesIO(data))
    monkeypatch.setattr(soundfile.SoundFile, "read", None)  # nothing is decoded
    facts = pd.Series([data, None], dtype="audio").audio.facts()
    assert facts.loc[0].to_dict() == {
        "duration": pd.Timedelta(info.duration, "s"), "sample_rate": RATE, "channels": 2,
        "frame_count": info.frames, "format": info.format, "subtype": info.subtype,
        "nbytes": len(data),
    }  # fmt: skip
    assert facts.loc[1].isna().all()


@pytest.mark.parametrize("part", [(0, 0.5), (0.3, 1.1), (1.25, None), (1.9, 7), (3, 4)])
def test_a_part_is_that_of_the_whole(data, part):
    start, end = part
    sound = pd.Series([data], dtype="audio").audio.segment(start, end)
    stop = None if end is None else round(end * RATE)
    expected = decoded(data)[round(start * RATE) : stop]
    check(sound[0].to_numpy(), expected)
    assert sound.audio.frame_count[0] == len(expected)


def test_a_part_of_a_part():
    data = encoded(tone())
    sound = pd.Series([data, pandas_ext.Audio.of(decoded(data), RATE)], dtype="audio")
    parts = sound.audio.segment(0.5, 1.5).audio.segment(0.25, 2)
    for part in parts:
        assert np.array_equal(part.to_numpy(), decoded(data)[6000:12000])
    assert parts.audio.frame_count.tolist() == [6000, 6000]
    beyond = sound.audio.segment(0.5, 1).audio.segment(0.75)
    assert [len(part.to_numpy()) for part in beyond] == [0, 0]


def test_of_a_part_only_that_is_read(tmp_path, monkeypatch):
    path = tmp_path / "long.wav"
    path.write_bytes(encoded(tone(60, 1)))
    sound = pd.Series([str(path)], dtype="audio").audio.segment(50, 50.5)
    read = []
    source = type(sound[0].source)
    ranged = source.read_range
    monkeypatch.setattr(
        source, "read_range", lambda self, a, b: (read.append(b - a), ranged(self, a, b))[1]
    )
    assert len(sound[0].to_numpy()) == RATE // 2
    assert sum(read) < 100_000  # of 960,000 bytes


def test_aac(m4a):
    data, samples = m4a
    sound = pd.Series([data], dtype="audio")
    assert np.array_equal(sound[0].to_numpy(), samples)
    assert sound.audio.sample_rate[0] == 16000
    assert sound.audio.subtype[0] == "aac"
    assert np.array_equal(sound.audio.segment(2.5, 3)[0].to_numpy(), samples[40000:48000])
    late = sound.audio.segment(12, 12.5)[0].to_numpy()  # found by a seek
    assert late.shape == (8000, 2)
    # AAC codes some noise by its loudness alone
    assert np.abs(late - samples[192000:200000]).max() < 0.02


def test_formats_are_written(tmp_path):
    sound = pd.Series([encoded(tone()), None], index=["a", "b"], dtype="audio")
    for container, suffix in (("WAV", "wav"), ("FLAC", "flac"), ("OGG", "ogg"), ("MP3", "mp3")):
        paths = sound.audio.write(tmp_path, format=container)
        assert paths["a"] == str(tmp_path / f"a.{suffix}")
        assert pd.isna(paths["b"])
        assert soundfile.info(paths["a"]).format == container
    # 16 bits are kept
    assert np.array_equal(decoded((tmp_path / "a.flac").read_bytes()), sound["a"].to_numpy())


def test_subtypes_are_written():
    sound = pd.Series([pandas_ext.Audio.of(tone(), RATE)], dtype="audio")
    exact = sound.audio.encode("WAV", "FLOAT")
    assert exact.audio.subtype[0] == "FLOAT"
    assert np.array_equal(exact[0].to_numpy(), tone())
    with pytest.raises(ValueError, match="MP3 files hold no PCM_16"):
        sound.audio.encode("MP3", "PCM_16")
    with pytest.raises(ValueError, match="format is one of WAV, FLAC, OGG, MP3"):
        sound.audio.encode("WMA")
    odd = pd.Series([pandas_ext.Audio.of(tone(), 12_345)], dtype="audio")
    with pytest.raises(pandas_ext.MediaError, match="row 0: sound of 12,345 samples/s"):
        odd.audio.encode("OGG", "OPUS")


def test_what_is_so_encoded_stays_as_it_is():
    data = encoded(tone(), "MP3")
    sound = pd.Series([data], dtype="audio")
    assert sound.audio.encode("MP3")[0].source.read() == data
    assert sound.audio.segment(0, 1).audio.encode("MP3")[0].source.read() != data


@pytest.mark.parametrize("cell", [b"", b"no sound at all", b"RIFF" + bytes(3000), b"\xff\xfb\x00"])
@pytest.mark.parametrize("call", ["facts", "to_tensor", "decode", "spectrogram"])
def test_what_is_no_recording(cell, call):
    sound = pd.Series([encoded(tone()), cell], index=["a", "b"], dtype="audio")
    with pytest.raises(pandas_ext.MediaError, match=r"^row 'b': "):
        getattr(sound.audio, call)()
    assert len(getattr(sound.audio, call)(on_error="null").dropna()) == 1
    assert getattr(sound.audio, call)(on_error="report").error.notna().tolist() == [False, True]
    assert sound["b"].summary().startswith("<unreadable: ")


@pytest.mark.parametrize("name", ["WAV", "WAV 24", "FLAC", "Vorbis", "AIFF"])
def test_cut_off(name):
    data = encoded(tone(), *FORMATS[name])
    sound = pd.Series([data[: len(data) // 2]], dtype="audio")
    if name == "FLAC" or name.startswith("WAV"):
        with pytest.raises(pandas_ext.MediaError, match=r"row 0: .*(truncated|damaged)"):
            sound.audio.to_tensor()
        early = sound.audio.segment(0, 0.25)[0].to_numpy()  # what is before the cut can be read
        check(early, decoded(data)[: RATE // 4])
    else:  # these do not say how long they are, or only by the length of the file
        assert np.array_equal(sound[0].to_numpy(), decoded(data[: len(data) // 2]))


def test_limits(m4a):
    sound = pd.Series([encoded(tone()), m4a[0]], dtype="audio")
    with pandas_ext.option_context(max_bytes=50_000):
        for cell in (sound[:1], sound[1:]):
            with pytest.raises(pandas_ext.LimitError, match=r"more than options\.max_bytes"):
                cell.audio.to_tensor()
    with pandas_ext.option_context(max_bytes=100_000):
        assert len(sound.audio.segment(0, 0.5)[0].to_numpy()) == RATE // 2


def test_columns_keep_what_they_refer_to(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(encoded(tone()))
    whole = pd.Series([str(path), encoded(tone()), None], dtype="audio")
    memory = pd.Series([pandas_ext.Audio.of(tone(), RATE)] * 3, dtype="audio")
    for sound in (whole, whole.audio.segment(0.25, 1), whole.audio.mono(), memory):
        for again in (
            pickle.loads(pickle.dumps(sound)),
            pd.Series(pa.array(sound.array).to_pandas()),
        ):
            assert again.dtype == "audio"
            pd.testing.assert_series_equal(again.isna(), sound.isna())
            for one, two in zip(again.dropna(), sound.dropna(), strict=True):
                assert one.header.sample_rate == RATE
                assert np.array_equal(one.to_numpy(), two.to_numpy())
    assert (whole == whole.copy()).tolist() == [True, True, False]
    assert not (whole == whole.audio.segment(0, 1)).any()
    assert whole.nunique() == 2


def test_summaries():
    data = encoded(tone(65, 1), "FLAC")
    sound = pd.Series([data, pandas_ext.Audio.of(tone(), 44100)], dtype="audio")
    size = f"{len(data) / 1000:.0f} kB"
    assert sound[0].summary() == f"<audio 8 kHz mono 0:01:05 FLAC {size}>"
    assert sound[1].summary() == "<audio 44.1 kHz stereo 0:00:00.363>"
    assert sound.audio.resample(16000)[0].summary() == "<audio 16 kHz mono 0:01:05>"


def test_other_values_are_no_recordings():
    with pytest.raises(TypeError, match="a recording cannot be made of 'int'"):
        pd.Series([1], dtype="audio")
    with pytest.raises(TypeError, match="sound is of shape"):
        pandas_ext.Audio.of(np.zeros((2, 2, 2)), 8000)
    with pytest.raises(TypeError, match="sound is of floats or signed integers"):
        pandas_ext.Audio.of(np.zeros(4, "uint8"), 8000)
