"""Steps that change pixels give what Pillow gives; what Pillow lacks, what its formula says."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from scipy import ndimage

from compat_tests.media.image.samples import (
    EIGHT_BITS,
    MODES,
    SIZES,
    check,
    column,
    pillow_image,
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("target", MODES)
def test_convert(mode, target):
    images = [pillow_image(mode, *size) for size in SIZES]
    for cell, image in zip(column(*images).img.convert(target), images, strict=True):
        if (mode, target) == ("F", "I;16"):
            image = image.convert("I")  # straight, Pillow goes by way of 8 bits
        check(cell, image.convert(target))


STEPS = {
    "grayscale": (EIGHT_BITS, lambda s: s.img.grayscale(), ImageOps.grayscale),
    "brightness": (
        EIGHT_BITS,
        lambda s: s.img.brightness(1.7),
        lambda i: ImageEnhance.Brightness(i).enhance(1.7),
    ),
    "contrast": (
        EIGHT_BITS,
        lambda s: s.img.contrast(0.4),
        lambda i: ImageEnhance.Contrast(i).enhance(0.4),
    ),
    "saturation": (
        EIGHT_BITS,
        lambda s: s.img.saturation(2.2),
        lambda i: ImageEnhance.Color(i).enhance(2.2),
    ),
    "autocontrast": (
        ("L", "RGB"),
        lambda s: s.img.autocontrast(3),
        lambda i: ImageOps.autocontrast(i, 3),
    ),
    "equalize": (("L", "RGB"), lambda s: s.img.equalize(), ImageOps.equalize),
    "invert": (("L", "RGB"), lambda s: s.img.invert(), ImageOps.invert),
    "gamma": (
        ("L", "RGB"),
        lambda s: s.img.gamma(1.8),
        lambda i: i.point(lambda v: round(255 * (v / 255) ** 1.8)),
    ),
    "threshold": (
        ("L", "RGB", "CMYK"),
        lambda s: s.img.threshold(99.5),
        lambda i: i.point(lambda v: 255 if v > 99.5 else 0),
    ),
    "gaussian": (
        EIGHT_BITS,
        lambda s: s.img.blur(1.5),
        lambda i: i.filter(ImageFilter.GaussianBlur(1.5)),
    ),
    "box": (
        EIGHT_BITS,
        lambda s: s.img.blur(2.5, kind="box"),
        lambda i: i.filter(ImageFilter.BoxBlur(2.5)),
    ),
    "median": (
        EIGHT_BITS,
        lambda s: s.img.blur(1, kind="median"),
        lambda i: i.filter(ImageFilter.MedianFilter(3)),
    ),
    "sharpen": (
        EIGHT_BITS,
        lambda s: s.img.sharpen(1.1, percent=80, threshold=1),
        lambda i: i.filter(ImageFilter.UnsharpMask(1.1, 80, 1)),
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_steps(name):
    modes, ours, pillow = STEPS[name]
    for mode in modes:
        images = [pillow_image(mode, *size) for size in SIZES]
        for cell, image in zip(ours(column(*images)), images, strict=True):
            check(cell, pillow(image))


@pytest.mark.parametrize("name", ["autocontrast", "equalize", "invert", "gamma", "threshold"])
def test_opacity_stays(name):
    ours = STEPS[name][1]
    for mode, opaque in (("LA", "L"), ("RGBA", "RGB")):
        image = pillow_image(mode, 40, 31)
        bands = image.split()
        colours = bands[0] if opaque == "L" else Image.merge(opaque, bands[:3])
        expected = ours(column(colours))["a"].to_numpy().reshape(31, 40, -1)
        array = ours(column(image))["a"].to_numpy()
        np.testing.assert_array_equal(array[..., :-1], expected)
        np.testing.assert_array_equal(array[..., -1], np.asarray(bands[-1]))


def test_deep_levels():
    deep = np.array([[0, 1000, 65535]], np.uint16)
    real = np.array([[-1.5, 0.25, 2.0]], np.float32)
    cases = [
        (lambda s: s.img.brightness(1.5), [0, 1500, 65535], [-2.25, 0.375, 3.0]),
        (lambda s: s.img.contrast(0.5), [11089, 11589, 43857], [-0.625, 0.25, 1.125]),
        (lambda s: s.img.invert(), [65535, 64535, 0], [2.5, 0.75, -1.0]),
        (lambda s: s.img.threshold(0.5), [0, 65535, 65535], [0.0, 0.0, 1.0]),
    ]
    for step, of_deep, of_real in cases:
        assert step(column(deep))["a"].to_numpy().tolist() == [of_deep]
        assert step(column(real))["a"].to_numpy().tolist() == [of_real]
    assert column(deep).img.gamma(0.5)["a"].to_numpy().tolist() == [[0, 8095, 65535]]


def test_deep_levels_are_blurred_as_those_of_8_bits():
    steps = [("gaussian", r) for r in (0, 0.5, 1.5, 300)] + [("box", r) for r in (0, 1, 2.5, 300)]
    for size in SIZES:
        image = pillow_image("L", *size)
        real, deep = (np.asarray(image).astype(kind) * by for kind, by in (("f4", 1), ("u2", 257)))
        for kind, radius in steps:
            filtered = {"gaussian": ImageFilter.GaussianBlur, "box": ImageFilter.BoxBlur}[kind]
            expected = np.asarray(image.filter(filtered(radius))).astype(float)
            # Pillow rounds after each of its passes: of two, or of six
            off = 1.0 if kind == "box" else 2.5
            for array, by in ((real, 1), (deep, 257)):
                blurred = column(array).img.blur(radius, kind=kind)["a"].to_numpy()
                assert blurred.dtype == array.dtype
                assert np.abs(blurred / by - expected).max() <= off
        median = np.asarray(image.filter(ImageFilter.MedianFilter(5)))
        for array, by in ((real, 1), (deep, 257)):
            found = column(array).img.blur(2, kind="median")["a"].to_numpy()
            np.testing.assert_array_equal(found, median.astype(array.dtype) * by)


def test_box_blurs_of_whole_radius_are_means_of_squares():
    array = np.asarray(pillow_image("F", 40, 31))
    expected = ndimage.uniform_filter(array.astype(float), 7, mode="nearest")
    np.testing.assert_allclose(
        column(array).img.blur(3, kind="box")["a"].to_numpy(), expected, 1e-5
    )


def test_what_is_not_finite_stays_among_its_neighbours():
    array = np.asarray(pillow_image("F", 40, 31)).copy()
    whole = column(array).img.blur(1, kind="box")["a"].to_numpy()
    array[10, 20] = np.nan
    blurred = column(array).img.blur(1, kind="box")["a"].to_numpy()
    near = np.zeros(array.shape, bool)
    near[9:12, 19:22] = True
    assert np.isnan(blurred[near]).all()
    np.testing.assert_allclose(blurred[~near], whole[~near], rtol=1e-6)


def test_deep_levels_are_sharpened():
    deep = np.asarray(pillow_image("I;16", 40, 31))
    blurred = column(deep.astype(np.float32)).img.blur(2)["a"].to_numpy()
    difference = deep - blurred.astype(float)
    for threshold, counts in ((None, 0), (900.5, 900.5)):
        expected = deep + np.where(np.abs(difference) > counts, difference * 1.5, 0)
        sharp = column(deep).img.sharpen(threshold=threshold)["a"].to_numpy()
        assert np.abs(sharp - np.clip(expected, 0, 65535)).max() <= 1
    with pytest.raises(ValueError, match="row 'a': Sharpen: threshold is a whole number"):
        column(pillow_image("L", 3, 3)).img.sharpen(threshold=0.5).img.to_numpy()


def test_deep_levels_are_spread():
    deep = np.array([[100, 101, 103, 500]], np.uint16)
    for array, most in ((deep, 65535), (deep.astype(np.float32), 1)):
        stretched = column(array).img.autocontrast()["a"].to_numpy()
        np.testing.assert_allclose(stretched, (deep - 100) / 400 * most, atol=0.5, rtol=1e-6)
        cut = column(array).img.autocontrast(25)["a"].to_numpy()
        assert cut.tolist() == [[0, 0, most, most]]
        equal = column(array).img.equalize()["a"].to_numpy()
        np.testing.assert_allclose(equal, np.arange(4)[None] / 3 * most, rtol=1e-6)
        for flat in (column(array[:, :1]).img.equalize(), column(array).img.autocontrast(50)):
            np.testing.assert_array_equal(flat["a"].to_numpy(), array[:, : flat["a"].width])
        grey = column(array).img.saturation(2)["a"].to_numpy()
        np.testing.assert_array_equal(grey, array)


def test_modes_without_the_operation_name_the_row():
    pictures = column(pillow_image("L", 3, 3), pillow_image("CMYK", 3, 3))
    result = pictures.img.equalize()
    assert result["a"].to_numpy().shape == (3, 3)
    with pytest.raises(ValueError, match=r"row 'b': no .* CMYK, only of .*: convert it first"):
        result.img.to_tensor()


def test_factors_a_row():
    images = [pillow_image("RGB", 8, 5, seed) for seed in range(3)]
    pictures = column(*images)
    factors = pd.Series([0.5, np.nan, 2], index=pictures.index)
    result = pictures.img.contrast(factors)
    assert str(result.dtype) == "image"
    assert result.isna().tolist() == [False, True, False]
    for label, image in (("a", images[0]), ("c", images[2])):
        check(result[label], ImageEnhance.Contrast(image).enhance(factors[label]))


def test_steps_leave_what_they_are_given():
    before = np.asarray(pillow_image("RGB", 9, 5)).copy()
    pictures = column(before.copy())
    for step in (
        lambda s: s.img.brightness(2),
        lambda s: s.img.invert(),
        lambda s: s.img.flip(),
        lambda s: s.img.pad(1),
        lambda s: s.img.convert("L"),
    ):
        step(pictures)["a"].to_numpy()
        np.testing.assert_array_equal(pictures["a"].to_numpy(), before)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda img: img.convert("XYZ"), ValueError, "mode is one of L, LA, RGB"),
        (lambda img: img.brightness(-1), ValueError, "factor is a finite number of at least 0"),
        (lambda img: img.contrast("much"), TypeError, "factor is a number"),
        (lambda img: img.blur(1.5, kind="median"), TypeError, "radius is a whole number"),
        (lambda img: img.blur(1, kind="fast"), ValueError, "kind is one of gaussian, box, median"),
        (lambda img: img.autocontrast(101), ValueError, "cutoff is a percentage"),
    ],
)
def test_wrong_arguments_raise_at_the_call(call, error, message):
    with pytest.raises(error, match=message):
        call(column(pillow_image("L", 2, 2)).img)
