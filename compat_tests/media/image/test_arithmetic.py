"""Arithmetic on pixels: NumPy's on wide numbers, rounded and cut off to the mode's range."""

import operator

import numpy as np
import pandas as pd
import pytest
from PIL import ImageChops

import pandas_ext
from compat_tests.media.image.samples import MODES, SIZES, check, column, pillow_image

OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "**": operator.pow,
}  # fmt: skip


def expected(symbol, one, other, dtype):
    with np.errstate(all="ignore"):
        values = OPERATORS[symbol](np.asarray(one, np.float64), np.asarray(other, np.float64))
        if dtype.kind == "f":
            return values.astype(dtype)
    most = np.iinfo(dtype).max
    return np.clip(np.nan_to_num(np.rint(values), nan=0, posinf=most), 0, most).astype(dtype)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("symbol", OPERATORS)
def test_numbers(symbol, mode):
    images = [pillow_image(mode, *size) for size in SIZES]
    pictures = column(*images)
    for number in (3, -20, 0.37, 0, 1e6):
        forward = OPERATORS[symbol](pictures, number)
        backward = OPERATORS[symbol](number, pictures)
        assert forward.dtype == pictures.dtype
        for label, image in zip(pictures.index, images, strict=True):
            array = np.asarray(image)
            for result, parts in ((forward, (array, number)), (backward, (number, array))):
                np.testing.assert_array_equal(
                    result[label].to_numpy(), expected(symbol, *parts, array.dtype)
                )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("symbol", OPERATORS)
def test_pictures(symbol, mode):
    one, other = pillow_image(mode, 40, 31, 1), pillow_image(mode, 40, 31, 2)
    dtype = np.asarray(one).dtype
    for result in (
        OPERATORS[symbol](column(one), column(other))["a"],
        OPERATORS[symbol](column(one), column(other)["a"])["a"],
        OPERATORS[symbol](column(one)["a"], column(other)["a"]),
    ):
        np.testing.assert_array_equal(result.to_numpy(), expected(symbol, one, other, dtype))


def test_sums_and_differences_are_pillows():
    one, other = pillow_image("RGB", 40, 31, 1), pillow_image("RGB", 40, 31, 2)
    check((column(one) + column(other))["a"], ImageChops.add(one, other))
    check((column(one) - column(other))["a"], ImageChops.subtract(one, other))
    check((~column(one))["a"], ImageChops.invert(one))
    check(~column(one)["a"], ImageChops.invert(one))


def test_columns_are_aligned_by_label():
    images = [pillow_image("L", 4, 3, seed) for seed in range(3)]
    pictures = column(*images)
    shuffled = pictures.iloc[[2, 0]]
    difference = pictures - shuffled
    assert not difference["a"].to_numpy().any()
    assert not difference["c"].to_numpy().any()
    assert difference.isna().tolist() == [False, True, False]
    summed = pictures + pd.Series({"c": 300, "a": 0, "b": None})
    np.testing.assert_array_equal(summed["a"].to_numpy(), images[0])
    assert (summed["c"].to_numpy() == 255).all()
    assert pd.isna(summed["b"])


def test_missing_operands():
    pictures = column(pillow_image("L", 4, 3), None)
    assert (pictures + pd.NA).isna().all()
    assert (pictures + 1).isna().tolist() == [False, True]
    assert (pictures + pd.array([None, 1], "Int64")).isna().all()


def test_pictures_that_do_not_fit():
    pictures = column(pillow_image("L", 4, 3)) + column(pillow_image("L", 3, 4))
    with pytest.raises(ValueError, match=r"row 'a': L 4x3 \+ L 3x4: not of one mode and size"):
        pictures.img.to_tensor()


@pytest.mark.parametrize("other", ["1", object(), {"a": 1}])
def test_other_things(other):
    with pytest.raises(TypeError):
        column(pillow_image("L", 4, 3)) + other
    with pytest.raises(TypeError):
        other - column(pillow_image("L", 4, 3))["a"]


def test_operands_of_another_number():
    with pytest.raises(ValueError, match="Lengths must match: 2 values for 1 rows"):
        column(pillow_image("L", 4, 3)) * [1, 2]


def test_nothing_is_decoded_before_pixels_are_needed(tmp_path):
    pictures = column(str(tmp_path / "no picture"))
    result = (pictures + pictures) * 2
    repeated = pd.concat([result, pictures * 2, result])
    assert repeated.duplicated().tolist() == [False, False, True]
    assert repeated.iloc[0] == repeated.iloc[2] != repeated.iloc[1]
    assert not (pictures + pictures.img.flip()).eq(result).any()
    tiled = result.set_axis(["a"]).img.untile([0], [0])
    assert hash(tiled["a"]) == hash(tiled.copy()["a"])
    with pytest.raises(pandas_ext.MediaError, match=r"row 'a': .*no picture"):
        result.img.to_tensor()
