"""Steps on sound, windows, spectra: against numpy, scipy and soxr."""

import numpy as np
import pandas as pd
import pytest
import scipy.signal
import soxr

import pandas_ext
from compat_tests.media.audio.samples import RATE, encoded, tone


@pytest.fixture
def sound():
    cells = [pandas_ext.Audio.of(tone(), RATE), None, pandas_ext.Audio.of(tone(1.5), RATE)]
    return pd.Series(cells, index=list("abc"), dtype="audio", name="s")


def test_steps_are_recorded_and_run_in_order(sound):
    steps = sound.audio.segment(0.5, 1).audio.mono().audio.resample(16000).audio.gain(-6)
    assert steps.name == "s"
    assert steps.isna().tolist() == [False, True, False]
    assert steps.audio.frame_count.tolist() == [8000, pd.NA, 8000]
    mono = tone()[4000:8000].mean(axis=1, keepdims=True, dtype=np.float32)
    expected = soxr.resample(mono, RATE, 16000, "HQ") * np.float32(10 ** (-6 / 20))
    assert np.array_equal(steps["a"].to_numpy(), expected)
    decoded = steps.audio.decode()
    assert decoded["a"].steps == ()
    assert np.array_equal(decoded["a"].to_numpy(), expected)


@pytest.mark.parametrize("rate", [RATE, 11025, 16000, 3000])
def test_resample(sound, rate):
    again = sound.audio.resample(rate)
    expected = tone() if rate == RATE else soxr.resample(tone(), RATE, rate, "HQ")
    assert np.array_equal(again["a"].to_numpy(), expected)
    assert again.audio.sample_rate["a"] == rate
    assert again.audio.frame_count["a"] == len(expected)


def test_normalize_and_trim():
    quiet = np.concatenate([np.zeros(100), [1e-5], tone(0.1, 1)[:, 0] * 0.25, np.zeros(50)])
    column = pd.Series([pandas_ext.Audio.of(quiet, RATE)], dtype="audio")
    trimmed = column.audio.trim(60)[0].to_numpy()[:, 0]
    heard = np.flatnonzero(np.abs(quiet) > np.abs(quiet).max() / 1000)
    assert np.array_equal(trimmed, quiet[heard[0] : heard[-1] + 1].astype(np.float32))
    assert column.audio.frame_count[0] == len(quiet)
    assert column.audio.trim().audio.frame_count.isna()[0]
    loud = column.audio.normalize(0.5)[0].to_numpy()
    assert np.abs(loud).max() == np.float32(0.5)
    silent = pd.Series([pandas_ext.Audio.of(np.zeros(10), RATE)], dtype="audio")
    assert not silent.audio.normalize()[0].to_numpy().any()
    assert len(silent.audio.trim()[0].to_numpy()) == 0


def test_integers_are_of_full_scale():
    cell = pandas_ext.Audio.of(np.array([-32768, 0, 16384], "int16"), RATE)
    assert cell.to_numpy()[:, 0].tolist() == [-1.0, 0.0, 0.5]


def test_arguments_by_row(sound):
    starts = pd.Series({"c": 1.0, "a": 0.5})
    assert sound.audio.segment(starts).audio.frame_count.tolist() == [12000, pd.NA, 4000]
    assert sound.audio.gain(pd.Series({"a": 6.0})).isna().tolist() == [False, True, True]
    with pytest.raises(pandas_ext.MediaError, match=r"row 'c': start is a time of at least 0"):
        sound.audio.segment(pd.Series({"a": 0, "c": -1}))
    with pytest.raises(ValueError, match="a rate is a whole number"):
        sound.audio.resample(0)


def test_windows():
    data = encoded(tone())
    column = pd.Series([data, None, encoded(tone(0.7))], index=[5, 6, 7], dtype="audio")
    rows = column.audio.explode(1, 0.5)
    assert rows.index.tolist() == [5, 5, 5]
    assert rows.start.dt.total_seconds().tolist() == [0, 0.5, 1]
    assert rows.end.dt.total_seconds().tolist() == [1, 1.5, 2]
    whole = column[5].to_numpy()
    assert np.array_equal(rows.audio.iloc[1].to_numpy(), whole[4000:12000])
    partial = column.audio.explode(1, partial=True)
    assert partial.index.tolist() == [5, 5, 7]
    assert partial.end.dt.total_seconds().tolist() == [1, 2, 0.7]
    with pytest.raises(ValueError, match="shorter than a sample"):
        column.audio.explode(0.00001)
    broken = pd.Series([b"x", data], dtype="audio").audio.explode(1, on_error="report")
    assert broken.index.tolist() == [0, 1, 1]
    assert broken.error.notna().tolist() == [True, False, False]


