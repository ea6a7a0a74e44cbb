"""Arguments that are columns: aligned by label, or one for each row; wrong ones name the row."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageFilter

import pandas_ext
from compat_tests.media.image.samples import check, column, pillow_image


def pictures(index=("a", "b", "c")):
    """Three pictures, 10, 20 and 30 pixels wide."""
    images = [pillow_image("RGB", width, 12) for width in (10, 20, 30)]
    return pd.Series(images, index=index, dtype="image", name="photo")


TWICE = pd.MultiIndex.from_tuples([("x", 1), ("x", 2), ("y", 1)], names=["letter", "number"])


@pytest.mark.parametrize(
    ("index", "given"),
    [
        (list("abc"), pd.Series({"c": 9, "a": 7, "b": 8, "z": 1})),
        ([5, 3, 8], pd.Series({3: 8, 5: 7, 8: 9})),
        (list("xxy"), pd.Series([7, 8, 9], index=list("xxy"))),
        (TWICE, pd.Series([9, 8, 7], index=TWICE[::-1])),
        (list("abc"), np.array([7, 8, 9])),
        (list("abc"), pd.array([7, 8, 9], dtype="Int64")),
        (list("abc"), pd.Index([7, 8, 9])),
    ],
)
def test_values_go_to_their_rows(index, given):
    resized = pictures(pd.Index(index)).img.resize(given, 4)
    assert resized.img.width.tolist() == [7, 8, 9]
    assert resized.name == "photo"
    assert resized.index.equals(pd.Index(index))
    assert resized.index.names == pd.Index(index).names


@pytest.mark.parametrize("given", [pd.Series({"c": 9, "a": 7}), np.array([7, np.nan, 9])])
def test_what_is_missing_is_missing_in_the_result(given):
    assert pictures().img.resize(given, 4).isna().tolist() == [False, True, False]


def test_arrays_have_a_value_for_each_row():
    for given in (np.array([7, 8]), np.array([7, 8, 9, 10]), pd.array([1])):
        with pytest.raises(ValueError, match=r"Length of values .* does not match length of index"):
            pictures().img.resize(given, 4)
    assert pictures().img.resize(np.array(7), np.int8(4)).dtype.name == "image[7x4]"


def test_a_row_with_a_wrong_value_is_named():
    with pytest.raises(pandas_ext.MediaError, match="row 'b': factor is a finite number"):
        pictures().img.brightness(pd.Series({"a": 1, "b": -1}))
    with pytest.raises(pandas_ext.MediaError, match="row 'c': width is a number of at least 1"):
        pictures().img.tile(pd.Series({"a": 3, "c": 0}))
    with pytest.raises(pandas_ext.MediaError, match="row 'a': std is not 0"):
        pictures().img.normalize(0, pd.Series({"a": 0, "c": 1}))
    with pytest.raises(pandas_ext.MediaError, match="row 'b': PNG has no quality"):
        pictures().img.encode(pd.Series({"b": "PNG", "a": "JPEG"}), quality=80)


def test_boxes():
    box = (1, 2, 6, 9)
    expected = pillow_image("RGB", 10, 12).crop(box)
    frame = pd.DataFrame([box] * 2, columns=["left", "top", "right", "bottom"], index=["c", "a"])
    for boxes in (box, list(box), np.array(box), np.array([box] * 3), [box] * 3, frame.iloc[0]):
        check(pictures().img.crop(boxes)["a"], expected)
    some = pictures().img.crop(frame)
    assert some.isna().tolist() == [False, True, False]
    check(some["a"], expected)
    with pytest.raises(KeyError, match="left"):
        pictures().img.crop(frame.drop(columns="left"))


def test_blurs_of_each_kind():
    image = pillow_image("RGB", 10, 12)
    kinds = pd.Series({"a": "median", "c": "box"})
    blurred = pictures().img.blur(pd.Series({"a": 1, "b": 1, "c": 2}), kind=kinds)
    check(blurred["a"], image.filter(ImageFilter.MedianFilter(3)))
    check(blurred["c"], pillow_image("RGB", 30, 12).filter(ImageFilter.BoxBlur(2)))
    assert blurred.isna().tolist() == [False, True, False]


def test_tiles_of_several_sizes():
    tiles = pictures().img.tile(pd.Series({"a": 10, "c": 15}), 6, edge="drop")
    assert tiles["row"].groupby(level=0).size().to_dict() == {"a": 2, "b": 1, "c": 4}
    assert tiles["photo"].img.width.tolist() == [10, 10, pd.NA, 15, 15, 15, 15]


def test_each_row_is_normalised_by_its_own_numbers():
    column_ = pictures().img.convert("L").img.resize(6, 5)
    mean, std = column_.img.mean() / 255, column_.img.std() / 255
    for standard in (
        column_.img.normalize(mean[::-1], std),
        column_.img.normalize(mean.astype(object), std),
    ):
        assert standard.dtype.name == "tensor[float32, (5, 6, 1)]"
        np.testing.assert_allclose([tensor.mean() for tensor in standard], 0, atol=1e-5)
        np.testing.assert_allclose([tensor.std() for tensor in standard], 1, rtol=1e-5)
    some = pictures().img.normalize(mean[:2], std)
    assert some.isna().tolist() == [False, False, True]
    assert some.dtype.name == "tensor[float32, (12, *, 3)]"


def test_arrays_are_for_the_channels_when_normalising():
    by_channel = pictures().img.normalize(np.array([0.1, 0.2, 0.3]), [1, 2, 3])
    expected = (np.asarray(pillow_image("RGB", 10, 12)) / 255 - [0.1, 0.2, 0.3]) / [1, 2, 3]
    np.testing.assert_allclose(by_channel["a"], expected, rtol=1e-5, atol=1e-6)


def test_tiles_put_together_keep_the_kind_of_index():
    whole = pictures(TWICE)
    tiles = whole.img.tile(8)
    together = tiles["photo"].img.untile(tiles["row"], tiles["column"])
    assert together.index.equals(TWICE)
    assert together.index.names == TWICE.names
    np.testing.assert_array_equal(together.iloc[1].to_numpy(), whole.iloc[1].to_numpy())
    shuffled = tiles.iloc[::-1]
    with pytest.raises(ValueError, match="in their order"):
        tiles["photo"].img.untile(shuffled["row"], shuffled["column"])


def test_arrays_that_are_no_pictures_are_tensors():
    scaled = column(pillow_image("RGB", 5, 4), None).img.apply(lambda pixels: pixels / 255)
    assert scaled.dtype.name == "tensor[float64, (4, 5, 3)]"
    np.testing.assert_array_equal(scaled["a"], np.asarray(pillow_image("RGB", 5, 4)) / 255)
    assert scaled.isna().tolist() == [False, True]
    edges = pictures().img.apply(lambda pixels: pixels.mean(axis=(0, 2)))
    assert edges.dtype.name == "tensor[float64, (*,)]"
    assert pictures().img.apply(lambda pixels: pixels > 9).dtype.name == "tensor[bool, (12, *, 3)]"
    words = pictures().img.apply(lambda pixels: np.array(["word"]))
    assert words.dtype == object


def test_an_error_of_a_format_names_the_file(tmp_path):
    Image.new("RGBA", (4, 3)).save(tmp_path / "clear.png")
    clear = column(str(tmp_path / "clear.png"))
    with pytest.raises(pandas_ext.MediaError, match=r"row 'a': .*clear.png: no JPEG of mode RGBA"):
        clear.img.encode("JPEG")
    with pytest.raises(pandas_ext.MediaError, match=r"row 'a': .*clear.png: PNG has no quality"):
        clear.img.save(tmp_path / "out", quality=80)
    assert clear.img.save(tmp_path / "out", quality=80, on_error="null").isna().all()
