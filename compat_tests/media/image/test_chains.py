"""Chains of steps: the same calls in Pillow, one decode a picture, and what is known beforehand."""

import io
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

import pandas_ext
from compat_tests.media.image.samples import MODES, check, column, pillow_image
from pandas_ext.codec.jpeg import JPEG
from pandas_ext.codec.pillow import PILLOW

BILINEAR = Image.Resampling.BILINEAR
STEPS = {
    "convert": (lambda s: s.img.convert("RGB"), lambda i: i.convert("RGB")),
    "grey": (lambda s: s.img.grayscale(), lambda i: i.convert("L")),
    "opaque": (lambda s: s.img.convert("RGBA"), lambda i: i.convert("RGBA")),
    "resize": (lambda s: s.img.resize(17, 11), lambda i: i.resize((17, 11), BILINEAR)),
    "enlarge": (
        lambda s: s.img.resize(50, 60, filter="lanczos"),
        lambda i: i.resize((50, 60), Image.Resampling.LANCZOS),
    ),
    "crop": (lambda s: s.img.crop((1, 2, 14, 9)), lambda i: i.crop((1, 2, 14, 9))),
    "fit": (lambda s: s.img.fit(12), lambda i: ImageOps.fit(i, (12, 12))),
    "mirror": (lambda s: s.img.flip(), ImageOps.mirror),
    "turn": (lambda s: s.img.rotate(90, expand=True), lambda i: i.rotate(90, expand=True)),
    "lighten": (
        lambda s: s.img.convert("RGB").img.brightness(1.2),
        lambda i: ImageEnhance.Brightness(i.convert("RGB")).enhance(1.2),
    ),
    "blur": (
        lambda s: s.img.convert("RGB").img.blur(1),
        lambda i: i.convert("RGB").filter(ImageFilter.GaussianBlur(1)),
    ),
}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6),
    st.sampled_from(MODES),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_chains_are_the_same_calls_in_pillow(names, mode, width, height):
    image = pillow_image(mode, width, height)
    pictures = column(image)
    for name in names:
        ours, pillow = STEPS[name]
        pictures, image = ours(pictures), pillow(image)
    check(pictures["a"], image)


@pytest.fixture
def decoded(monkeypatch):
    """The frames that Pillow has decoded."""
    calls = []
    decode = type(PILLOW).decode

    def counted(self, data, frame, least):
        calls.append(frame)
        return decode(self, data, frame, least)

    monkeypatch.setattr(type(PILLOW), "decode", counted)
    return calls


def png(image):
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_a_chain_decodes_once_when_pixels_are_needed(decoded):
    pictures = column(*[png(pillow_image("RGB", 40, 31, seed)) for seed in range(3)], None)
    result = pictures.img.convert("L").img.resize(20, 10).img.crop((0, 0, 10, 10)).img.flip()
    assert str(result.dtype) == "image[L, 10x10]"
    assert result.img.width.tolist() == [10, 10, 10, pd.NA]
    assert result.isna().tolist() == [False, False, False, True]
    assert repr(result.iloc[[2, 0]])
    assert decoded == []
    result.img.to_tensor()
    assert len(decoded) == 3


def test_kept_pixels_are_decoded_once(decoded):
    pictures = column(png(pillow_image("RGB", 40, 31))).img.resize(20, 10)
    whole = pictures.img.to_numpy()
    pictures.img.flip().img.to_numpy()
    pictures.img.mean()
    assert len(decoded) == 1
    np.testing.assert_array_equal(pictures.img.to_numpy(), whole)


def test_no_more_pixels_are_kept_than_allowed(decoded):
    pictures = column(png(pillow_image("RGB", 40, 31))).img.resize(20, 10)
    with pandas_ext.option_context(keep_bytes=599):
        pictures.img.to_numpy()
        pictures.img.to_numpy()
    assert len(decoded) == 2
    with pandas_ext.option_context(keep_bytes=600):
        pictures.img.to_numpy()
        pictures.img.to_numpy()
    assert len(decoded) == 3


