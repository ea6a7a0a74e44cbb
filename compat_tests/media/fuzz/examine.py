"""What must hold for any bytes taken as a picture."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

import pandas_ext
from pandas_ext.codec.exif import read_exif
from pandas_ext.codec.table import count_frames
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image

MAX_PIXELS = 20_000_000
SECONDS = 10.0  # of one core, for a file
GROWTH = 600  # MiB that one file may add to the most the process ever used


@dataclass
class Finding:
    """Something that must not be.

    Attributes
    ----------
    kind : str
        In a word or two.
    detail : str
        What happened.
    """

    kind: str
    detail: str


Check = Callable[[bytes], list[Finding]]


def examine(data: bytes, checks: Sequence[Check] = ()) -> list[Finding]:
    """Read facts and pixels of a file; only a ``MediaError`` may come of it.

    ``checks`` are of other kinds of files than pictures.
    """
    found: list[Finding] = []
    start, before = time.process_time(), _peak()
    with pandas_ext.option_context(max_pixels=MAX_PIXELS, num_threads=1):
        for check in checks or (_header_and_pixels, _others, _column):
            try:
                found += check(data)
            except pandas_ext.MediaError as error:
                found += _message(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                found.append(Finding("exception", f"{check.__name__}: {error!r}"))
    if time.process_time() - start > SECONDS:
        found.append(Finding("slow", f"{time.process_time() - start:.1f} s"))
    if _peak() - before > GROWTH:
        found.append(Finding("memory", f"{_peak() - before} MiB"))
    return found


def _header_and_pixels(data: bytes) -> list[Finding]:
    image = Image(Encoded(data))
    header = image.header
    pixels = image.pixels
    if pixels.outline != header.outline:
        return [Finding("header", f"{header} of pixels {pixels.outline}")]
    return []


def _others(data: bytes) -> list[Finding]:
    source = Encoded(data)
    frames = count_frames(source)
    read_exif(source)
    return [] if frames > 0 else [Finding("frames", f"{frames} frames")]


def _column(data: bytes) -> list[Finding]:
    column = pd.Series([data], dtype="image")
    line = column[0].summary()
    report = column.img.resize(8, 8, reducing=True).img.decode(on_error="report")
    if report.value.isna()[0] == report.error.isna()[0]:
        return [Finding("report", repr(report))]
    report.value.img.encode("TIFF")  # takes EXIF data apart
    return [] if line.startswith("<") and "\n" not in line else [Finding("summary", line)]


def _message(error: pandas_ext.MediaError) -> list[Finding]:
    said = error.reason
    fine = 5 < len(said) < 200 and "\n" not in said and " at 0x" not in said
    return [] if fine else [Finding("message", said)]


def _peak() -> int:
    """Return the most memory that this process ever used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
