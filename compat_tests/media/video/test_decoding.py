"""How much is decoded, what sizes and rotations give, and arguments."""

import io

import av
import numpy as np
import pandas as pd
import pytest

import pandas_ext
from compat_tests.media.video.samples import clip, decoded, shown_at
from pandas_ext.ops.video import decode, workers


@pytest.fixture(scope="module")
def data():
    return clip(60, gop=20, options={"bf": "3", "sc_threshold": "0"})


@pytest.fixture(scope="module")
def seen(data):
    return decoded(data)


@pytest.fixture
def clips(data):
    return pd.Series([data, None, data], index=["a", "b", "c"], dtype="video", name="v")


@pytest.fixture
def sent(monkeypatch):
    """The number of packets that are sent to decoders."""
    counts = []
    segment = decode.of_segment

    def counted(stream, part, wanted):
        last = max(k for k, packet in enumerate(part.packets) if packet.pts in wanted)
        counts.append(last + 1)
        return segment(stream, part, wanted)

    monkeypatch.setattr(decode, "of_segment", counted)
    monkeypatch.setattr(decode, "in_order", None)  # would decode everything
    return counts


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_one_late_frame_is_decoded_from_the_keyframe_before_it(sent, container):
    late = clip(200, container=container, gop=20, options={"sc_threshold": "0"})
    rows = pd.Series([late], dtype="video").vid.explode(at=18.05)
    assert sent == [1 + 180 % 20]
    assert np.array_equal(rows.image[0].to_numpy(), decoded(late)[180].pixels)


def test_keyframes_alone_are_decoded(clips, sent):
    assert len(clips[:1].vid.explode(keyframes=True)) == 3
    assert sent == [1, 1, 1]


def test_nothing_is_decoded_after_the_last_frame_wanted(clips, sent):
    clips[:1].vid.explode(every=7, limit=2)
    assert len(sent) == 1
    assert sent[0] < 20


def test_numbers_are_known_after_a_seek(clips, sent):
    assert clips[:1].vid.explode(at=[4.5, 5.9]).frame.tolist() == [45, 59]
    assert len(sent) == 1


@pytest.mark.parametrize("size", [(24, 16), (24, 0), (0, 16)])
def test_size_is_that_of_the_scaler(clips, data, size):
    tensors = clips.vid.frames(fps=2, size=size)
    expected = np.stack([frame.pixels for frame in decoded(data, (24, 16))[::5]])
    assert np.array_equal(tensors["a"], expected)


def test_tensor_column(clips, seen):
    tensors = clips.vid.frames(every=20)
    assert str(tensors.dtype) == "tensor[uint8, (*, 32, 48, 3)]"
    assert tensors.isna().tolist() == [False, True, False]
    assert tensors.name == "v"
    assert np.array_equal(tensors["c"], np.stack([seen[k].pixels for k in (0, 20, 40)]))


def test_count_gives_the_middles_of_equal_parts(clips, seen):
    tensors = clips.vid.to_tensor(4)
    assert str(tensors.dtype) == "tensor[uint8, (4, 32, 48, 3)]"
    times = [0.75, 2.25, 3.75, 5.25]
    expected = np.stack([seen[shown_at(seen, time)].pixels for time in times])
    assert np.array_equal(tensors["a"], expected)


def test_no_frames_are_wanted(clips):
    assert clips.vid.frames(limit=0)["a"].shape == (0, 0, 0, 3)
    assert clips.vid.frames(at=[], size=(4, 2))["a"].shape == (0, 2, 4, 3)
    assert len(clips.vid.explode(limit=0)) == 0


def test_arguments_by_row(clips, seen):
    at = pd.Series([[0.3, 0.1], [2.0]], index=["c", "a"])
    rows = clips.vid.explode(at=at)
    assert rows.index.tolist() == ["a", "c", "c"]
    assert rows.frame.tolist() == [20, 3, 1]
    starts = clips.vid.explode(start=pd.Series({"a": 5.5, "c": pd.NA}), every=3)
    assert starts.index.tolist() == ["a", "a"]
    assert starts.frame.tolist() == [55, 58]


def test_time_deltas(clips):
    rows = clips[:1].vid.explode(at=[pd.Timedelta("1s"), np.timedelta64(2500, "ms")])
    assert rows.frame.tolist() == [10, 25]
    assert rows.dtypes.astype(str).to_dict() == {
        "timestamp": "timedelta64[ns]",
        "frame": "Int64",
        "keyframe": "boolean",
        "image": "image[RGB, 48x32]",
    }


def test_thumbnail(clips, seen):
    posters = clips.vid.thumbnail()
    assert str(posters.dtype) == "image[RGB, 48x32]"
    assert np.array_equal(posters["a"].to_numpy(), seen[0].pixels)
    assert posters.isna()["b"]
    later = clips.vid.clip(2.5).vid.thumbnail()
    assert np.array_equal(later["c"].to_numpy(), seen[20].pixels)
    assert np.array_equal(clips.vid.thumbnail(at=3.3)["a"].to_numpy(), seen[33].pixels)


