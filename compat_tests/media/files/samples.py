"""Small pictures of every format and mode, written by Pillow or by hand."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational
from sklearn.datasets import load_sample_images


@cache
def photograph(width: int = 61, height: int = 43) -> Image.Image:
    """A part of a real photograph, in colour."""
    whole = Image.fromarray(load_sample_images().images[0])
    return whole.crop((150, 100, 150 + 4 * width, 100 + 4 * height)).resize((width, height))


def written(image: Image.Image, form: str, **options: Any) -> bytes:
    """A picture as a file."""
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth: int, colours: int, *extra: bytes, width: int = 16, height: int = 4) -> bytes:
    """A PNG of any bit depth and colour type, with chunks between header and pixels."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    row = (width * depth * channels + 7) // 8
    noise = np.random.default_rng(depth * 10 + colours).integers(0, 256, (height, row), np.uint8)
    lines = b"".join(b"\0" + line.tobytes() for line in noise)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))
        + b"".join(extra)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def oriented(orientation: int) -> Image.Exif:
    """EXIF data that says how the camera was held, among other things."""
    exif = Image.Exif()
    exif[0x010E] = "a photograph"
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x829A] = IFDRational(1, 250)
    return exif


@cache
def samples() -> dict[str, bytes]:
    """Files by name; all of them are sound."""
    rgb = photograph()
    grey, alpha = rgb.convert("L"), rgb.convert("RGBA")
    alpha.putalpha(grey)
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(8, 32))
    palette = bytes(range(250, 250 - 48, -1)) * 16
    plte = chunk(b"PLTE", palette)
    every = [rgb.rotate(90 * turn) for turn in range(3)]
    found = {
        "jpeg": written(rgb, "JPEG"),
        "jpeg_grey": written(grey, "JPEG"),
        "jpeg_444": written(rgb, "JPEG", subsampling=0, quality=95),
        "jpeg_progressive": written(rgb, "JPEG", progressive=True),
        "jpeg_cmyk": written(rgb.convert("CMYK"), "JPEG"),
        "jpeg_rgb": written(rgb, "JPEG", keep_rgb=True),
        "jpeg_exif": written(rgb, "JPEG", exif=oriented(6)),
        "jpeg_profile": written(rgb, "JPEG", icc_profile=b"x" * 100_000, exif=oriented(8)),
        "jpeg_comment": written(rgb, "JPEG", comment=b"c" * 60_000),
        "gif": written(rgb.quantize(64), "GIF"),
        "gif_grey": written(grey, "GIF"),
        "gif_ramp": written(ramp, "GIF", optimize=False),
        "gif_ramp_transparent": written(ramp, "GIF", optimize=False, transparency=9),
        "gif_transparent": written(rgb.quantize(64), "GIF", transparency=3),
        "gif_animated": written(every[0], "GIF", save_all=True, append_images=every[1:]),
        "bmp": written(rgb, "BMP"),
        "bmp_grey": written(grey, "BMP"),
        "bmp_palette": written(rgb.quantize(64), "BMP"),
        "bmp_bits": written(grey.convert("1"), "BMP"),
        "bmp_alpha": written(alpha, "BMP"),
        "webp": written(rgb, "WEBP"),
        "webp_lossless": written(rgb, "WEBP", lossless=True),
        "webp_alpha": written(alpha, "WEBP"),
        "webp_alpha_lossless": written(alpha, "WEBP", lossless=True),
        "webp_exif": written(rgb, "WEBP", exif=oriented(3)),
        "webp_animated": written(every[0], "WEBP", save_all=True, append_images=every[1:]),
        "avif": written(rgb, "AVIF"),
        "avif_alpha": written(alpha, "AVIF"),
        "tiff": written(rgb, "TIFF"),
        "tiff_lzw": written(rgb, "TIFF", compression="tiff_lzw"),
        "tiff_deflate": written(rgb, "TIFF", compression="tiff_adobe_deflate"),
        "tiff_jpeg": written(rgb, "TIFF", compression="jpeg"),
        "tiff_fax": written(grey.convert("1"), "TIFF", compression="group4"),
        "tiff_pages": written(every[0], "TIFF", save_all=True, append_images=every[1:]),
        "tiff_oriented": written(rgb, "TIFF", tiffinfo={0x0112: 5}),
        "png_animated": written(every[0], "PNG", save_all=True, append_images=every[1:]),
        "png_oriented": written(rgb, "PNG", exif=oriented(7)),
        "png_text": png(8, 2, chunk(b"tEXt", b"Comment\0" + b"x" * 20_000)),
        "jpeg2000": written(rgb, "JPEG2000"),
        "ppm": written(rgb, "PPM"),
        "pgm_16": written(deep, "PPM"),
        "ico": written(rgb.resize((32, 32)), "ICO"),
        "qoi": written(rgb, "QOI"),
        "sgi": written(rgb, "SGI"),
        "pcx": written(rgb, "PCX"),
        "dds": written(alpha, "DDS"),
    }  # fmt: skip
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"):
        image = deep if mode == "I;16" else rgb.convert(mode)
        found[f"tiff_{mode}"] = written(image, "TIFF")
    lab = ImageCms.profileToProfile(
        rgb, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    found["tiff_LAB"] = written(lab, "TIFF")
    found["tiff_big_endian"] = big_endian_tiff(np.asarray(deep))
    for depth, colours in ((1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2), (8, 4),
                           (16, 4), (8, 6), (16, 6)):  # fmt: skip
        found[f"png_{depth}_{colours}"] = png(depth, colours)
    for depth in (1, 2, 4, 8):
        few = chunk(b"PLTE", palette[: 3 * 2**depth])
        found[f"png_{depth}_3"] = png(depth, 3, few)
        found[f"png_{depth}_3_transparent"] = png(depth, 3, few, chunk(b"tRNS", b"\x80\0"))
    for depth in (1, 2, 4, 8, 16):
        found[f"png_{depth}_0_transparent"] = png(depth, 0, chunk(b"tRNS", b"\0\1"))
    found["png_8_2_transparent"] = png(8, 2, chunk(b"tRNS", b"\0\1\0\2\0\3"))
    found["png_palette_and_colour"] = png(8, 2, plte)
    parts = webp_chunks(found["webp_alpha"])
    lossless = webp_chunks(found["webp_alpha_lossless"])[b"VP8L"]
    opaque = webp_chunks(found["webp_lossless"])[b"VP8L"]
    for flags in (0, 0x10):  # what they say of opacity need not be so
        head = (b"VP8X", bytes([flags]) + parts[b"VP8X"][1:])
        profile = (b"ICCP", bytes(5001))
        pixels = (b"VP8 ", parts[b"VP8 "])
        found[f"webp_{flags}"] = webp(head, pixels)
        found[f"webp_{flags}_alpha"] = webp(head, profile, (b"ALPH", parts[b"ALPH"]), pixels)
        found[f"webp_{flags}_lossless"] = webp(head, profile, (b"VP8L", opaque))
        found[f"webp_{flags}_alpha_lossless"] = webp(head, (b"VP8L", lossless))
    found["jpeg_ycck"] = ycck(found["jpeg_cmyk"])
    for name in ("jpeg_cmyk", "jpeg_rgb"):
        found[f"{name}_unmarked"] = without_adobe(found[name])
    found["one_pixel"] = written(rgb.resize((1, 1)), "PNG")
    found["wide"] = written(rgb.resize((30_000, 1)), "PNG")
    found["wide_jpeg"] = written(rgb.resize((30_000, 2)), "JPEG")
    return found


def big_endian_tiff(array: np.ndarray[Any, Any]) -> bytes:
    """A TIFF of 16-bit grey levels, the high byte first."""
    height, width = array.shape
    data = array.astype(">u2").tobytes()
    tags = [(256, 4, width), (257, 4, height), (258, 3, 16 << 16), (259, 3, 1 << 16),
            (262, 3, 1 << 16), (273, 4, 8), (277, 3, 1 << 16), (278, 4, height),
            (279, 4, len(data))]  # fmt: skip
    entries = b"".join(struct.pack(">HHII", tag, kind, 1, value) for tag, kind, value in tags)
    start = 8 + len(data)
    directory = struct.pack(">H", len(tags)) + entries + struct.pack(">I", 0)
    return b"MM\0\x2a" + struct.pack(">I", start) + data + directory


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of chunks."""
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_chunks(file: bytes) -> dict[bytes, bytes]:
    """The chunks of a WebP by kind."""
    found, place = {}, 12
    while place < len(file):
        length = int.from_bytes(file[place + 4 : place + 8], "little")
        found[file[place : place + 4]] = file[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    return found


def without_adobe(file: bytes) -> bytes:
    """A JPEG without the mark that says what its components are."""
    at = file.find(b"\xff\xee\0\x0eAdobe")
    return file if at < 0 else file[:at] + file[at + 16 :]


def ycck(cmyk: bytes) -> bytes:
    """A JPEG of four components with the mark that says they are luma, chroma and black."""
    at = cmyk.index(b"Adobe")
    return cmyk[: at + 11] + b"\2" + cmyk[at + 12 :]
