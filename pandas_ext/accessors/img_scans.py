"""``.img``: what there is to do with scans of DICOM and NIfTI files."""

from __future__ import annotations

from typing import Any

import pandas

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.accessors.dicom import DicomFacts
from pandas_ext.accessors.nifti import NiftiFacts
from pandas_ext.ops.image.window import Window


class Scans(MediaAccessor):
    """Windows, and what files of scans say besides their pixels."""

    @property
    def dicom(self) -> DicomFacts:
        """Tags of DICOM files."""
        return DicomFacts(self._series)

    @property
    def nifti(self) -> NiftiFacts:
        """Volumes of NIfTI files, and where they lie."""
        return NiftiFacts(self._series)

    def window(
        self,
        center: Any = None,
        width: Any = None,
        *,
        function: Any = None,
        view: Any = None,
    ) -> pandas.Series:
        """Make grey levels from black to white of a range of a scan's levels.

        Parameters
        ----------
        center, width : float or Series of float, optional
            The middle and the size of the range, in the units of the pixels (Hounsfield units of
            CT). By default what the file says of the frame, a table (VOI LUT) if it has one, the
            first where it says several; where it says nothing, all levels of the picture.
        function : {"linear", "linear_exact", "sigmoid"} or Series of these, optional
            How levels become grey; by default what the file says, or linear.
        view : int or Series of int, optional
            Which of the file's own tables and windows, counted in this order from 0.

        Returns
        -------
        Series of image
            Of mode ``"L"``; nothing is read or decoded until pixels are needed.

        Notes
        -----
        The functions are those of DICOM PS3.3, section C.11.2.1.2. Files whose lowest level is
        white (``MONOCHROME1``) keep their levels when they are decoded; here they are inverted, so
        that they look as they should.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> scans = pd.Series([np.array([[-1000, 40, 240, 900]], "float32")], dtype="image")
        >>> scans.img.window(40, 400)[0].to_numpy()
        array([[  0, 128, 255, 255]], dtype=uint8)
        """
        return self._then(Window, center=center, width=width, function=function, view=view)
