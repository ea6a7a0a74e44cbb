"""Frames, tiles, and functions."""

import io
import threading

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from compat_tests.media.image.samples import MODES, check, column, pillow_image


def file_of(images, kind):
    stream = io.BytesIO()
    images[0].save(stream, kind, save_all=True, append_images=images[1:])
    return stream.getvalue()


def test_frames():
    pages = [pillow_image("RGB", 9, 5, 0), pillow_image("L", 4, 7, 1), pillow_image("RGB", 1, 1, 2)]
    pictures = column(file_of(pages, "TIFF"), None, pages[0]).rename("scan")
    frames = pictures.img.explode()
    assert frames.columns.tolist() == ["scan", "frame"]
    assert frames.index.tolist() == ["a", "a", "a", "b", "c"]
    assert frames["frame"].tolist() == [0, 1, 2, pd.NA, 0]
    for cell, page in zip(frames["scan"]["a"], pages, strict=True):
        np.testing.assert_array_equal(cell.to_numpy(), np.asarray(page))
        assert (cell.mode, cell.width, cell.height) == (page.mode, *page.size)
    np.testing.assert_array_equal(frames["scan"]["c"].to_numpy(), np.asarray(pages[0]))


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_frames_of_animations(kind):
    whole = [pillow_image("L", 20, 10, seed) for seed in range(4)]
    data = file_of(whole, kind)
    frames = column(data).img.explode()["image"]
    assert len(frames) == 4
    with Image.open(io.BytesIO(data)) as image:
        for number, cell in enumerate(frames):
            image.seek(number)
            mode = cell.pixels.mode
            np.testing.assert_array_equal(cell.to_numpy(), np.asarray(image.convert(mode)))


def test_steps_before_explode_are_done_to_every_frame():
    pages = [pillow_image("L", 20, 10, seed) for seed in range(2)]
    frames = column(file_of(pages, "TIFF")).img.resize(5, 4).img.explode()["image"]
    for cell, page in zip(frames, pages, strict=True):
        np.testing.assert_array_equal(
            cell.to_numpy(), np.asarray(page.resize((5, 4), Image.Resampling.BILINEAR))
        )
    again = frames.img.explode()
    assert again["frame"].tolist() == [0, 0]
    assert again["image"].tolist() == frames.tolist()


@pytest.mark.parametrize("mode", MODES)
def test_tiles_and_back(mode):
    images = [pillow_image(mode, 40, 31), pillow_image(mode, 8, 8), pillow_image(mode, 1, 3)]
    pictures = column(*images, None)
    tiles = pictures.img.tile(16, 8)
    assert tiles.loc["a", "row"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert tiles.loc["a", "left"].tolist() == [0, 16, 32] * 4
    for label, row in tiles[:-1].iterrows():
        image = images["abc".index(label)]
        right, bottom = min(row["left"] + 16, image.width), min(row["top"] + 8, image.height)
        check(row["image"], image.crop((row["left"], row["top"], right, bottom)))
    assert tiles.iloc[-1].isna().all()
    shuffled = tiles.sample(frac=1, random_state=0)
    together = shuffled["image"].img.untile(shuffled["row"], shuffled["column"])
    assert together.isna().to_dict() == {"a": False, "b": False, "c": False, "d": True}
    for label, image in zip("abc", images, strict=True):
        check(together[label], image)


def test_edges():
    pictures = column(pillow_image("L", 40, 31))
    dropped = pictures.img.tile(16, edge="drop")
    assert dropped[["left", "top"]].to_numpy().tolist() == [[0, 0], [16, 0]]
    padded = pictures.img.tile(16, edge="pad")
    assert str(padded["image"].dtype) == "image[16x16]"
    last = padded["image"].iloc[-1].to_numpy()
    np.testing.assert_array_equal(last[:15, :8], np.asarray(pillow_image("L", 40, 31))[16:, 32:])
    assert not last[15:].any()
    assert not last[:, 8:].any()
    assert len(pictures.img.tile(50, edge="drop")) == 0


def test_tiles_that_do_not_fit():
    tiles = column(*[pillow_image("L", 4, 4)] * 4)
    tiles.index = ["a"] * 4
    with pytest.raises(ValueError, match="two tiles of 'a' in line 0, column 0"):
        tiles.img.apply(np.copy).img.untile([0] * 4, [0] * 4)
    with pytest.raises(ValueError, match="a line and a column for each tile"):
        tiles.img.untile([0], [0])
    gap = tiles.img.untile([0, 0, 2, 2], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="row 'a': no tile in line or column 1"):
        gap.img.to_tensor()
    cut = tiles.copy()
    cut.iloc[3] = pillow_image("L", 3, 4)
    wrong = cut.img.untile([0, 0, 1, 1], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="row 'a': the tile in line 1, column 1 is 3x4"):
        wrong.img.to_tensor()


def test_apply_makes_pictures_or_other_things():
    images = [pillow_image("RGB", 5, 4, seed) for seed in range(3)]
    pictures = column(images[0], None, *images[1:])
    turned = pictures.img.apply(lambda pixels, times: np.rot90(pixels, times), times=2)
    assert str(turned.dtype) == "image"
    np.testing.assert_array_equal(turned["d"].to_numpy(), np.rot90(images[2], 2))
    assert pd.isna(turned["b"])
    sizes = pictures.img.apply(lambda image: image.size[0], pillow=True)
    assert sizes.dropna().tolist() == [5, 5, 5]
    opened = pictures.img.apply(lambda image: image.convert("L"), pillow=True)
    check(opened["a"], images[0].convert("L"))


def test_apply_calls_in_order_once_in_this_thread():
    seen = []
    pictures = column(*[np.full((2, 2), k, np.uint8) for k in range(25)])
    pictures.img.apply(lambda pixels: seen.append((int(pixels[0, 0]), threading.get_ident())))
    assert seen == [(k, threading.get_ident()) for k in range(25)]


def test_what_a_function_raises_names_the_row():
    pictures = column(*[np.full((2, 2), k, np.uint8) for k in range(3)])
    with pytest.raises(ZeroDivisionError) as caught:
        pictures["b":].img.apply(lambda pixels: 1 // (int(pixels[0, 0]) - 2))
    assert caught.value.__notes__ == ["in row 'c'"]
    with pytest.raises(ValueError, match="read-only"):
        pictures.img.apply(lambda pixels: pixels.fill(0))


def test_apply_to_files_that_cannot_be_read(tmp_path):
    (tmp_path / "bad").write_bytes(b"nothing")
    pictures = column(np.zeros((2, 2), np.uint8), str(tmp_path / "bad"))
    with pytest.raises(ValueError, match=r"row 'b': .*bad"):
        pictures.img.apply(np.sum)
    report = pictures.img.apply(np.sum, on_error="report")
    assert report["value"].tolist()[0] == 0
    assert "bad" in report["error"]["b"]
