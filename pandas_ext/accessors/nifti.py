"""``.img.nifti``: volumes of NIfTI files, and where they lie."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pandas
from numpy.typing import NDArray

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.arrays.image import ImageArray
from pandas_ext.codec.nifti_file import Volume, begins_nifti, open_nifti, read_volume
from pandas_ext.dtypes.image import ImageDtype
from pandas_ext.errors import MediaError
from pandas_ext.ops.image.check import whole
from pandas_ext.ops.image.slice import Slice
from pandas_ext.parallel import Budget, Outcome
from pandas_ext.settings import OnError
from pandas_ext.source.base import Source
from pandas_ext.value.image import Image


class NiftiFacts(MediaAccessor):
    """Volumes of NIfTI files, with slope and intercept applied."""

    _name: ClassVar = "img.nifti"
    _dtype: ClassVar = ImageDtype
    _hint: ClassVar = 'series.astype("image") makes pictures of paths and bytes'

    @property
    def affine(self) -> pandas.Series:
        """Matrix from voxel indices to millimetres, right, forward and up.

        ``tensor[float64, (4, 4)]``; by the file's sform, its qform, or voxel sizes alone.
        """
        return self._told(lambda volume: volume.header.get_best_affine(), "float64, (4, 4)")

    @property
    def voxel_size(self) -> pandas.Series:
        """Lengths of a voxel's edges, in the file's units (mostly mm); ``tensor[float64, (3,)]``.

        Axes that a file does not have are 1 long.
        """
        return self._told(_voxel_size, "float64, (3,)")

    @property
    def shape(self) -> pandas.Series:
        """Voxels along each axis, at least three, as tuples."""
        return self._facts(lambda image, _: _opened(image).shape)

    def volume(self, *, dtype: str = "float32", on_error: OnError = "raise") -> Any:
        """Return whole volumes, whatever slice of them each picture is.

        Parameters
        ----------
        dtype : str
            Type of the elements.
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be read: an error, a missing value, or this and a
            frame with a column of reasons.

        Returns
        -------
        Series of tensor
            Cells of shape (x, y, z); of (x, y, z, t) for all, if one of them is a series.

        Examples
        --------
        >>> import nibabel, numpy as np, pandas as pd, pandas_ext
        >>> file = nibabel.Nifti1Image(np.ones((4, 3, 2), "uint8"), np.eye(4)).to_bytes()
        >>> volumes = pd.Series([file], dtype="image").img.nifti.volume()
        >>> volumes.dtype, volumes[0].shape
        (tensor[float32, (*, *, *)], (4, 3, 2))
        """
        element = np.dtype(dtype)

        def voxels(image: Image, budget: Budget) -> NDArray[Any]:
            volume = _opened(image)
            with budget.hold(volume.nbytes * (2 if volume.packed else 1)):
                return read_volume(image.source, volume, element)

        outcome = self._mapped(voxels, on_error)
        return self._reported(self._wrapped(_tensors(outcome, element)), outcome, on_error)

    def slices(self, axis: int = 2) -> pandas.DataFrame:
        """Return a row for each slice across an axis.

        Parameters
        ----------
        axis : int
            0, 1 or 2: sagittal, coronal and axial slices of a volume that lies as most do.

        Returns
        -------
        DataFrame
            A column of pictures, named as this one (``"image"`` without a name), ``slice`` and, of
            series, ``volume``, both from 0; labels are repeated. Columns of a picture are voxels
            along the first axis that is left, rows along the second. Nothing is decoded.

        Examples
        --------
        >>> import nibabel, numpy as np, pandas as pd, pandas_ext
        >>> file = nibabel.Nifti1Image(np.ones((4, 3, 2), "uint8"), np.eye(4)).to_bytes()
        >>> slices = pd.Series([file], dtype="image").img.nifti.slices(axis=0)
        >>> len(slices), slices["image"].iloc[0]
        (4, <L 3x2>)
        """
        axis = whole("axis", axis, 0)
        if axis > 2:
            raise ValueError(f"axis is 0, 1 or 2, not {axis}")
        outcome = self._mapped(lambda image, _: _opened(image), "raise")
        cells: list[Image | None] = []
        rows, places = [], []
        for row, (image, volume) in enumerate(zip(self._array.cells, outcome.results, strict=True)):
            if volume is None:
                found: list[tuple[Image | None, Any, Any]] = [(None, None, None)]
            else:
                found = [
                    (_slice(image, volume, axis, k, t), k, t)
                    for t in range(volume.frames // volume.shape[2])
                    for k in range(volume.shape[axis])
                ]
            for cell, *place in found:
                cells.append(cell)
                rows.append(row)
                places.append(place)
        items = np.empty(len(cells), object)
        items[:] = cells
        name = "image" if self._series.name is None else self._series.name
        index = self._series.index.take(rows)
        columns = {
            name: ImageArray(items, ImageDtype()),
            "slice": pandas.array([place for place, _ in places], dtype="Int64"),
            "volume": pandas.array([place for _, place in places], dtype="Int64"),
        }
        return self._series._constructor_expanddim(columns, index=index)

    def _told(self, of: Any, dtype: str) -> pandas.Series:
        return self._facts(lambda image, _: of(_opened(image)), f"tensor[{dtype}]")


def _slice(image: Image, volume: Volume, axis: int, number: int, series: int) -> Image:
    if axis == 2:
        return image.frame(series * volume.shape[2] + number)
    width, height = (length for k, length in enumerate(volume.shape[:3]) if k != axis)
    step = Slice(volume.number(axis, number, series), width=width, height=height)
    return Image(image.source, (step, *image.steps))


def _opened(image: Image) -> Volume:
    source = image.source
    if not isinstance(source, Source):
        raise MediaError("not a NIfTI file, but pixels")
    try:
        if not begins_nifti(source.read_range(0, 4096)):
            raise MediaError("not a NIfTI file")
        return open_nifti(source)
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__


def _voxel_size(volume: Volume) -> NDArray[np.float64]:
    sizes = [float(size) for size in volume.header.get_zooms()[:3]]
    return np.array(sizes + [1.0] * (3 - len(sizes)))


def _tensors(outcome: Outcome[NDArray[Any]], element: np.dtype[Any]) -> Any:
    from pandas_ext.arrays.tensor import TensorArray
    from pandas_ext.arrays.tensor_gather import gathered

    cells, outcome.results = outcome.results, [None] * len(outcome.results)
    axes = max((cell.ndim for cell in cells if cell is not None), default=3)
    for k, cell in enumerate(cells):
        if cell is not None and cell.ndim < axes:
            cells[k] = cell.reshape(*cell.shape, *(1,) * (axes - cell.ndim))
    return TensorArray.of(gathered(cells, (None,) * axes, element))
