"""A chain that has not been run yet is a value: copied, stored, compared, and safe from changes."""

import copy
import io
import pickle
import traceback

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import pandas_ext
from compat_tests.media.image.samples import column, pillow_image

STEPS = {
    "upright": lambda s: s.img.exif_transpose(),
    "grey": lambda s: s.img.convert("L"),
    "small": lambda s: s.img.resize(20, 14, filter="lanczos"),
    "part": lambda s: s.img.crop((2, 1, 12, 11)),
    "blurred": lambda s: s.img.blur(1.5),
    "turned": lambda s: s.img.rotate(30, expand=True),
    "lighter": lambda s: s * 1.3,
    "bare": lambda s: s - s.img.blur(3),
}
CHAINS = (
    ("upright", "small", "grey"),
    ("small", "upright", "part", "lighter"),
    ("grey", "turned", "upright", "small"),
    ("part", "bare", "blurred", "upright"),
)


def oriented(seed=0):
    exif = Image.Exif()
    exif[0x0112] = 8
    stream = io.BytesIO()
    pillow_image("RGB", 40, 31, seed).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def run(names, pictures, between=lambda s: s):
    for name in names:
        pictures = between(STEPS[name](pictures))
    return pictures


def computed(pictures):
    pictures.img.to_numpy()
    return pictures


@pytest.mark.parametrize("names", CHAINS)
@pytest.mark.parametrize("between", [computed, lambda s: s.img.decode(), copy.deepcopy, pd.Series])
def test_a_chain_gives_what_its_steps_give_one_by_one(names, between):
    pictures = column(oriented())
    at_once = run(names, pictures)
    apart = run(names, pictures, between)
    assert apart["a"].outline == at_once["a"].outline
    np.testing.assert_array_equal(apart["a"].to_numpy(), at_once["a"].to_numpy())
    assert apart.img.encode("PNG").img.orientation["a"] == (1 if "upright" in names else 8)


@pytest.mark.parametrize("names", CHAINS)
def test_what_has_been_computed_is_no_part_of_a_picture(names):
    fresh, known = (run(names, column(oriented(), None)) for _ in range(2))
    known[:1].img.to_numpy()
    assert (known[:1] == fresh[:1]).all()
    assert hash(known["a"]) == hash(fresh["a"])
    assert pickle.dumps(known) == pickle.dumps(fresh)
    further = [run(["small"], one) for one in (known, fresh)]
    assert further[0]["a"] == further[1]["a"]
    assert repr(further[0]["a"]) == repr(further[1]["a"])


@pytest.mark.parametrize("names", CHAINS)
def test_copies(names, tmp_path):
    pictures = run(names, column(oriented(), None))
    expected = pictures["a"].to_numpy()
    pictures.to_frame("image").to_feather(tmp_path / "a.feather")
    copies = [pickle.loads(pickle.dumps(pictures)), copy.deepcopy(pictures), pictures.copy()]
    for one in copies:
        assert one.equals(pictures)
        np.testing.assert_array_equal(one["a"].to_numpy(), expected)
    stored = pd.read_feather(tmp_path / "a.feather")["image"]
    np.testing.assert_array_equal(stored["a"].to_numpy(), expected)


def test_tiles_put_together_can_be_pickled():
    tiles = column(oriented()).img.tile(16)
    together = tiles["image"].img.untile(tiles["row"], tiles["column"])
    again = pickle.loads(pickle.dumps(together))
    np.testing.assert_array_equal(again["a"].to_numpy(), column(oriented())["a"].to_numpy())


CHANGING = {
    "array": (np.array([7]), lambda s, v: s.img.resize(v, 4)),
    "list": ([0, 0, 5, 6], lambda s, v: s.img.crop(v)),
    "colour": ([1, 2, 3], lambda s, v: s.img.pad(2, fill=v)),
    "place": ([0.0, 1.0], lambda s, v: s.img.fit(9, centering=v)),
    "column": (pd.Series({"a": 7}), lambda s, v: s.img.resize(v, 4)),
    "column of lists": (pd.Series({"a": [0, 0, 5, 6]}), lambda s, v: s.img.crop(v)),
    "boxes": (
        pd.DataFrame({"left": 0, "top": 0, "right": 5, "bottom": 6}, index=["a"]),
        lambda s, v: s.img.crop(v),
    ),
    "numbers": (np.array([10]), lambda s, v: s + v),
}


@pytest.mark.parametrize("name", CHANGING)
def test_arguments_that_change_later_change_nothing(name):
    value, step = CHANGING[name]
    given = pickle.loads(pickle.dumps(value))
    result = step(column(oriented()), given)
    if name == "column of lists":
        given["a"][:] = [0, 0, 1, 1]
    elif isinstance(given, (pd.Series, pd.DataFrame)):
        given[:] = 1
    else:
        given[:] = [1 for _ in given]
    expected = step(column(oriented()), value)
    np.testing.assert_array_equal(result["a"].to_numpy(), expected["a"].to_numpy())


def test_pictures_that_change_later_change_nothing():
    pixels = np.asarray(pillow_image("L", 5, 4)).copy()
    before = pixels.copy()
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    for data in (bytearray(stream.getvalue()), memoryview(bytearray(stream.getvalue()))):
        pictures = column(pixels, data)
        summed = pictures + pictures
        pixels[:] = 0
        data[:] = bytes(len(data))
        pictures[:] = None
        for cell in summed:
            np.testing.assert_array_equal(cell.to_numpy(), np.clip(before * 2.0, 0, 255))
        pixels[:] = before


def test_pixels_that_a_picture_gives_are_read_only():
    pictures = column(oriented())
    for one in (
        pictures,
        pictures.img.decode(),
        pictures.img.flip(),
        computed(pictures.img.flip()),
    ):
        with pytest.raises(ValueError, match="read-only"):
            one["a"].to_numpy()[:] = 0


def test_an_error_names_row_and_file_and_comes_with_the_users_line(tmp_path):
    (tmp_path / "broken.jpg").write_bytes(oriented()[:400])
    pictures = column(oriented(), str(tmp_path / "broken.jpg"))
    chain = run(CHAINS[0], pictures)
    with pandas_ext.option_context(num_threads=2), pytest.raises(pandas_ext.MediaError) as caught:
        chain.img.mean()  # this line
    assert str(caught.value).startswith(f"row 'b': {tmp_path / 'broken.jpg'}: truncated JPEG")
    lines = [frame.line for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert "chain.img.mean()  # this line" in lines
