"""A column of clips: facts, parts, equality, pickles, Arrow, files."""

import io
import pickle
from fractions import Fraction

import av
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import pandas_ext
from compat_tests.media.video.samples import SIZE, clip, decoded, picture


@pytest.fixture(scope="module")
def data():
    return clip(60, gop=20, options={"sc_threshold": "0"}, sound=True)


@pytest.fixture
def path(tmp_path, data):
    file = tmp_path / "clip.mp4"
    file.write_bytes(data)
    return str(file)


def test_facts_are_those_of_the_header(path, data, monkeypatch):
    monkeypatch.setattr(av.VideoFrame, "to_ndarray", None, raising=False)
    facts = pd.Series([path, None], dtype="video").vid.facts()
    with av.open(path) as container:
        rate = container.bit_rate
    assert facts.loc[0].to_dict() == {
        "duration": pd.Timedelta("6s"), "fps": 10.0, "frame_count": 60, "width": 48, "height": 32,
        "format": "mov", "codec": "h264", "pixel_format": "yuv420p", "rotation": 0,
        "has_audio": True, "bit_rate": rate, "nbytes": len(data),
    }  # fmt: skip
    assert facts.loc[1].isna().all()


def test_what_headers_do_not_say_is_missing():
    facts = pd.Series([clip(20, container="matroska"), clip(20, container="h264")], dtype="video")
    assert facts.vid.frame_count.isna().all()
    assert facts.vid.duration.tolist() == [pd.Timedelta("2s"), pd.NaT]


def test_summary(path, data):
    clips = pd.Series([path, data, b"x"], dtype="video")
    size = f"{len(data) / 1000:.0f} kB"
    assert clips[0].summary() == f"<video 48x32 h264 10 fps 0:00:06 {size}>"
    assert clips.vid.clip(1, 3)[1].summary() == f"<video 48x32 h264 10 fps 0:00:02 {size}>"
    assert clips[2].summary().startswith("<unreadable: ")
    assert "<video 48x32" in repr(clips)


def test_parts_of_parts(data):
    clips = pd.Series([data], dtype="video").vid.clip(1, 5).vid.clip(1, 2)
    assert clips.vid.duration[0] == pd.Timedelta("1s")
    assert clips.vid.explode().frame.tolist() == list(range(20, 30))
    assert clips.vid.explode().timestamp[0].iloc[0] == pd.Timedelta(0)
    assert clips.vid.frame_count.isna().all()


def test_equality_is_that_of_source_and_part(path, data):
    clips = pd.Series([path, path, data, data], dtype="video")
    parts = clips.vid.clip(1, 2)
    assert (clips == clips[[1, 0, 3, 2]].reset_index(drop=True)).all()
    assert not (clips == parts).any()
    assert clips.nunique() == 2
    assert pd.concat([clips, parts]).nunique() == 4
    assert hash(parts[0]) == hash(parts[1])


@pytest.mark.parametrize("part", [False, True])
def test_pickle_and_arrow(path, data, part):
    clips = pd.Series([path, data, None], dtype="video")
    if part:
        clips = clips.vid.clip(1.25, 2)
    for again in (
        pickle.loads(pickle.dumps(clips)),
        pd.Series(pa.array(clips.array).to_pandas()),
    ):
        assert again.dtype == "video"
        pd.testing.assert_series_equal(again, clips)
        assert again.vid.explode().frame.tolist() == clips.vid.explode().frame.tolist()


def test_the_sound_of_a_clip(data):
    clips = pd.Series([data, None, clip(5)], dtype="video")
    sound = clips.vid.audio()
    assert sound[0].header.sample_rate == 16000
    part = clips.vid.clip(1, 2).vid.audio()[0].to_numpy()
    assert np.array_equal(part, sound[0].to_numpy()[16000:32000])
    assert sound.isna().tolist() == [False, True, False]
    with pytest.raises(pandas_ext.MediaError, match="row 2: no sound in this file"):
        sound.audio.to_tensor()


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "mov", "ts"])
def test_packets_are_copied(tmp_path, data, suffix):
    clips = pd.Series([data, None], index=["x", "y"], dtype="video")
    paths = clips.vid.clip(2.5, 4).vid.write(tmp_path, format=suffix)
    assert paths["x"] == str(tmp_path / f"x.{suffix}")
    assert pd.isna(paths["y"])
    expected = decoded(data)[20:40]  # from the keyframe on
    got = decoded(paths["x"])
    assert len(got) == len(expected)
    assert all(
        np.array_equal(one.pixels, two.pixels) for one, two in zip(got, expected, strict=True)
    )
    assert pd.Series([paths["x"]], dtype="video").vid.has_audio[0]


