"""JPEGs at a part of their size by kernels of our own; damaged ones are left to libjpeg-turbo."""

import io
import random
from concurrent.futures import ThreadPoolExecutor
from math import ceil

import numpy as np
import pandas as pd
import pytest
import simplejpeg
from PIL import Image as PillowImage
from PIL import ImageFilter
from sklearn.datasets import load_sample_images

import pandas_ext
from pandas_ext.codec import jpeg_scaled
from pandas_ext.codec.jpeg import JPEG
from pandas_ext.kernels import library
from pandas_ext.source.encoded import Encoded

PHOTOGRAPHS = [PillowImage.fromarray(image) for image in load_sample_images().images]
SOFT = [picture.filter(ImageFilter.GaussianBlur(4)) for picture in PHOTOGRAPHS]
KINDS = {
    "4:4:4": {"subsampling": "4:4:4"},
    "4:2:2": {"subsampling": "4:2:2"},
    "4:2:0": {"subsampling": "4:2:0"},
    "optimised": {"optimize": True},
    "restarts": {"restart_marker_blocks": 7},
    "restarts in rows": {"restart_marker_rows": 1, "subsampling": "4:4:4"},
}


@pytest.fixture(scope="module", autouse=True)
def kernels():
    """Have the kernels, for small pictures too."""
    assert library.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jpeg_scaled, "_LARGE", 0)
        patch.setattr(library._state, "steady", True)
        yield


def written(picture, **how):
    file = io.BytesIO()
    picture.save(file, "JPEG", **{"quality": 90, **how})
    return file.getvalue()


def ours(file, side):
    """Our picture at ``side`` eighths of the size, None if it is left to libjpeg-turbo."""
    header = JPEG.header(file[:4096], Encoded(file))
    least = ceil(header.width * side / 8), ceil(header.height * side / 8)
    found = jpeg_scaled.scaled(file, header, least)
    return None if found is None else found.array


def theirs(file, side, space="RGB"):
    height, width, *_ = simplejpeg.decode_jpeg_header(file)
    least = {"min_width": ceil(width * side / 8), "min_height": ceil(height * side / 8)}
    return np.squeeze(simplejpeg.decode_jpeg(file, space, **least))


def check(found, wanted, mean):
    assert found.shape == wanted.shape
    assert found.dtype == wanted.dtype
    assert np.abs(found.astype(int) - wanted).mean() < mean


