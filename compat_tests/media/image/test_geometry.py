"""Steps that move pixels give what Pillow gives, in every mode and size."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageOps

import pandas_ext
from compat_tests.media.image.samples import MODES, SIZES, check, column, pillow_image

METHODS = {name: Image.Resampling[name.upper()] for name in
           ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")}  # fmt: skip
BICUBIC = Image.Resampling.BICUBIC
BILINEAR = Image.Resampling.BILINEAR


def shrunk(image, size):
    copy = image.copy()
    copy.thumbnail(size, reducing_gap=None)
    return copy


def centre(image, width, height):
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def turned(image, angle, expand):
    return image.rotate(angle, BILINEAR, expand=expand)


STEPS = {
    "fit": (lambda s: s.img.fit(6, 9), lambda i: ImageOps.fit(i, (6, 9))),
    "fit placed": (
        lambda s: s.img.fit(6, 9, centering=(0.1, 1)),
        lambda i: ImageOps.fit(i, (6, 9), centering=(0.1, 1)),
    ),
    "letterbox": (lambda s: s.img.letterbox(20), lambda i: ImageOps.pad(i, (20, 20))),
    "letterbox placed": (
        lambda s: s.img.letterbox(9, 20, filter="box", centering=(0, 0.7)),
        lambda i: ImageOps.pad(i, (9, 20), Image.Resampling.BOX, centering=(0, 0.7)),
    ),
    "pad": (
        lambda s: s.img.pad(1, 2, 3, 4),
        lambda i: i.crop((-1, -2, i.width + 3, i.height + 4)),
    ),
    "crop": (lambda s: s.img.crop((0, 0, 1, 1)), lambda i: i.crop((0, 0, 1, 1))),
    "crop beside": (lambda s: s.img.crop((-9, 2, -4, 7)), lambda i: i.crop((-9, 2, -4, 7))),
    "crop across": (lambda s: s.img.crop((-2, -3, 5, 4)), lambda i: i.crop((-2, -3, 5, 4))),
    "center_crop": (lambda s: s.img.center_crop(4), lambda i: centre(i, 4, 4)),
    "center_crop odd": (lambda s: s.img.center_crop(5, 10), lambda i: centre(i, 5, 10)),
    "mirror": (lambda s: s.img.flip(), ImageOps.mirror),
    "flip": (lambda s: s.img.flip("vertical"), ImageOps.flip),
    "both": (lambda s: s.img.flip("both"), lambda i: i.rotate(180)),
    "rotate": (lambda s: s.img.rotate(33), lambda i: turned(i, 33, False)),
    "rotate wide": (lambda s: s.img.rotate(-33.7, expand=True), lambda i: turned(i, -33.7, True)),
    "quarter": (lambda s: s.img.rotate(90, expand=True), lambda i: turned(i, 90, True)),
    "quarter cut": (lambda s: s.img.rotate(270), lambda i: turned(i, 270, False)),
    "whole turn": (lambda s: s.img.rotate(720), lambda i: i),
    "exif_transpose": (lambda s: s.img.exif_transpose(), lambda i: i),
}  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", STEPS)
def test_steps(name, mode):
    ours, pillow = STEPS[name]
    # Pillow makes nothing, instead of a line, of what is too thin for its box
    sizes = [size for size in SIZES if not (name.startswith("letterbox") and size == (257, 3))]
    images = [pillow_image(mode, *size) for size in sizes]
    for cell, image in zip(ours(column(*images)), images, strict=True):
        check(cell, pillow(image))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("method", METHODS)
def test_resize(method, mode):
    for width, height in ((1, 1), (5, 3), (64, 50)):
        images = [pillow_image(mode, *size) for size in SIZES]
        cells = column(*images).img.resize(width, height, filter=method)
        for cell, image in zip(cells, images, strict=True):
            check(cell, image.resize((width, height), METHODS[method]))


@pytest.mark.parametrize("box", [(5, 5), (30, 2), (2, 30), (300, 300), (41, 30)])
def test_thumbnail(box):
    images = [pillow_image("RGB", *size) for size in (*SIZES, (1000, 3), (37, 41))]
    for cell, image in zip(column(*images).img.thumbnail(*box), images, strict=True):
        check(cell, shrunk(image, box))


def test_resize_to_one_side_keeps_the_shape():
    pictures = column(pillow_image("L", 40, 31), pillow_image("L", 257, 3))
    assert [cell.outline[1:] for cell in pictures.img.resize(width=20)] == [(20, 16), (20, 1)]
    assert [cell.outline[1:] for cell in pictures.img.resize(height=62)] == [(80, 62), (5311, 62)]


def test_fill_is_a_number_a_name_or_one_number_a_channel():
    image = pillow_image("RGB", 4, 2)
    for fill in ("orange", (255, 165, 0)):
        check(
            column(image).img.letterbox(4, fill=fill)["a"], ImageOps.pad(image, (4, 4), color=fill)
        )
        check(
            column(image).img.rotate(45, expand=True, fill=fill)["a"],
            image.rotate(45, BILINEAR, expand=True, fillcolor=fill),
        )
    assert column(image).img.pad(top=1, fill=9)["a"].to_numpy()[0].tolist() == [[9, 9, 9]] * 4
    inks = column(pillow_image("CMYK", 1, 1)).img.pad(top=1, fill="orange")
    assert inks["a"].to_numpy()[0].tolist() == [[0, 90, 255, 0]]
    deep = column(pillow_image("I;16", 1, 1)).img.pad(top=1, fill=65535)
    assert deep["a"].to_numpy()[0, 0] == 65535


@pytest.mark.parametrize("fill", [256, -1, 0.5, (1, 2), "no such colour"])
def test_a_colour_that_a_mode_lacks(fill):
    pictures = column(pillow_image("L", 2, 2), pillow_image("RGB", 2, 2)).img.pad(1, fill=fill)
    with pytest.raises(ValueError, match=r"^row 'b': .*colo"):
        pictures["b":].img.to_numpy()


def test_arguments_a_row():
    images = [pillow_image("RGB", 40, 31, seed) for seed in range(3)]
    pictures = column(*images)
    widths = pd.Series({"c": 3, "a": 5, "b": None}, dtype="Int64")
    result = pictures.img.resize(widths, 4)
    assert result.isna().tolist() == [False, True, False]
    check(result["a"], images[0].resize((5, 4), BILINEAR))
    check(result["c"], images[2].resize((3, 4), BILINEAR))

    angles = pd.Series([0.0, 90.0, 33.0], index=pictures.index)
    turned_rows = pictures.img.rotate(angles)
    assert str(turned_rows.dtype) == "image"
    for cell, image, angle in zip(turned_rows, images, angles, strict=True):
        check(cell, image.rotate(angle, BILINEAR))

    directions = pd.Series(["horizontal", "vertical", np.nan], index=pictures.index)
    flipped = pictures.img.flip(directions)
    check(flipped["b"], ImageOps.flip(images[1]))
    assert pd.isna(flipped["c"])


def test_boxes_a_row():
    images = [pillow_image("RGB", 40, 31, seed) for seed in range(3)]
    boxes = [(0, 0, 3, 4), (10, 20, 40, 31), (5, 5, 6, 6)]
    frame = pd.DataFrame(boxes, columns=["left", "top", "right", "bottom"], index=list("abc"))
    pictures = column(*images)
    ways = [
        pictures.img.crop(pd.Series(boxes, index=list("abc"))),
        pictures.img.crop(frame),
        pictures.img.crop(
            left=frame["left"], top=frame["top"], right=frame["right"], bottom=frame["bottom"]
        ),
    ]
    for way in ways:
        for cell, image, box in zip(way, images, boxes, strict=True):
            check(cell, image.crop(box))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda img: img.resize(), ValueError, "a width or a height is needed"),
        (lambda img: img.resize(-1, 2), ValueError, "width is a number of at least 0, not -1"),
        (lambda img: img.resize(1.5, 2), TypeError, "width is a whole number, not 1.5"),
        (lambda img: img.resize(1, 2, filter="best"), ValueError, "filter is one of nearest"),
        (lambda img: img.thumbnail(0), ValueError, "width is a number of at least 1"),
        (lambda img: img.fit(2, centering=(2, 0)), ValueError, "centering is two numbers"),
        (lambda img: img.crop((3, 0, 3, 5)), ValueError, "no pixels in the box"),
        (lambda img: img.crop((3, 0, 3)), ValueError, "a box is left, top, right and bottom"),
        (lambda img: img.crop(), TypeError, "crop needs a box"),
        (lambda img: img.pad(-1), ValueError, "left is a number of at least 0"),
        (lambda img: img.flip("sideways"), ValueError, "direction is one of"),
        (lambda img: img.rotate(float("inf")), ValueError, "angle is a finite number"),
        (lambda img: img.rotate("1"), TypeError, "angle is a number"),
        (lambda img: img.rotate(1, filter="lanczos"), ValueError, "filter is one of nearest"),
    ],
)  # fmt: skip
def test_wrong_arguments_raise_at_the_call(call, error, message):
    with pytest.raises(error, match=message):
        call(column(pillow_image("L", 2, 2)).img)


def test_a_wrong_argument_of_a_row_names_it():
    pictures = column(*[pillow_image("L", 2, 2)] * 3)
    with pytest.raises(ValueError, match="row 'b': width is a number of at least 0, not -1"):
        pictures.img.resize(pd.Series([1, -1, 2], index=pictures.index), 5)


@pytest.mark.parametrize(
    "step",
    [
        lambda img: img.resize(11, 10),
        lambda img: img.letterbox(11, 10),
        lambda img: img.crop((0, 0, 11, 10)),
        lambda img: img.pad(9, 9),
        lambda img: img.resize(10, 10).img.rotate(45, expand=True),
    ],
)
def test_nothing_larger_than_the_limit_is_made(step):
    pictures = step(column(None, pillow_image("L", 2, 2)).img)
    with pandas_ext.option_context(max_pixels=100):
        for compute in (pictures.img.to_tensor, pictures[1:].img.to_numpy, pictures.img.mean):
            with pytest.raises(pandas_ext.LimitError, match=r"^row 'b': \d+x\d+ pixels are more"):
                compute()


def test_a_tensor_far_over_the_limit_takes_no_memory():
    pictures = column(pillow_image("RGB", 2, 2)).img.resize(2_000_000, 2_000_000)
    with pytest.raises(pandas_ext.LimitError, match=r"^row 'a': 2000000x2000000 pixels are more"):
        pictures.img.to_tensor()
