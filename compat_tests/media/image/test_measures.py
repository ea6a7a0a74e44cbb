"""Statistics are those of NumPy and Pillow, hashes those of imagehash."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import pandas_ext
from compat_tests.media.image.samples import EIGHT_BITS, MODES, SIZES, column, pillow_image

NUMPY = {"mean": np.mean, "std": np.std, "min": np.min, "max": np.max}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NUMPY)
def test_statistics(name, mode):
    images = [pillow_image(mode, *size) for size in SIZES]
    pictures = column(*images, None)
    of_all = getattr(pictures.img, name)()
    assert str(of_all.dtype) == "Float64"
    assert of_all.isna().tolist() == [False] * len(SIZES) + [True]
    of_each = getattr(pictures.img, name)(per_channel=True)
    for label, image in zip(pictures.index, images, strict=False):
        pixels = np.asarray(image).reshape(image.width * image.height, -1).astype(np.float64)
        np.testing.assert_allclose(of_all[label], NUMPY[name](pixels), rtol=1e-12)
        np.testing.assert_allclose(of_each[label], NUMPY[name](pixels, axis=0), rtol=1e-12)
    assert pd.isna(of_each.iloc[-1])


def test_numbers_of_a_channel_are_a_tensor():
    pictures = column(pillow_image("RGB", 3, 2), None)
    assert str(pictures.img.mean(per_channel=True).dtype) == "tensor[float64, (3,)]"
    assert str(pictures[1:].img.mean(per_channel=True).dtype) == "tensor[float64, (*,)]"
    mixed = column(pillow_image("RGB", 3, 2), pillow_image("L", 3, 2)).img.mean(per_channel=True)
    assert str(mixed.dtype) == "tensor[float64, (*,)]"


@pytest.mark.parametrize("mode", EIGHT_BITS)
def test_histogram_and_entropy(mode):
    images = [pillow_image(mode, *size) for size in SIZES]
    pictures = column(*images)
    histograms, entropies = pictures.img.histogram(), pictures.img.entropy()
    for label, image in zip(pictures.index, images, strict=True):
        assert histograms[label].reshape(-1).tolist() == image.histogram()
        assert entropies[label] == pytest.approx(image.entropy())


@pytest.mark.parametrize("between", [None, (10, 50.5), (-3, 900)])
def test_bins(between):
    for mode, everything in (("L", (0, 256)), ("I;16", (0, 65536)), ("F", None)):
        image = pillow_image(mode, 40, 31)
        counted = column(image).img.histogram(7, between)["a"]
        expected = np.histogram(np.asarray(image), 7, between or everything)[0]
        assert counted.tolist() == [expected.tolist()]


def test_what_is_not_finite_is_in_no_bin():
    real = column(np.array([[0, np.nan, 5, np.inf]], np.float32), np.array([[np.nan]], np.float32))
    assert [counts.sum() for counts in real.img.histogram(3)] == [2, 0]


@pytest.mark.parametrize("between", [(5, 1), (0, np.inf), (1,), "ab"])
def test_wrong_bins(between):
    with pytest.raises((ValueError, TypeError), match="range is two finite numbers"):
        column(pillow_image("L", 3, 3)).img.histogram(4, between)


# what imagehash 4.3.2 gives: average_hash, dhash, phash, whash
HASHES = {
    "chelsea.png": ("82808e4b09a373e7", "5414589aab6fa785", "b15fe6465121175e", "c2c08e4b09a377f7"),
    "rocket.jpg": ("00002078f8fcfc7c", "e0c0c090909090d1", "c0371bec1be51267", "000070fcfcfcfc7c"),
    "camera.png": ("ffcf8f07071f1f1f", "509a3c7fbc756cec", "bff1c1c0434e8cbc", "ffcf8f0107171606"),
    "coins.png": ("ffffe0f001218003", "a2e285a553d5264f", "e4d5b5a92b54523a", "ffff80fc01399201"),
    "logo.png": ("e7818901018183e7", "0e3369235f6d3f0f", "bec9e036849cc33b", "ff81899b818583e7"),
}


@pytest.fixture(scope="module")
def photographs():
    folder = Path(find_spec("skimage").origin).parent / "data"
    return pd.Series({name: str(folder / name) for name in HASHES}, dtype="image")


@pytest.mark.parametrize("kind", range(4))
def test_hashes(photographs, kind):
    hashes = getattr(photographs.img, ("ahash", "dhash", "phash", "whash")[kind])()
    assert str(hashes.dtype) == "UInt64"
    assert {name: f"{value:016x}" for name, value in hashes.items()} == {
        name: values[kind] for name, values in HASHES.items()
    }


def test_a_hash_is_that_of_the_picture_after_its_steps(photographs):
    upside_down = photographs.img.flip("vertical")
    expected = int(
        "".join(reversed([HASHES["camera.png"][0][k : k + 2] for k in range(0, 16, 2)])), 16
    )
    assert upside_down.img.ahash()["camera.png"] == expected


def test_hashes_of_small_and_missing_pictures():
    pictures = column(np.array([[7]], np.uint8), None)
    for name in ("ahash", "dhash", "phash", "whash"):
        hashes = getattr(pictures.img, name)()
        # every level ties, but for the mean level as the first of the frequencies
        assert hashes["a"] == (1 << 63 if name == "phash" else 0)
        assert pd.isna(hashes["b"])


def test_hashes_of_deep_pictures_are_those_of_8_bits_but_for_rounding():
    camera = Image.open(Path(find_spec("skimage").origin).parent / "data" / "camera.png")
    grey = np.asarray(camera.convert("L"))
    deep = grey.astype(np.uint16) * 257
    versions = column(deep, deep.astype(np.float32), grey.astype(np.float32) / 255)
    for name in ("ahash", "dhash", "phash", "whash"):
        expected = int(getattr(column(grey).img, name)()["a"])
        assert pandas_ext.hash_distance(getattr(versions.img, name)(), expected).max() <= 1


def test_hashes_of_reduced_pictures_are_near(photographs):
    rocket = photographs[["rocket.jpg"]]
    for name in ("ahash", "dhash", "phash", "whash"):
        full = getattr(rocket.img, name)()
        reduced = getattr(rocket.img, name)(reducing=True)
        assert pandas_ext.hash_distance(full, reduced).max() <= 4


def test_distances():
    one = pd.Series([0, 2**64 - 1, 5, None], index=list("abcd"), dtype="UInt64", name="hash")
    other = pd.Series({"c": 4, "b": 2**63, "a": None, "d": 1}, dtype="UInt64")
    expected = pd.Series([None, 63, 1, None], index=list("abcd"), dtype="Int64", name="hash")
    pd.testing.assert_series_equal(pandas_ext.hash_distance(one, other), expected)
    expected = pd.Series([64, 0, 62, None], index=list("abcd"), dtype="Int64", name="hash")
    pd.testing.assert_series_equal(pandas_ext.hash_distance(one, 2**64 - 1), expected)


def test_near_duplicates(monkeypatch):
    monkeypatch.setattr("pandas_ext.hashes._PAIRS", 100)  # several blocks of rows
    rng = np.random.default_rng(0)
    values = rng.integers(0, 2**6, 40, dtype=np.uint64)
    hashes = pd.Series([*values.tolist(), None], index=range(100, 141), dtype="UInt64")
    found = pandas_ext.near_duplicates(hashes, 1)
    expected = [
        (100 + one, 100 + two, (int(values[one]) ^ int(values[two])).bit_count())
        for one in range(40)
        for two in range(one + 1, 40)
        if (int(values[one]) ^ int(values[two])).bit_count() <= 1
    ]
    assert list(found.itertuples(index=False, name=None)) == expected
    assert pandas_ext.near_duplicates(hashes[-1:]).to_dict("list") == {
        "left": [], "right": [], "distance": []
    }  # fmt: skip


def test_files_that_cannot_be_read(tmp_path):
    Image.new("L", (5, 4), 9).save(tmp_path / "good.png")
    (tmp_path / "bad.png").write_bytes(b"nothing")
    pictures = column(str(tmp_path / "good.png"), str(tmp_path / "bad.png"))
    for name in ("mean", "entropy", "histogram", "phash"):
        with pytest.raises(ValueError, match=r"row 'b': .*bad.png"):
            getattr(pictures.img, name)()
        null = getattr(pictures.img, name)(on_error="null")
        assert null.isna().tolist() == [False, True]
        report = getattr(pictures.img, name)(on_error="report")
        assert report["error"].isna().tolist() == [True, False]
