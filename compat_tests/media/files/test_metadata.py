"""EXIF data and colour profiles go from file to file with the picture, as far as they hold."""

from __future__ import annotations

import io
import pathlib
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image as PillowImage
from PIL import ImageCms

import pandas_ext
from compat_tests.media.files.samples import oriented, photograph, samples, written
from pandas_ext.codec.exif_edit import edited

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FORMS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
CAMERA, PLACE = 0x8769, 0x8825


def noted(orientation: int = 6) -> PillowImage.Exif:
    """EXIF data of a photograph of 61x43 pixels."""
    exif = oriented(orientation)
    exif.get_ifd(CAMERA).update({0xA002: 61, 0xA003: 43, 0x927C: b"maker's own"})
    exif.get_ifd(PLACE)[1] = "N"
    return exif


def with_thumbnail(exif: bytes, picture: bytes) -> bytes:
    """EXIF data with a second directory, of a thumbnail, as cameras write it."""
    tiff = exif.removeprefix(b"Exif\0\0")
    count = int.from_bytes(tiff[8:10], "big")
    link = 10 + 12 * count
    place = len(tiff) + 2 + 2 * 12 + 4
    entries = ((0x0201, place), (0x0202, len(picture)))
    second = len(entries).to_bytes(2, "big") + b"".join(
        tag.to_bytes(2, "big") + b"\0\4\0\0\0\1" + value.to_bytes(4, "big")
        for tag, value in entries
    )
    linked = tiff[:link] + len(tiff).to_bytes(4, "big") + tiff[link + 4 :]
    return b"Exif\0\0" + linked + second + bytes(4) + picture


def photo(form: str = "JPEG", **options: Any) -> bytes:
    given = {"exif": noted().tobytes(), "icc_profile": SRGB} | options
    return written(photograph(), form, **given)


def column(*files: object) -> pd.Series:
    return pd.Series(list(files), dtype="image")


def told(pictures: pd.Series) -> tuple[Any, ...]:
    """What Pillow finds in a file: orientation, size, two entries by kind, and the profile."""
    with PillowImage.open(io.BytesIO(pictures[0].source.read())) as image:
        exif = image.getexif()
        camera, place = exif.get_ifd(CAMERA), exif.get_ifd(PLACE)
        size = camera.get(0xA002), camera.get(0xA003)
        entries = exif.get(0x010E), camera.get(0x829A), place.get(1)
        return exif.get(0x0112, 1), size, entries, image.info.get("icc_profile")


ENTRIES = ("a photograph", 0.004, "N")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("decoded", [False, True])
def test_they_are_carried_over(form: str, decoded: bool) -> None:
    pictures = column(photo())
    pictures = pictures.img.decode() if decoded else pictures
    shrunk = pictures.img.resize(30, 20)
    assert told(shrunk.img.encode(form)) == (6, (30, 20), ENTRIES, SRGB)
    upright = shrunk.img.exif_transpose()
    assert told(upright.img.encode(form)) == (1, (20, 30), ENTRIES, SRGB)
    upright.img.to_numpy()  # kept, and still of that file
    assert told(upright.img.flip().img.encode(form)) == (1, (20, 30), ENTRIES, SRGB)


@pytest.mark.parametrize("source", FORMS)
def test_they_are_found_in_every_format(source: str) -> None:
    shrunk = column(photo(source)).img.thumbnail(30, 30).img.encode("PNG")
    turned = source == "TIFF"  # Pillow does when it decodes
    size = (21, 30) if turned else (30, 21)
    assert told(shrunk) == (1 if turned else 6, size, ENTRIES, SRGB)


def test_pixels_are_those_of_a_file_without() -> None:
    plain = column(photo("PNG", exif=b"", icc_profile=b"")).img.flip()
    for form in ("PNG", "TIFF"):
        noted_too = column(photo("PNG", exif=noted(1))).img.flip().img.encode(form)
        with PillowImage.open(io.BytesIO(noted_too[0].source.read())) as image:
            np.testing.assert_array_equal(np.asarray(image), plain[0].to_numpy())


def test_stale_thumbnails_are_left_out_and_makers_notes_stay_where_they_are() -> None:
    small = written(photograph(8, 6), "JPEG")
    before = with_thumbnail(noted().tobytes(), small)
    encoded = column(photo(exif=before)).img.flip().img.encode("JPEG")[0].source.read()
    assert small not in encoded
    with PillowImage.open(io.BytesIO(encoded)) as image:
        assert image.getexif().get_ifd(0x0201) == {}
        exif = image.info["exif"]
    assert exif.index(b"maker's own") == before.index(b"maker's own")
    assert before.startswith(exif[:4])