def test_tiles_decode_their_picture_once(decoded):
    images = [pillow_image("RGB", 40, 31, seed) for seed in range(3)]
    column(*map(png, images)).img.tile(8)["image"].img.mean()
    assert len(decoded) == 3
    tiles = column(*map(png, images)).img.flip().img.tile(8)
    assert len(decoded) == 3
    pixels = tiles["image"].img.to_tensor()
    assert len(decoded) == 6
    rows = zip(tiles.index, tiles["left"], tiles["top"], pixels, strict=True)
    for label, left, top, tile in rows:
        mirrored = ImageOps.mirror(images["abc".index(label)])
        box = (left, top, min(left + 8, 40), min(top + 8, 31))
        np.testing.assert_array_equal(tile, np.asarray(mirrored.crop(box)))


def test_tiles_that_are_put_together_decode_their_picture_once(decoded):
    tiles = column(png(pillow_image("RGB", 40, 31))).img.tile(8)
    together = tiles["image"].img.untile(tiles["row"], tiles["column"])
    whole = together.img.to_numpy()
    np.testing.assert_array_equal(whole[0], np.asarray(pillow_image("RGB", 40, 31)))
    assert len(decoded) == 2  # for the first tile, which says what mode it is, and for all


def test_a_cut_out_part_does_not_keep_the_whole_picture_alive():
    pictures = column(png(pillow_image("RGB", 200, 100))).img.crop((0, 0, 4, 4))
    pictures.img.mean()
    assert pictures["a"].pixels.array.base is None


def photograph(kind="JPEG", orientation=1):
    folder = Path(find_spec("sklearn").origin).parent / "datasets" / "images"
    image = Image.open(folder / "china.jpg")
    image.load()
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    image.save(stream, kind, quality=95, exif=exif)
    return stream.getvalue()


REDUCED = {
    "resize": lambda s, r: s.img.resize(90, 60, reducing=r),
    "small": lambda s, r: s.img.resize(width=50, filter="lanczos", reducing=r),
    "thumbnail": lambda s, r: s.img.thumbnail(80, reducing=r),
    "fit": lambda s, r: s.img.fit(64, reducing=r),
    "fit placed": lambda s, r: s.img.fit(30, 80, centering=(0.2, 0), reducing=r),
    "letterbox": lambda s, r: s.img.letterbox(64, reducing=r),
    "convert": lambda s, r: s.img.convert("L").img.resize(90, 60, reducing=r),
    "flip": lambda s, r: s.img.flip().img.invert().img.fit(64, reducing=r).img.flip("vertical"),
    "upright": lambda s, r: s.img.exif_transpose().img.thumbnail(64, reducing=r),
    "crop": lambda s, r: s.img.crop((201, 33, 525, 391)).img.resize(40, 44, reducing=r),
    "center_crop": lambda s, r: s.img.center_crop(401).img.brightness(1.1).img.fit(50, reducing=r),
    "upright crop": lambda s, r: (
        s.img.exif_transpose().img.crop((50, 60, 400, 500)).img.resize(50, 60, reducing=r)
    ),
}


FULL = {
    "no reducing": lambda s: s.img.resize(90, 60),
    "enlarged": lambda s: s.img.resize(700, 500, reducing=True),
    "a part at its own size": lambda s: s.img.crop((0, 0, 64, 64)).img.fit(64, reducing=True),
    "neighbours before": lambda s: s.img.blur(3).img.resize(9, 6, reducing=True),
    "levels of all pixels before": lambda s: s.img.equalize().img.resize(9, 6, reducing=True),
    "a part, turned": lambda s: (
        s.img.crop((0, 0, 600, 400)).img.flip().img.resize(9, 6, reducing=True)
    ),
    "a part, and its mean level": lambda s: (
        s.img.crop((0, 0, 600, 400)).img.contrast(2).img.resize(9, 6, reducing=True)
    ),
    "a part of a part": lambda s: (
        s.img.crop((0, 0, 600, 400)).img.center_crop(300).img.resize(9, 6, reducing=True)
    ),
    "beyond the edge": lambda s: s.img.center_crop(641).img.resize(9, 6, reducing=True),
}  # fmt: skip