@pytest.mark.parametrize("side", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_fine_detail_pixels_are_theirs(kind, side):
    for picture in SOFT:
        file = written(picture, **KINDS[kind])
        check(ours(file, side), theirs(file, side), 1.0)


@pytest.mark.parametrize("side", [1, 2, 3, 4])
def test_grey(side):
    file = written(SOFT[0].convert("L"))
    check(ours(file, side), theirs(file, side, "GRAY"), 1.0)


@pytest.mark.parametrize("size", [(64, 64), (90, 60), (200, 133), (100, 200)])
@pytest.mark.parametrize("quality", [30, 75, 95])
def test_how_far_a_reduced_picture_may_be_off(quality, size):
    files = [written(picture, quality=quality) for picture in PHOTOGRAPHS]
    column = pd.Series(files, dtype="image")
    full, reduced = column.img.resize(*size), column.img.resize(*size, reducing=True)
    with pandas_ext.option_context(kernels=False):
        others = [one.to_numpy() for one in column.img.resize(*size, reducing=True)]
    for one, other, theirs in zip(full, reduced, others, strict=True):
        off = np.abs(one.to_numpy().astype(int) - other.to_numpy())
        assert off.mean() < 2
        assert (other.to_numpy() != theirs).any()  # our decoder it was


@pytest.mark.parametrize("quality", [5, 50, 100])
def test_detail_is_averaged(quality):
    for picture in PHOTOGRAPHS:
        file = written(picture, quality=quality)
        full = theirs(file, 8)[:424]
        for side in (1, 2, 4):
            part = 8 // side
            averaged = full.reshape(424 // part, part, 640 // part, part, 3).mean((1, 3))
            check(ours(file, side)[: 424 // part].astype(float), averaged, 4.0)


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_odd_sizes(subsampling):
    for width, height in [(1, 1), (7, 9), (8, 8), (17, 33), (100, 3), (3, 100), (255, 129)]:
        file = written(SOFT[1].crop((99, 99, 99 + width, 99 + height)), subsampling=subsampling)
        for side in (1, 2, 3, 4):
            found, wanted = ours(file, side), theirs(file, side).reshape(
                ceil(height * side / 8), ceil(width * side / 8), 3
            )  # fmt: skip
            check(found, wanted, 2.0)


def test_extremes_stay_within_a_byte():
    noise = np.random.default_rng(0).integers(0, 2, (128, 128, 1), "uint8") * 255
    checks = np.kron(np.indices((16, 16)).sum(0) % 2, np.ones((8, 8)))[..., None] * 255
    for pixels in (noise, checks):
        picture = PillowImage.fromarray(np.broadcast_to(pixels, (128, 128, 3)).astype("uint8"))
        file = written(picture, quality=100, subsampling="4:4:4")
        for side in (1, 2, 4):
            part = 8 // side
            full = theirs(file, 8).reshape(16 * side, part, 16 * side, part, 3)
            assert np.abs(ours(file, side) - full.mean((1, 3))).mean() < 40
    np.testing.assert_allclose(ours(file, 1)[..., 0], checks[::8, ::8, 0], atol=3)


OTHERS = {
    "progressive": {"progressive": True},
    "not YCbCr": {"keep_rgb": True},
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_left_to_libjpeg(kind):
    file = written(SOFT[0], **OTHERS[kind])
    assert ours(file, 2) is None
    column = pd.Series([file], dtype="image").img.resize(64, 64, reducing=True)
    full = pd.Series([file], dtype="image").img.resize(64, 64)
    check(column[0].to_numpy(), full[0].to_numpy(), 2.0)


def test_cmyk_is_left_to_libjpeg():
    assert ours(written(SOFT[0].convert("CMYK")), 2) is None


def test_a_part_of_a_file_is_left_to_libjpeg():
    file = written(SOFT[0].resize((90, 70)), restart_marker_blocks=3)
    for end in range(4, len(file), 5):
        assert JPEG.header(file, Encoded(file)).width == 90
        found = jpeg_scaled.scaled(file[:end], JPEG.header(file, Encoded(file)), (8, 8))
        assert found is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_scan_ends_where_it_should(kind):
    file = written(SOFT[0], **KINDS[kind])
    assert ours(file, 2) is not None
    assert ours(file[:-2], 2) is None
    assert ours(file[:-2] + bytes(9) + file[-2:], 2) is None
    assert ours(file[:-2] + b"\xff\xd0" + file[-2:], 2) is None


def test_restarts_come_in_turn():
    file = written(SOFT[0], **KINDS["restarts"])
    first, second = file.index(b"\xff\xd0"), file.index(b"\xff\xd1")
    for place, mark in ((first, 0xD1), (second, 0xD0), (second, 0xD9)):
        changed = bytearray(file)
        changed[place + 1] = mark
        assert ours(bytes(changed), 2) is None


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_found_or_does_no_harm(kind):
    chance = random.Random(kind)
    file = written(PHOTOGRAPHS[0].resize((120, 90)), **KINDS[kind])
    decoded = 0
    for _ in range(400):
        changed = bytearray(file)
        for _ in range(chance.choice((1, 1, 2, 8))):
            changed[chance.randrange(2, len(changed))] = chance.choice(
                (0, 255, chance.getrandbits(8))
            )
        column = pd.Series([bytes(changed)], dtype="image").img.resize(11, 9, reducing=True)
        try:
            assert column[0].to_numpy().shape[:2] == (9, 11)
            decoded += 1
        except pandas_ext.MediaError:
            pass
    assert 0 < decoded < 400


def test_many_threads_at_once():
    files = [written(picture, **how) for picture in PHOTOGRAPHS for how in KINDS.values()]
    alone = [ours(file, 4) for file in files]
    with ThreadPoolExecutor(8) as pool:
        for one, other in zip(alone, pool.map(ours, files, [4] * len(files)), strict=True):
            np.testing.assert_array_equal(one, other)


def test_without_kernels_there_is_libjpeg():
    file = written(PHOTOGRAPHS[0])
    with pandas_ext.option_context(kernels=False):
        assert ours(file, 2) is None


def test_a_process_keeps_to_its_decoder(monkeypatch):
    monkeypatch.setattr(library, "_state", library._State())
    monkeypatch.setattr(library, "_load", lambda directory: False)
    monkeypatch.setattr(library, "_compile", lambda directory: None)
    assert library.steady_kernel("decode_scan") is None
    monkeypatch.undo()
    monkeypatch.setattr(library._state, "steady", False)  # kernels came later
    assert ours(written(PHOTOGRAPHS[0]), 2) is None
