"""``.img``: between files and pixels."""

from __future__ import annotations

import os
from typing import Any

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.arrays.image_block import decoded_block
from pandas_ext.chain import run_annotated
from pandas_ext.codec.encode import Encode
from pandas_ext.codec.pillow import to_pillow
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.source.encoded import Encoded
from pandas_ext.value.image import Image
from pandas_ext.writers.images import Job, Request, encoded
from pandas_ext.writers.names import check_distinct, names_of
from pandas_ext.writers.target import Target


class ImageFiles(MediaAccessor):
    """Decode, encode, save and show. These compute when they are called, on all cores."""

    def decode(self, *, on_error: OnError = "raise") -> Any:
        """Return the pictures as pixels held in memory, after all steps.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be decoded: an error, a missing value, or this and a
            frame that has the reason in a column ``error``.

        Returns
        -------
        Series of image
            Independent of the files, whose EXIF data and colour profiles they keep. EXIF
            orientation is left alone: see ``exif_transpose``.

        Raises
        ------
        MediaError
            Naming row, file and reason.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((2, 3), "uint8")], dtype="image").img.encode("PNG")
        >>> pictures.img.decode()[0]
        <L 3x2>
        """
        dtype = self._series.dtype
        if on_error == "raise" and dtype.mode and dtype.size and not self._array.isna().any():
            return self._wrapped(self._located(lambda: decoded_block(self._array)))
        return self._facts(_decoded, dtype, on_error)

    def encode(
        self,
        format: Any,  # noqa: A002 - the word of the field
        *,
        quality: Any = None,
        subsampling: Any = None,
        lossless: Any = None,
        exif: Any = True,
        icc_profile: Any = True,
        on_error: OnError = "raise",
    ) -> Any:
        """Return the pictures as encoded files held in memory, after all steps.

        Parameters
        ----------
        format : {"JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"} or Series of these
            What to encode as.
        quality : int or Series of int, optional
            1 to 100, of JPEG, WebP and AVIF; by default 75 (WebP: 80).
        subsampling : {"4:4:4", "4:2:2", "4:2:0"} or Series of these, optional
            How much coarser JPEG and AVIF keep colours than brightness; by default ``"4:2:0"``.
        lossless : bool or Series of bool, optional
            Of WebP, which has both; PNG, TIFF and BMP always are, GIF has 256 colours.
        exif : bool or Series of bool
            Whether EXIF data of the file that a picture comes from are carried over (JPEG, PNG,
            WebP, AVIF and TIFF hold them). They may say where a photograph was taken. The
            orientation is reset after ``exif_transpose``, sizes are those of the new picture,
            and thumbnails are left out. ``None`` is ``False``.
        icc_profile : bool or Series of bool
            Whether its colour profile is, if it is one of the new picture's channels; without it,
            photographs in Display P3 or Adobe RGB look pale. ``None`` is ``False``.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be decoded, or not be written in that format: an
            error, a missing value, or this and a frame that has the reason in a column ``error``.

        Returns
        -------
        Series of image
            A file that has the format already, no steps, and none of the other arguments stays as
            it is, bit for bit; also one of which ``exif=False`` has nothing to leave out.

        Notes
        -----
        Pillow's ``Image.save`` carries profiles over to PNG, TIFF and AVIF, and EXIF data nowhere;
        here both go wherever they can be. Whoever reads a TIFF whose orientation is not upright
        turns it: this package does, too.

        Raises
        ------
        MediaError
            Naming row, file and reason.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> pictures = pd.Series([np.zeros((2, 3, 3), "uint8")], dtype="image")
        >>> pictures.img.encode("JPEG", quality=90).img.format[0]
        'JPEG'
        """
        makers = self._made(
            Encode, format=format, quality=quality, subsampling=subsampling, lossless=lossless,
            exif=_unless_true(exif), icc_profile=_unless_true(icc_profile),
        )  # fmt: skip
        rows = [
            None if cell is None or encode is None else (cell, encode)
            for cell, encode in zip(self._array.cells, makers, strict=True)
        ]

        def run(row: tuple[Image, Encode], budget: Budget) -> Image:
            return Image(Encoded(encoded(*row, budget)))

        outcome = self._mapped(run, on_error, rows)
        return self._outcome(outcome, ImageDtype(), on_error)

    def save(
        self,
        folder: str | os.PathLike[str],
        name: Any = None,
        *,
        format: Any = None,  # noqa: A002 - the word of the field
        quality: Any = None,
        subsampling: Any = None,
        lossless: Any = None,
        exif: Any = True,
        icc_profile: Any = True,
        on_error: OnError = "raise",
    ) -> Any:
        """Write each picture to a file of its own, and return the paths.

        Parameters
        ----------
        folder : str or PathLike
            A path, made if it is not there, or a URL that fsspec can write to.
        name : str or Series of str, optional
            A pattern with ``{index}`` and ``{position}``, or a name for each row; by default the
            index. Names may have folders. What ends in none of the formats' suffixes gets one.
        format : str or Series of str, optional
            As for ``encode``; by default what the name ends in, then what the file has that the
            picture comes from, then PNG.
        quality, subsampling, lossless, exif, icc_profile
            As for ``encode``.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be read or written: an error (others may have been
            written before), a missing path, or this and a frame that has the reason in a column
            ``error``.

        Returns
        -------
        Series of str
            Where each is; missing where the picture, its name or another argument is.

        Raises
        ------
        ValueError
            If two rows have the same name, or one does not stay below the folder; nothing is
            written then.
        MediaError
            Naming row, file and reason.

        Notes
        -----
        A file that is encoded as asked for, and has no steps, is written as it is, bit for bit. No
        reader ever sees half a file: each is written under another name and renamed.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext, tempfile
        >>> pictures = pd.Series([np.zeros((2, 3, 3), "uint8")], index=["black"], dtype="image")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pictures.img.save(folder)["black"].removeprefix(folder)
        '/black.png'
        """
        target = Target(folder)
        names = names_of(list(self._series.index), self._aligned(name))
        options = self._made(
            dict, format=format, quality=quality, subsampling=subsampling, lossless=lossless,
            exif=_unless_true(exif), icc_profile=_unless_true(icc_profile),
        )  # fmt: skip
        requests = [
            None if cell is None or own is None or given is None else Request(cell, own, given)
            for cell, own, given in zip(self._array.cells, names, options, strict=True)
        ]
        planned = self._mapped(lambda request, _: request.job(), on_error, requests)
        jobs = planned.results
        check_distinct(self._series.index, [None if job is None else job.name for job in jobs])

        def write(job: Job, budget: Budget) -> str:
            target.write(job.name, job.data(budget))
            return target.path(job.name)

        outcome = self._mapped(write, on_error, jobs)
        outcome.errors.update(planned.errors)
        return self._outcome(outcome, "str", on_error)

    def show(self, rows: int = 1) -> None:
        """Open the first pictures in the system's viewer.

        Parameters
        ----------
        rows : int
            How many, at most; missing ones are left out.
        """
        for image in self._series.iloc[:rows].dropna():
            to_pillow(image.pixels).show()


def _unless_true(value: Any) -> Any:
    """Return whether something is carried over, nothing where it is: so it is anyway."""
    return None if value is True else False if value is None else value


def _decoded(image: Image, budget: Budget) -> Image:
    pixels, metadata = run_annotated(image, budget)
    return Image(pixels, (), metadata)
