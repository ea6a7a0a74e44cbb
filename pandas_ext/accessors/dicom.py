"""``.img.dicom``: what DICOM files say besides their pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.codec.dicom_tags import dtype_of, read_tags
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import MediaError
from pandas_ext.settings import OnError
from pandas_ext.source.base import Source
from pandas_ext.value.image import Image


class DicomFacts(MediaAccessor):
    """Tags of DICOM files, read without their pixels. Private tags are left out.

    Values are Python's: text, whole and real numbers, bytes; several in one tag are a list, and
    sequences lists of dicts. Dates and times are text, as the file has them.
    """

    _name: ClassVar = "img.dicom"
    _dtype: ClassVar = ImageDtype
    _hint: ClassVar = 'series.astype("image") makes pictures of paths and bytes'

    def tags(self, names: Sequence[str], *, on_error: OnError = "raise") -> pandas.DataFrame:
        """Return tags as columns.

        Parameters
        ----------
        names : sequence of str
            Keywords: ``["PatientID", "Modality"]``.
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be read: an error, missing values, or these and a
            column ``error`` with the reason.

        Returns
        -------
        DataFrame
            With the index of the column. Tags of one value are ``str``, ``Int64`` or ``Float64``
            columns, all others of objects. A tag that a file does not have is missing.

        Raises
        ------
        ValueError
            If DICOM has no such tag.
        MediaError
            Naming row, file and reason.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> from pydicom.data import get_testdata_file
        >>> scans = pd.Series([get_testdata_file("CT_small.dcm")], dtype="image")
        >>> scans.img.dicom.tags(["Modality", "Rows"])
          Modality  Rows
        0       CT   128
        """
        if isinstance(names, str):
            raise TypeError(f"names are a list of keywords, not {names!r}")
        dtypes = {name: dtype_of(name) for name in names}
        wanted = list(dtypes)
        outcome = self._mapped(lambda image, _: read_tags(_file(image), wanted), on_error)
        columns = {
            name: column_of(
                [None if row is None else row.get(name) for row in outcome.results], dtype
            )
            for name, dtype in dtypes.items()
        }
        return self._reported_frame(columns, outcome, on_error)

    def header(self, *, on_error: OnError = "raise") -> Any:
        """Return all tags of each file as a dict from keywords to values.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            As for :meth:`tags`.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> from pydicom.data import get_testdata_file
        >>> scans = pd.Series([get_testdata_file("CT_small.dcm")], dtype="image")
        >>> scans.img.dicom.header()[0]["PixelSpacing"]
        [0.661468, 0.661468]
        """
        return self._facts(lambda image, _: read_tags(_file(image)), object, on_error)


def _file(image: Image) -> Source:
    if not isinstance(image.source, Source):
        raise MediaError("not a DICOM file, but pixels")
    return image.source


def column_of(values: list[Any], dtype: str | None) -> Any:
    """Return values as a column of a dtype; as objects if a file has others than its tag allows."""
    kind = {"Int64": int, "Float64": float, "str": str}.get(dtype or "")
    if kind is not None and all(value is None or isinstance(value, kind) for value in values):
        try:
            return pandas.array(values, dtype=dtype)
        except OverflowError:
            pass  # whole numbers beyond 64 bits: objects hold them
    return pandas.Series(values, dtype=object).array