@pytest.fixture
def sizes(monkeypatch):
    """The widths and heights to which JPEGs have been decoded."""
    calls = []
    decode = type(JPEG).decode

    def noted(self, data, frame, least):
        pixels = decode(self, data, frame, least)
        calls.append((pixels.width, pixels.height))
        return pixels

    monkeypatch.setattr(type(JPEG), "decode", noted)
    return calls


@pytest.mark.parametrize("name", REDUCED)
def test_reduced_decoding_comes_close(name, sizes):
    pictures = pd.Series([photograph(orientation=6)], dtype="image")
    reduced = REDUCED[name](pictures, True)
    full = REDUCED[name](pictures, False)
    assert reduced[0].outline == full[0].outline
    of_levels, of_places = (
        np.abs(np.subtract(*[p.img.to_numpy().astype(int) for p in pair]))
        for pair in ((reduced, full), (reduced.img.blur(4), full.img.blur(4)))
    )
    assert sizes[0][0] < 640
    assert sizes[1] == (640, 427)
    assert of_levels.mean() < 4
    assert of_places.max() < 4


@pytest.mark.parametrize("name", FULL)
def test_chains_that_need_the_whole_picture(name, sizes):
    pictures = pd.Series([photograph()], dtype="image")
    FULL[name](pictures).img.to_numpy()
    assert sizes == [(640, 427)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_transpose(kind, orientation):
    image = pillow_image("RGB", 13, 8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))
    pictures = column(stream.getvalue())
    with Image.open(stream) as opened:
        expected = ImageOps.exif_transpose(opened)
        resized = ImageOps.exif_transpose(opened.resize((6, 5), BILINEAR))
        twice = ImageOps.exif_transpose(expected)
        grey = expected.convert("L")
    upright = pictures.img.exif_transpose()
    check(upright["a"], expected)
    small = pictures.img.resize(6, 5)
    check(small.img.exif_transpose()["a"], resized)
    small.img.to_numpy()  # kept, and still of a file that states how it is turned
    check(small.img.exif_transpose()["a"], resized)
    check(upright.img.exif_transpose()["a"], twice)
    upright.img.to_numpy()  # kept, and still turned only once
    check(upright.img.convert("L").img.exif_transpose()["a"], grey)
    check(upright.img.exif_transpose()["a"], expected)


def test_exif_in_a_long_segment():
    exif = Image.Exif()
    exif[0x010E] = "a long description " * 1000  # an entry of the directory, before the next one
    exif[0x0112] = 8
    image = pillow_image("L", 13, 8)
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    assert column(stream.getvalue()).img.exif_transpose()["a"].outline == ("L", 8, 13)


def test_frames_of_an_animation_are_decoded_in_runs(monkeypatch):
    runs = []
    decode_run = type(PILLOW).decode_run

    def noted(self, data, start, count):
        runs.append(start)
        return decode_run(self, data, start, count)

    monkeypatch.setattr(type(PILLOW), "decode_run", noted)
    whole = [pillow_image("L", 20, 10, seed) for seed in range(9)]
    stream = io.BytesIO()
    whole[0].save(stream, "GIF", save_all=True, append_images=whole[1:])
    frames = column(stream.getvalue()).img.explode()["image"].img.convert("L")
    for size, starts in ((2**20, [0]), (4 * 4 * 800, [0, 4, 8])):
        runs.clear()
        with pandas_ext.option_context(batch_bytes=size):
            pixels = frames.copy().img.to_tensor()
        assert sorted(runs) == starts
        for frame, image in zip(pixels, whole, strict=True):
            np.testing.assert_array_equal(frame[..., 0], np.asarray(image))
