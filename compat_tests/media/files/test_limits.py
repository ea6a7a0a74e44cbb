"""Files that would need too much memory or time are refused before they get it."""

import struct
import tracemalloc
import warnings
import zlib

import pandas as pd
import pytest
from PIL import Image as PillowImage

import pandas_ext
from compat_tests.media.files.samples import chunk, samples
from pandas_ext.codec.quiet import quiet

SIDE = 60_000


def huge_png() -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0))
    return samples()["png_8_2"][:8] + header + samples()["png_8_2"][33:]


def huge_jpeg() -> bytes:
    file = samples()["jpeg_444"]
    at = file.index(b"\xff\xc0") + 5
    return file[:at] + struct.pack(">HH", SIDE, SIDE) + file[at + 4 :]


def huge_gif() -> bytes:
    return samples()["gif"][:6] + struct.pack("<HH", SIDE, SIDE) + samples()["gif"][10:]


def huge_bmp() -> bytes:
    return samples()["bmp"][:18] + struct.pack("<ii", SIDE, SIDE) + samples()["bmp"][26:]


def huge_tiff() -> bytes:
    small = struct.pack("<HHII", 256, 4, 1, 61), struct.pack("<HHII", 257, 4, 1, 43)
    file = samples()["tiff"]
    for field in small:
        found = [file.find(field[:2] + struct.pack("<HI", kind, 1)) for kind in (3, 4)]
        at = max(found)
        file = file[: at + 2] + struct.pack("<HII", 4, 1, SIDE) + file[at + 12 :]
    return file


def huge_webp() -> bytes:
    extent = (SIDE // 4 - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + b"\x10\0\0\0" + extent + extent
    body += samples()["webp_alpha"][30:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize(
    "make",
    [huge_png, huge_jpeg, huge_gif, huge_bmp, huge_tiff, huge_webp],
    ids=lambda f: f.__name__,
)
def test_declared_sizes_are_checked_before_anything_is_decoded(make: object) -> None:
    picture = pd.Series([make()], index=["bomb"], dtype="image")  # type: ignore[operator]
    assert picture.img.width["bomb"] >= SIDE // 4, "the header can be looked at"
    tracemalloc.start()
    try:
        with pytest.raises(pandas_ext.LimitError, match=r"row 'bomb': .* options\.max_pixels"):
            picture.img.decode()
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_the_limit_is_an_option() -> None:
    picture = pd.Series([samples()["wide"]], dtype="image")
    assert picture.img.decode().img.size[0] == (30_000, 1)
    with pandas_ext.option_context(max_pixels=29_999), pytest.raises(pandas_ext.LimitError):
        picture.img.decode()


@pytest.mark.parametrize("kind", [b"iCCP", b"zTXt", b"IDAT"])
def test_what_grows_when_it_is_inflated(kind: bytes) -> None:
    grown = zlib.compress(bytes(30_000_000))
    data = grown if kind == b"IDAT" else b"name\0\0" + grown
    start, end = samples()["png_8_2"][:33], samples()["png_8_2"][33:]
    picture = pd.Series([start + chunk(kind, data) + end], dtype="image")
    tracemalloc.start()
    try:
        report = picture.img.decode(on_error="report")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert report.error.isna()[0] == (kind == b"IDAT"), "what is too long is not looked at"


def test_a_jpeg_of_thousands_of_scans() -> None:
    file = samples()["jpeg_progressive"]
    first = file.index(b"\xff\xda")
    second = file.index(b"\xff\xda", first + 2)
    bomb = file[:first] + file[first:second] * 1000 + file[second:]
    with pytest.raises(pandas_ext.LimitError, match="scans are more than 500"):
        pd.Series([bomb], dtype="image").img.decode()


@pytest.mark.parametrize("name", ["png_8_2", "gif", "webp", "tiff", "bmp_palette", "ppm"])
def test_what_is_too_large_is_for_our_option_to_say(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = pd.Series([samples()[name]], dtype="image").img.size[0]
    # Pillow warns of more than this, and refuses twice as many
    monkeypatch.setattr(PillowImage, "MAX_IMAGE_PIXELS", size[0] * size[1] * 2 // 3)
    picture = pd.Series([samples()[name]], dtype="image")
    assert picture.img.decode().img.size[0] == size


def test_warnings_of_others_are_left_alone() -> None:
    before = list(warnings.filters)
    with quiet():
        with quiet():
            warnings.warn_explicit("from Pillow", UserWarning, "x.py", 1, module="PIL.TiffImage")
        with pytest.raises(UserWarning, match="from elsewhere"):
            warnings.warn_explicit("from elsewhere", UserWarning, "x.py", 1, module="elsewhere")
    assert warnings.filters == before
