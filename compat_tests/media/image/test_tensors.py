"""Pixels as arrays and tensors."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from compat_tests.media.image.samples import CHANNELS, MODES, column, pillow_image


def as_hwc(image):
    return np.asarray(image).reshape(image.height, image.width, -1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("layout", ["HWC", "CHW"])
def test_one_shape(mode, layout):
    images = [pillow_image(mode, 5, 4, seed) for seed in range(2)]
    tensors = column(images[0], None, images[1]).img.to_tensor(layout)
    channels = CHANNELS.get(mode, 1)
    shape = (4, 5, channels) if layout == "HWC" else (channels, 4, 5)
    assert str(tensors.dtype) == f"tensor[{np.asarray(images[0]).dtype}, {shape}]"
    assert tensors.isna().tolist() == [False, True, False]
    for label, image in (("a", images[0]), ("c", images[1])):
        expected = as_hwc(image)
        if layout == "CHW":
            expected = expected.transpose(2, 0, 1)
        np.testing.assert_array_equal(tensors[label], expected)


def test_several_shapes():
    images = [pillow_image("L", 5, 4), pillow_image("RGB", 3, 2)]
    tensors = column(*images, None).img.to_tensor()
    assert str(tensors.dtype) == "tensor[uint8, (*, *, *)]"
    for cell, image in zip(tensors, images, strict=False):
        np.testing.assert_array_equal(cell, as_hwc(image))
    assert tensors.isna().tolist() == [False, False, True]


def test_nothing_but_missing():
    tensors = pd.Series([None], dtype="image[RGB]").img.to_tensor("CHW", scale=True)
    assert str(tensors.dtype) == "tensor[float32, (*, *, *)]"
    assert tensors.isna().all()
    known = pd.Series([None], dtype="image[RGB, 4x3]").img.to_tensor("CHW", scale=True)
    assert str(known.dtype) == "tensor[float32, (3, 3, 4)]"
    assert known.isna().all()


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_normalize_is_the_formula_in_the_type_of_the_elements(dtype):
    image = pillow_image("RGB", 5, 4)
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    result = column(image).img.normalize(mean, std, dtype=dtype, layout="CHW")["a"]
    levels = as_hwc(image).transpose(2, 0, 1).astype(dtype)
    along = [np.array(values, dtype).reshape(3, 1, 1) for values in (mean, std)]
    np.testing.assert_array_equal(result, (levels / np.array(255, dtype) - along[0]) / along[1])


def test_levels_as_they_are():
    image = pillow_image("I;16", 5, 4)
    result = column(image).img.normalize(100, 2, scale=False)["a"]
    np.testing.assert_array_equal(result, (as_hwc(image).astype("float32") - 100) / 2)
    scaled = column(image).img.to_tensor(scale=True)["a"]
    np.testing.assert_array_equal(scaled, as_hwc(image).astype("float32") / 65535)


def test_elements_of_another_type():
    pictures = column(np.array([[0, 7]], np.uint16), np.array([[0, 256]], np.uint16))
    assert pictures[:1].img.to_tensor(dtype="uint8")["a"].tolist() == [[[0], [7]]]
    with pytest.raises(ValueError, match="row 'b': levels from 0 to 256 do not fit uint8"):
        pictures.img.to_tensor(dtype="uint8")


def test_rows_of_one_array_are_given_without_a_copy():
    pictures = column(*[pillow_image("RGB", 40, 31, seed) for seed in range(3)]).img.resize(4, 3)
    whole = pictures.img.to_numpy()
    assert whole.shape == (3, 3, 4, 3)
    assert np.shares_memory(pictures.img.to_numpy(), whole)
    assert np.shares_memory(pictures["b":].img.to_numpy(), whole[1:])
    tensors = pictures.img.to_tensor()
    assert np.shares_memory(tensors["b"], whole[1])
    for other in (pictures.iloc[::-1], pictures.iloc[[0, 0]]):
        np.testing.assert_array_equal(other.img.to_numpy(), [cell.to_numpy() for cell in other])


def test_writing_to_tensors_leaves_pictures_alone():
    pictures = column(*[pillow_image("L", 4, 3, seed) for seed in range(2)]).img.flip()
    whole = pictures.img.to_numpy().copy()
    tensors = pictures.img.to_tensor()
    tensors["a"] = np.zeros((3, 4, 1), np.uint8)
    assert not tensors["a"].any()
    np.testing.assert_array_equal(pictures.img.to_numpy(), whole)


@pytest.mark.parametrize(
    ("pictures", "message"),
    [
        ([None], "a missing picture has no pixels"),
        ([], "one array needs pictures of one mode and size"),
        ([np.zeros((2, 2), "u1"), np.zeros((2, 3), "u1")], "one array needs pictures of one mode"),
    ],
)
def test_no_array(pictures, message):
    with pytest.raises(ValueError, match=message):
        column(*pictures).img.to_numpy()


def test_files_that_cannot_be_read(tmp_path):
    Image.new("RGB", (5, 4), (1, 2, 3)).save(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes(b"nothing")
    pictures = column(str(tmp_path / "good.png"), str(tmp_path / "bad.png")).img.resize(2, 2)
    with pytest.raises(ValueError, match=r"row 'b': .*bad.png: "):
        pictures.img.to_tensor()
    null = pictures.img.to_tensor(on_error="null")
    assert null.isna().tolist() == [False, True]
    assert (null["a"] == [1, 2, 3]).all()
    report = pictures.img.convert("RGB").img.to_tensor(on_error="report")
    assert str(report["value"].dtype) == "tensor[uint8, (2, 2, 3)]"
    assert report["value"].isna().tolist() == [False, True]
    assert report["error"].isna().tolist() == [True, False]
    assert "bad.png" in report["error"]["b"]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda img: img.to_tensor("HCW"), ValueError, "layout is one of HWC, CHW"),
        (lambda img: img.to_tensor(dtype="str"), TypeError, "pixels do not become elements"),
        (lambda img: img.to_tensor(dtype="int32", scale=True), TypeError, "no whole numbers"),
        (lambda img: img.normalize(0, 0), ValueError, "std is not 0"),
        (lambda img: img.normalize((0, 1), 1), ValueError, "row 'a': 2 values for the channels"),
        (lambda img: img.to_tensor(on_error="ignore"), ValueError, "on_error is one of raise"),
    ],
)
def test_wrong_arguments(call, error, message):
    with pytest.raises(error, match=message):
        call(column(pillow_image("RGB", 2, 2)).img)


def test_decoded_pictures_of_one_size_are_rows_of_one_array():
    pictures = column(*[pillow_image("RGB", 40, 31, seed) for seed in range(3)])
    decoded = pictures.img.resize(4, 3).img.convert("RGB").img.decode()
    assert str(decoded.dtype) == "image[RGB, 4x3]"
    whole = decoded.img.to_numpy()
    assert all(np.shares_memory(cell.to_numpy(), whole) for cell in decoded)
    assert np.shares_memory(decoded.img.to_tensor()["a"], whole)
    np.testing.assert_array_equal(whole, pictures.img.resize(4, 3).img.to_numpy())
