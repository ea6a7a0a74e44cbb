"""Notebooks show the poster frame of a clip and the waveform of a recording."""

import base64
import io
import re

import numpy as np
import pandas as pd
import PIL.Image

import pandas_ext
from compat_tests.media.video.samples import clip, decoded
from pandas_ext.ops.video import read


def test_a_clip_is_its_poster_frame(monkeypatch):
    data = clip(60, gop=20, options={"sc_threshold": "0"}, size=(192, 128))
    clips = pd.Series([data, None, b"x", data], dtype="video").to_frame("v")
    segments = []
    of_segment = read.of_segment
    monkeypatch.setattr(
        "pandas_ext.ops.video.decode.of_segment",
        lambda stream, part, wanted: (segments.append(wanted), of_segment(stream, part, wanted))[1],
    )
    html = clips.head(3)._repr_html_()
    (found,) = re.findall(r'<img src="data:image/png;base64,([^"]+)"', html)
    picture = np.asarray(PIL.Image.open(io.BytesIO(base64.b64decode(found))))
    assert np.array_equal(picture, decoded(data, (96, 64))[0].pixels)
    assert len(segments) == 1  # what is not shown is not decoded
    assert 'title="&lt;video 192x128 h264 10 fps' in html
    assert "&lt;unreadable: " in html


def test_a_recording_is_its_waveform():
    loud = np.concatenate([np.zeros(8000), np.ones(8000) * 0.5])
    sound = pd.Series([pandas_ext.Audio.of(loud, 8000), None], dtype="audio").to_frame("a")
    html = sound._repr_html_()
    lines = re.findall(r"M(\d+)\.5 ([\d.]+)V", html)
    heights = {float(top) for x, top in lines if int(x) > 100}
    assert heights == {12.0}  # of 48 pixels: half of the upper half
    assert "<title>&lt;audio 8 kHz mono 0:00:02&gt;</title>" in html


def test_of_a_long_recording_the_beginning_is_drawn():
    sound = pandas_ext.Audio.of(np.zeros(700 * 10), 10)
    assert "the first 600 s" in sound._repr_html_()


def test_printing_asks_no_server():
    url = "https://nowhere.invalid/a"
    assert pd.Series([url], dtype="video")[0].summary() == f"<{url}>"
    assert pd.Series([url], dtype="audio")[0].summary() == f"<{url}>"