def test_tensors_of_one_channel_have_no_axis_for_it(sound):
    assert str(sound.audio.to_tensor().dtype) == "tensor[float32, (*, 2)]"
    mono = sound.audio.mono()
    assert str(mono.audio.to_tensor().dtype) == "tensor[float32, (*,)]"
    assert str(mono.audio.mel(40).dtype) == "tensor[float32, (40, *)]"
    assert str(sound.audio.spectrogram(256).dtype) == "tensor[float32, (2, 129, *)]"
    empty = pd.Series([None], dtype="audio")
    assert str(empty.audio.to_tensor().dtype) == "tensor[float32, (*,)]"


@pytest.mark.parametrize(("window", "hop", "power"), [(256, 64, 2.0), (200, 200, 1.0), (64, 7, 2)])
def test_spectrogram_is_that_of_scipy(sound, window, hop, power):
    hann = scipy.signal.get_window("hann", window)  # periodic
    transform = scipy.signal.ShortTimeFFT(hann, hop, RATE, fft_mode="onesided")
    x = tone()[:, 1].astype(np.float64)
    count = 1 + (len(x) - window) // hop
    expected = np.stack(
        [np.abs(np.fft.rfft(hann * x[k * hop : k * hop + window])) ** power for k in range(count)],
        axis=1,
    )
    got = sound.audio.spectrogram(window, hop, power=power)["a"][1]
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6 * expected.max())
    if (window // 2) % hop == 0:
        first = window // 2 // hop  # scipy's windows are centred: this begins at sample 0
        theirs = np.abs(transform.stft(x, p0=first, p1=first + count)) ** power
        np.testing.assert_allclose(got, theirs, rtol=1e-5, atol=1e-6 * expected.max())


def test_sound_shorter_than_a_window():
    short = pd.Series([pandas_ext.Audio.of(tone(0.01, 1), RATE)], dtype="audio")
    assert short.audio.spectrogram(256)[0].shape == (129, 0)
    assert short.audio.mel(10, 256)[0].shape == (10, 0)


def slaney(hertz):
    return hertz * 3 / 200 if hertz < 1000 else 15 + 27 * np.log(hertz / 1000) / np.log(6.4)


def htk(hertz):
    return 2595 * np.log10(1 + hertz / 700)


def triangles(to_mel, bands, window, low, high, area):
    """The bands, found by bisection of the mel scale, one weight at a time."""

    def to_hertz(mel):
        below, above = 0.0, 100_000.0
        for _ in range(200):
            middle = (below + above) / 2
            below, above = (middle, above) if to_mel(middle) < mel else (below, middle)
        return below

    steps = np.linspace(to_mel(low), to_mel(high), bands + 2)
    edges = [to_hertz(mel) for mel in steps]
    weights = np.zeros((bands, window // 2 + 1))
    for band in range(bands):
        left, centre, right = edges[band : band + 3]
        for k in range(window // 2 + 1):
            hertz = k * RATE / window
            if left < hertz <= centre:
                weights[band, k] = (hertz - left) / (centre - left)
            elif centre < hertz < right:
                weights[band, k] = (right - hertz) / (right - centre)
        if area:
            weights[band] *= 2 / (right - left)
    return weights


@pytest.mark.parametrize(("scale", "to_mel"), [("slaney", slaney), ("htk", htk)])
@pytest.mark.parametrize(("low", "high"), [(0, None), (300, 3400)])
def test_mel_bands(sound, scale, to_mel, low, high):
    got = sound.audio.mel(20, 256, 100, low=low, high=high, scale=scale)["c"][0]
    weights = triangles(to_mel, 20, 256, low, high or RATE / 2, scale == "slaney")
    spectrum = sound.audio.spectrogram(256, 100)["c"][0]
    expected = weights @ spectrum
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6 * expected.max())


def test_arguments_that_mean_nothing(sound):
    with pytest.raises(ValueError, match="no windows of 1 samples"):
        sound.audio.spectrogram(1)
    with pytest.raises(ValueError, match="no bands from 0 to 9000 Hz"):
        sound.audio.mel(high=9000)
    with pytest.raises(ValueError, match="scale is slaney or htk"):
        sound.audio.mel(scale="bark")


@pytest.mark.parametrize("cells", [[], [None]])
def test_dtypes_without_a_recording(cells):
    sound = pd.Series(cells, dtype="audio")
    tensors = sound.audio.to_tensor(), sound.audio.spectrogram(64), sound.audio.mel(9, window=64)
    shapes = ["tensor[float32, (*,)]", "tensor[float32, (33, *)]", "tensor[float32, (9, *)]"]
    assert [str(column.dtype) for column in tensors] == shapes