def test_thumbnail_of_a_clip_of_unknown_length():
    raw = clip(20, container="h264")
    column = pd.Series([raw], dtype="video")
    assert np.array_equal(column.vid.thumbnail()[0].to_numpy(), decoded(raw)[0].pixels)
    with pytest.raises(pandas_ext.MediaError, match="does not say how long the clip is"):
        column.vid.to_tensor(3)


@pytest.mark.parametrize("container", ["mp4", "matroska"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 180, -90])
def test_turned_and_mirrored(tmp_path, degrees, flipped, mirrored, container):
    data = clip(3, container=container, rotation=degrees, mirrored=mirrored, flipped=flipped)
    column = pd.Series([data], dtype="video")
    upright = np.stack([np.rot90(frame.pixels, degrees // 90) for frame in decoded(data)])
    upright = upright[:, :: -1 if flipped else 1, :: -1 if mirrored else 1]
    shape = upright[0].shape
    assert np.array_equal(column.vid.frames()[0], upright)
    assert np.array_equal(column.vid.thumbnail()[0].to_numpy(), upright[0])
    assert (column.vid.height[0], column.vid.width[0]) == shape[:2]
    half = (shape[0] // 2, shape[1] // 2, 3)
    assert column.vid.frames(size=(half[1], 0))[0].shape[1:] == half
    if not (flipped or mirrored):
        assert column.vid.rotation[0] == degrees
    suffix = {"matroska": "mkv"}.get(container, container)
    copied = column.vid.clip(0, 1).vid.write(tmp_path, format=suffix).astype("video")
    assert np.array_equal(copied.vid.frames()[0], upright)


def test_a_file_that_begins_before_its_edit_list():
    whole = clip(40, gop=40, options={"bf": "0"})
    stream = io.BytesIO()
    with av.open(io.BytesIO(whole)) as source, av.open(stream, "w", format="mp4") as output:
        target = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.pts is not None:
                packet.pts -= round(1 / packet.time_base)  # a second before the file begins
                packet.dts -= round(1 / packet.time_base)
                packet.stream = target
                output.mux(packet)
    cut = stream.getvalue()
    seen = decoded(cut)
    column = pd.Series([cut], dtype="video")
    assert len(seen) == 30
    assert column.vid.frame_count[0] == 30
    assert np.array_equal(column.vid.frames()[0], np.stack([frame.pixels for frame in seen]))
    rows = column.vid.explode(fps=1)
    assert rows.frame.tolist() == [0, 10, 20]
    expected = [seen[k].pixels for k in (0, 10, 20)]
    assert all(np.array_equal(i.to_numpy(), e) for i, e in zip(rows.image, expected, strict=True))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"fps": 0}, "fps is a number of frames a second above 0"),
        ({"every": 0}, "every is a number of frames of at least 1"),
        ({"fps": 1, "at": 1}, "exclude each other"),
        ({"at": -1}, "a time of at is a time of at least 0 seconds"),
        ({"start": 3, "end": 2}, "frames until 2.0 s cannot start at 3.0 s"),
        ({"size": (0, 0)}, "frames of 0x0 pixels cannot be made"),
        ({"limit": -1}, "limit is a number of frames"),
        ({"on_error": "ignore"}, "on_error is one of raise, null, report"),
    ],
)
def test_arguments_that_mean_nothing(clips, arguments, reason):
    with pytest.raises(ValueError, match=reason):
        clips.vid.frames(**arguments)


def test_an_argument_of_a_row_that_means_nothing_names_it(clips):
    with pytest.raises(pandas_ext.MediaError, match=r"^row 'c': fps is a number"):
        clips.vid.frames(fps=pd.Series({"a": 1, "c": -1}))


@pytest.mark.parametrize("choice", [{"fps": 2}, {"keyframes": True}, {"every": 7}])
def test_many_segments_are_decoded_beside_each_other(choice, monkeypatch):
    many = clip(120, gop=5, options={"bf": "2"}, rotation=90)
    opened = []
    monkeypatch.setattr(workers.Workers, "_open", _counted(workers.Workers._open, opened))
    column = pd.Series([many], dtype="video")
    with pandas_ext.option_context(num_threads=3):
        several = column.vid.frames(**choice)[0]
    assert len(opened) == 1
    with pandas_ext.option_context(num_threads=1):
        assert np.array_equal(several, column.vid.frames(**choice)[0])
    assert len(opened) == 1


def _counted(function, calls):
    def counted(*args):
        calls.append(args)
        return function(*args)

    return counted


@pytest.mark.parametrize("choice", [{}, {"fps": 5}, {"every": 3}])
def test_an_error_beside_others_is_that_of_the_clip(choice):
    many = clip(120, gop=5)
    middle = len(many) // 2
    broken = many[:middle] + bytes(3000) + many[middle + 3000 :]
    with (
        pandas_ext.option_context(num_threads=3),
        pytest.raises(pandas_ext.MediaError, match="row 0: damaged"),
    ):
        pd.Series([broken], dtype="video").vid.frames(**choice)


@pytest.mark.parametrize("cells", [[], [None]])
def test_dtypes_without_a_clip(cells):
    tensors = pd.Series(cells, dtype="video").vid.to_tensor(4, size=(8, 6))
    assert str(tensors.dtype) == "tensor[uint8, (4, 6, 8, 3)]"
    assert tensors.isna().tolist() == [True] * len(cells)
