"""Decoded pixels: those of Pillow, and how far they may be from them."""

import io
import pathlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from PIL import Image as PillowImage
from PIL import ImageCms
from sklearn.datasets import load_sample_images

import pandas_ext
from compat_tests.media.files.samples import samples, written
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image

PHOTOGRAPHS = [PillowImage.fromarray(image) for image in load_sample_images().images]


def decoded(file: bytes) -> np.ndarray:
    return Image(Encoded(file)).to_numpy()


def by_pillow(file: bytes) -> np.ndarray:
    """The same pixels in the same mode, all of it by Pillow."""
    mode = Image(Encoded(file)).mode
    with PillowImage.open(io.BytesIO(file)) as image:
        if image.mode == "LAB":
            lab, rgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
            return np.asarray(ImageCms.profileToProfile(image, lab, rgb, outputMode="RGB"))
        if mode == "I;16":  # Pillow converts from big-endian ones by way of 32 bits
            return np.asarray(image.convert("I")).astype(np.uint16)
        return np.asarray(image.convert(mode))


@pytest.mark.parametrize("name", list(samples()))
def test_pixels_are_pillows(name: str) -> None:
    found, wanted = decoded(samples()[name]), by_pillow(samples()[name])
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("quality", [30, 75, 95])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_jpeg_is_within_two_levels_of_a_full_decode(quality: int, subsampling: str) -> None:
    for photograph in PHOTOGRAPHS:
        file = written(photograph, "JPEG", quality=quality, subsampling=subsampling)
        off = np.abs(decoded(file).astype(int) - by_pillow(file))
        assert off.max() <= 2
        assert off.mean() < 0.5


@pytest.mark.parametrize("size", [(64, 64), (224, 150), (224, 224), (100, 200)])
def test_how_far_reducing_may_be_off(size: tuple[int, int]) -> None:
    files = pd.Series([written(one, "JPEG") for one in PHOTOGRAPHS], dtype="image")
    full = files.img.resize(*size)
    reduced = files.img.resize(*size, reducing=True)
    for one, other in zip(full, reduced, strict=True):
        off = np.abs(one.to_numpy().astype(int) - other.to_numpy())
        assert 0 < off.mean() < 2


@pytest.mark.parametrize("name", [name for name in samples() if name.startswith("jpeg")])
def test_a_jpeg_without_its_end_is_truncated(name: str) -> None:
    file = samples()[name]
    for cut in range(1, len(file) * 4 // 5, max(len(file) // 60, 1)):
        part = pd.Series([file[:-cut]], dtype="image")
        with pytest.raises(pandas_ext.MediaError, match="row 0: "):
            part.img.decode()
        with (
            pytest.raises((OSError, SyntaxError)),
            PillowImage.open(io.BytesIO(file[:-cut])) as image,
        ):
            image.load()


def test_truncated_jpegs_are_decoded_as_far_as_they_go_if_asked_for() -> None:
    file = written(PHOTOGRAPHS[0], "JPEG")
    part = pd.Series([file[: len(file) // 2]], dtype="image")
    with pandas_ext.option_context(truncated=True):
        pixels = part.img.decode()[0].to_numpy()
    np.testing.assert_array_equal(pixels[:100], decoded(file)[:100])
    assert pixels.shape == decoded(file).shape


def test_bytes_that_cameras_leave_behind_are_no_error() -> None:
    file = samples()["jpeg"]
    np.testing.assert_array_equal(decoded(file + b"trailer" * 100), decoded(file))
    padded = file[:-2] + bytes(37) + file[-2:]  # libjpeg-turbo warns of extraneous bytes
    np.testing.assert_array_equal(decoded(padded), decoded(file))


def test_eight_threads_at_once() -> None:
    files = list(samples().values())
    alone = [decoded(file) for file in files]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            together = list(pool.map(decoded, files))
            for one, other in zip(alone, together, strict=True):
                np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", ["jpeg", "png_8_2", "gif", "webp", "avif", "tiff", "bmp"])
def test_the_content_says_what_a_file_is(name: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "picture.xyz.jpg"
    path.write_bytes(samples()[name])
    picture = pd.Series([path], dtype="image")
    assert picture.img.format[0] == name.partition("_")[0].upper()
    np.testing.assert_array_equal(picture.img.decode()[0].to_numpy(), decoded(samples()[name]))