@pytest.mark.parametrize("form", FORMS)
def test_they_are_left_out_where_that_is_asked_for(form: str) -> None:
    pictures = column(photo("JPEG"))
    assert told(pictures.img.encode(form, exif=False))[2:] == ((None,) * 3, SRGB)
    bare = pictures.img.encode(form, exif=None, icc_profile=None)
    assert told(bare) == (1, (None, None), (None,) * 3, None)


def test_a_file_that_has_nothing_to_leave_out_stays_as_it_is() -> None:
    file = samples()["jpeg"]
    assert bytes(column(file).img.encode("JPEG", exif=False)[0].source.read()) == file


def test_a_choice_for_each_row() -> None:
    pictures = pd.Series([photo()] * 3, index=list("abc"), dtype="image")
    some = pictures.img.encode("PNG", exif=pd.Series({"c": True, "a": False, "b": None}))
    assert some.isna().tolist() == [False, True, False]
    assert [told(some[[k]].reset_index(drop=True))[0] for k in "ac"] == [1, 6]
    with pytest.raises(TypeError, match="exif is True or False, not 'no'"):
        pictures.img.encode("PNG", exif="no")


def test_save_carries_them_over(tmp_path: pathlib.Path) -> None:
    paths = column(photo()).img.resize(30, 20).img.save(tmp_path, "{index}.png")
    assert told(column(paths[0]))[3] == SRGB
    bare = column(photo()).img.save(tmp_path, "{index}.jpg", exif=None)
    assert told(column(bare[0]))[2] == (None,) * 3


@pytest.mark.parametrize(
    ("convert", "form", "kept"),
    [("RGBA", "PNG", True), ("L", "PNG", False), ("CMYK", "TIFF", False), ("L", "WEBP", False)],
)
def test_a_profile_goes_with_colours_of_its_kind(convert: str, form: str, kept: bool) -> None:
    converted = column(photo()).img.convert(convert).img.encode(form)
    assert told(converted)[3] == (SRGB if kept else None)


def test_decoded_pictures_say_what_their_files_did(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo())
    decoded = column(str(path), None).img.decode()
    path.unlink()
    shared = pickle.loads(pickle.dumps(decoded))
    decoded.to_frame("image").to_parquet(tmp_path / "a.parquet")
    stored = pandas_ext.read_parquet(tmp_path / "a.parquet")["image"]
    for pictures in (decoded, shared, stored, decoded.astype(object).astype("image")):
        assert pictures.img.orientation.tolist() == [6, pd.NA]
        assert pictures.img.exif[0]["GPSInfo"] == {"GPSLatitudeRef": "N"}
        assert pictures.img.exif_transpose().img.size[0] == (43, 61)
        assert told(pictures[:1].img.encode("JPEG")) == (6, (61, 43), ENTRIES, SRGB)


def test_pillow_images_bring_theirs() -> None:
    with PillowImage.open(io.BytesIO(photo())) as image:
        assert told(column(image).img.resize(30, 20).img.encode("WEBP"))[3] == SRGB


@pytest.mark.parametrize("form", FORMS)
def test_damaged_ones_are_left_out(form: str) -> None:
    exif = noted().tobytes()
    rng = np.random.default_rng(0)
    for _ in range(40):
        noise = bytearray(exif)
        for place in rng.integers(6, len(exif), 8):
            noise[place] = rng.integers(256)
        file = photo("PNG", exif=bytes(noise), icc_profile=b"no profile" * 20)
        flipped = column(file).img.flip().img.encode(form)
        assert flipped.img.format[0] == form
        assert flipped[0].pixels.nbytes == 61 * 43 * 3
        assert b"no profile" not in flipped[0].source.read()


def test_what_is_too_long_for_a_jpeg() -> None:
    exif = noted()
    exif[0x010E] = "a long description " * 4000
    encoded = column(photo("PNG", exif=exif)).img.flip()
    assert told(encoded.img.encode("JPEG"))[2] == (None,) * 3
    assert told(encoded.img.encode("PNG"))[2][1:] == ENTRIES[1:]


def test_editing() -> None:
    assert edited(b"", 1, 2, 3) == edited(b"MM\0*\0\0\0\x08\0", 1, 2, 3) == b""
    exif = noted().tobytes().removeprefix(b"Exif\0\0")
    same = edited(exif, 6, 61, 43)
    assert same == exif
    wide = edited(exif, 6, 70_000, 43)  # more than a short number holds
    assert wide == exif