@pytest.mark.parametrize("container", ["matroska", "mpegts", "mov"])
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("frames", [2, 3, 40])
def test_all_packets_are_copied(tmp_path, container, suffix, frames):
    """Matroska does not tell when the first packets are to be decoded."""
    made = {"gop": 20, "options": {"bf": "3"}, "sound": frames > 3}
    data = clip(frames, container=container, **made)
    path = pd.Series([data], dtype="video").vid.clip(0, 9).vid.write(tmp_path, format=suffix)[0]
    pairs = zip(decoded(path), decoded(data), strict=True)
    assert all(np.array_equal(one.pixels, two.pixels) for one, two in pairs)
    times = [[float(f.time) for f in decoded(file)] for file in (path, data)]
    np.testing.assert_allclose(*times, atol=0.002)


def test_a_whole_file_is_written_as_it_is(tmp_path, path, data):
    written = pd.Series([path], dtype="video").vid.write(tmp_path / "out", "{index}/b")
    assert written[0] == str(tmp_path / "out" / "0" / "b.mp4")
    assert (tmp_path / "out" / "0" / "b.mp4").read_bytes() == data


def test_exactly_the_frames_are_encoded_anew(tmp_path, data):
    clips = pd.Series([data], dtype="video").vid.clip(2.5, 4)
    written = clips.vid.write(tmp_path, format="mkv", codec="ffv1").astype("video")
    expected = decoded(data)[25:40]
    got = written.vid.frames()[0]
    assert np.array_equal(got, np.stack([frame.pixels for frame in expected]))
    assert written.vid.fps[0] == 10


def test_more_is_encoded_than_may_be_held(tmp_path, data):
    clips = pd.Series([data], dtype="video")
    with pandas_ext.option_context(max_bytes=5 * 48 * 32 * 3 + len(data)):
        written = clips.vid.write(tmp_path, format="mkv", codec="ffv1")
        late = clips.vid.clip(2.5).vid.write(tmp_path, "late", format="mkv", codec="ffv1", fps=20)
    expected = [frame.pixels for frame in decoded(data)]
    for path, places in ((written[0], range(60)), (late[0], [25 + k // 2 for k in range(70)])):
        got = decoded(path)
        assert len(got) == len(places)
        assert all(np.array_equal(f.pixels, expected[k]) for f, k in zip(got, places, strict=True))


def test_pictures_become_a_clip():
    arrays = [picture(k) for k in range(12)]
    frame = pd.DataFrame({"clip": list("ab") * 6, "image": pd.array(arrays, dtype="image")})
    clips = frame.groupby("clip")["image"].agg(
        lambda images: pandas_ext.encode_video(images, fps=5, codec="ffv1")
    ).astype("video")  # fmt: skip
    assert np.array_equal(clips.vid.frames()["b"], np.stack(arrays[1::2]))
    assert clips.vid.fps.tolist() == [5, 5]


@pytest.mark.parametrize(
    ("codec", "suffix"), [("h264", "mp4"), ("mpeg4", "avi"), ("vp9", "webm"), ("mjpeg", "mov")]
)
def test_codecs(tmp_path, codec, suffix):
    arrays = np.stack([picture(0)] * 5)
    made = pandas_ext.encode_video(arrays, 10, codec=codec, path=tmp_path / f"a.{suffix}")
    got = decoded(str(tmp_path / f"a.{suffix}"))
    assert [frame.time for frame in got] == [Fraction(k, 10) for k in range(5)]
    assert np.abs(got[0].pixels.astype(int) - arrays[0]).mean() < 20
    assert (made.header.width, made.header.height) == SIZE


def test_what_cannot_be_written(tmp_path, data):
    clips = pd.Series([data], dtype="video")
    with pytest.raises(ValueError, match="codec is one of h264"):
        clips.vid.write(tmp_path, codec="theora")
    with pytest.raises(ValueError, match="format is one of mp4"):
        clips.vid.write(tmp_path, format="exe")
    with pytest.raises(pandas_ext.MediaError, match=r"row 0: .*cannot be written"):
        clips.vid.write(tmp_path, format="webm", codec="h264")
    with pytest.raises(ValueError, match="no frames to make a clip of"):
        pandas_ext.encode_video([])
    with pytest.raises(ValueError, match="a frame of shape"):
        pandas_ext.encode_video([picture(0), picture(1, (8, 8))])
    assert not list(tmp_path.iterdir())


def test_other_values_are_no_clips():
    with pytest.raises(TypeError, match="a clip cannot be made of 'int'"):
        pd.Series([1], dtype="video")
    with pytest.raises(AttributeError, match=r"Can only use \.vid accessor with video values"):
        pd.Series([1]).vid  # noqa: B018 - the access raises


def test_open_files(data):
    clips = pd.Series([io.BytesIO(data)], dtype="video")
    assert clips.vid.explode(fps=1).frame.tolist() == [0, 10, 20, 30, 40, 50]
