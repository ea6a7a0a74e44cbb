"""A frame of pictures can be printed, whatever its files hold."""

import pathlib

import numpy as np
import pandas as pd

import pandas_ext
from compat_tests.media.files.samples import samples


def shown(value: object) -> str:
    return pd.Series([value], dtype="image")[0].summary()


def test_files_say_what_they_are() -> None:
    data = samples()["jpeg"]
    size = f"{len(data) / 1000:.1f} kB"
    assert shown(data) == f"<RGB 61x43 JPEG {size}>"
    assert shown(samples()["png_16_0"] + bytes(312_400)) == "<I;16 16x4 PNG 313 kB>"


def test_pixels_and_steps_have_no_format() -> None:
    assert shown(np.zeros((2, 3, 3), np.uint8)) == "<RGB 3x2>"
    resized = pd.Series([samples()["jpeg"]], dtype="image").img.resize(30, 20)
    assert resized[0].summary() == "<RGB 30x20>"


def test_files_that_cannot_be_read_say_why(tmp_path: pathlib.Path) -> None:
    files = [b"", b"x", b"hello, this is text", samples()["jpeg"][:20], samples()["gif"][:12],
             samples()["webp"][:18], samples()["png_8_2"][:40], tmp_path / "no.jpg"]  # fmt: skip
    frame = pd.DataFrame({"picture": pd.Series(files, dtype="image")})
    with pd.option_context("display.max_colwidth", 200):
        lines = repr(frame).splitlines()[1:]
    assert len(lines) == len(files)
    assert all("<unreadable: " in line for line in lines)
    assert "<unreadable: the file is empty>" in lines[0]
    assert "<unreadable: not a picture of a known format>" in lines[2]
    assert "<unreadable: no such file or directory>" in lines[-1]


def test_schemes_that_are_not_allowed() -> None:
    assert shown("s3://bucket/a.jpg") == "<s3://bucket/a.jpg>"
    with pandas_ext.option_context(schemes=()):
        assert shown("a.jpg").startswith("<unreadable: local files are not allowed")
