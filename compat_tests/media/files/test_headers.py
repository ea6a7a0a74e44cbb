"""Headers read by hand say what Pillow says, and what decoding gives."""

import io

import pytest
from PIL import Image as PillowImage

from compat_tests.media.files.samples import samples
from pandas_ext.codec.pillow import PILLOW
from pandas_ext.codec.table import codec_of, count_frames
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image

every_sample = pytest.mark.parametrize("name", list(samples()))


@every_sample
def test_the_header_says_what_pillow_says(name: str) -> None:
    source = Encoded(samples()[name])
    header = Image(source).header
    with PillowImage.open(io.BytesIO(source.data)) as image:
        assert (header.format, header.width, header.height) == (image.format, *image.size)
        assert count_frames(source) == getattr(image, "n_frames", 1)
        assert header.mode == PILLOW.header(b"", source).mode
        image.load()  # turns TIFF upright, finds EXIF data after the pixels
        assert header.orientation == image.getexif().get(0x0112, 1)


@every_sample
def test_decoding_gives_the_mode_and_size_of_the_header(name: str) -> None:
    image = Image(Encoded(samples()[name]))
    assert image.pixels.outline == image.header.outline


class Counting(Encoded):
    """Bytes that remember up to where they were read."""

    __slots__ = ("most",)
    most: int

    def read_range(self, start: int, stop: int) -> bytes | memoryview:
        self.most = max(getattr(self, "most", 0), stop)
        return super().read_range(start, stop)


@pytest.mark.parametrize("name", ["jpeg", "png_8_2", "gif", "bmp", "webp", "webp_alpha"])
def test_a_header_needs_the_beginning_of_a_file_alone(name: str) -> None:
    source = Counting(samples()[name] + bytes(100_000))
    assert Image(source).header.width
    assert source.most <= 4096
    assert codec_of(source.data[:16]) is not PILLOW
