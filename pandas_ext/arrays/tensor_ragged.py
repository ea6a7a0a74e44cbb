"""Storage of cells whose shapes differ: flat elements, and where each cell lies among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Mask, Positions, Values
from pandas_ext.dtypes.tensor import Shape

Counts = NDArray[np.int64]


class Heap:
    """Elements, to which more are added behind; what is there is never written over.

    So columns may share a heap's elements although each is changed as if it had its own.
    """

    __slots__ = ("_room", "used")

    def __init__(self, elements: Values) -> None:
        self._room = elements
        self.used = len(elements)

    @property
    def elements(self) -> Values:
        """All elements, one axis."""
        return self._room[: self.used]

    def append(self, elements: Values) -> int:
        """Add elements; return where they start."""
        start, end = self.used, self.used + len(elements)
        if end > len(self._room):
            room = np.empty(max(end, 2 * start), self._room.dtype)
            room[:start] = self.elements
            self._room = room
        self._room[start:end] = elements
        self.used = end
        return start


class RaggedStorage:
    """Rows of one number of axes.

    Parameters
    ----------
    heap : Heap
        Elements of the cells, each cell in C order.
    offsets : ndarray of int64, shape (n,)
        Where each cell starts in the heap.
    shapes : ndarray of int64, shape (n, ndim)
        The shape of each cell; `empty` for a missing row.
    mask : ndarray of bool, shape (n,)
        True where a row is missing.
    axes : tuple of int or None
        Length of each axis, None where it differs from cell to cell.
    """

    __slots__ = ("axes", "heap", "mask", "offsets", "shapes")

    def __init__(
        self, heap: Heap, offsets: Counts, shapes: Counts, mask: Mask, axes: Shape
    ) -> None:
        self.heap = heap
        self.offsets = offsets
        self.shapes = shapes
        self.mask = mask
        self.axes = axes

    @classmethod
    def packed(cls, elements: Values, shapes: Counts, mask: Mask, axes: Shape) -> RaggedStorage:
        """Return rows whose cells lie one behind the other, from the heap's start.

        Shapes and mask are copied; those of missing rows must have no elements.
        """
        offsets = np.zeros(len(shapes), np.int64)
        offsets[1:] = np.cumsum(np.prod(shapes, axis=1, dtype=np.int64))[:-1]
        return cls(Heap(elements), offsets, shapes.copy(), mask.copy(), axes)

    @classmethod
    def of_fixed(cls, storage: FixedStorage, axes: Shape) -> RaggedStorage:
        """Return the same rows, with some axes allowed to differ."""
        shapes = storage.shapes
        shapes[storage.mask] = empty_shape(axes)
        values = storage.values
        if axes and storage.mask.any():
            values = values[~storage.mask]
        return cls.packed(values.reshape(-1), shapes, storage.mask, axes)

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def element(self) -> np.dtype[Any]:
        """The type of the elements."""
        return self.heap.elements.dtype

    @property
    def empty(self) -> list[int]:
        """The shape noted for a missing row."""
        return empty_shape(self.axes)

    @property
    def sizes(self) -> Counts:
        """Elements of each cell, shape (n,)."""
        return np.prod(self.shapes, axis=1, dtype=np.int64)

    @property
    def writeable(self) -> bool:
        """Whether rows can be written over: never their elements, only where these lie."""
        return all(part.flags.writeable for part in (self.offsets, self.shapes, self.mask))

    @property
    def nbytes(self) -> int:
        """Bytes of the cells of these rows, of their shapes and of the mask."""
        elements = int(self.sizes.sum()) * self.element.itemsize
        return elements + self.offsets.nbytes + self.shapes.nbytes + self.mask.nbytes

    @property
    def flat(self) -> Values:
        """The elements of all rows, one cell behind the other; a view where they lie so."""
        elements, sizes = self.heap.elements, self.sizes
        filled = np.flatnonzero(sizes)
        if not len(filled):
            return elements[:0]
        starts, sizes = self.offsets[filled], sizes[filled]
        if (starts[1:] == starts[:-1] + sizes[:-1]).all():
            return elements[starts[0] : starts[-1] + sizes[-1]]
        return elements[spread(starts, sizes)]

    def pack(self) -> RaggedStorage:
        """Return the same rows, their cells one behind the other from the heap's start."""
        return RaggedStorage.packed(self.flat, self.shapes, self.mask, self.axes)

    def cell(self, position: int) -> Values:
        """Return one cell, as a view that cannot be written to."""
        start, shape = self.offsets[position], self.shapes[position]
        cell = self.heap.elements[start : start + np.prod(shape)].reshape(shape)
        cell.flags.writeable = False
        return cell

    def slice(self, rows: slice) -> RaggedStorage:
        """Return some rows as a view."""
        return RaggedStorage(
            self.heap, self.offsets[rows], self.shapes[rows], self.mask[rows], self.axes
        )

    def take(self, positions: Positions) -> RaggedStorage:
        """Return the rows at some positions; -1 gives a missing row.

        Elements stay where they are, unless most of them would be kept for nothing.
        """
        absent = positions < 0
        shapes = np.tile(np.array(self.empty, np.int64), (len(positions), 1))
        offsets = np.zeros(len(positions), np.int64)
        mask = np.ones(len(positions), np.bool_)
        present = positions[~absent]
        shapes[~absent] = self.shapes[present]
        offsets[~absent] = self.offsets[present]
        mask[~absent] = self.mask[present]
        rows = RaggedStorage(Heap(self.heap.elements), offsets, shapes, mask, self.axes)
        return rows if 2 * rows.sizes.sum() >= self.heap.used else rows.pack()

    def put(self, positions: Positions, other: RaggedStorage) -> None:
        """Write rows over those at some positions; a single row over all of them."""
        packed = other.pack()
        start = self.heap.append(packed.heap.elements)
        self.offsets[positions] = packed.offsets + start
        self.shapes[positions] = packed.shapes
        self.mask[positions] = packed.mask

    def erase(self, positions: Positions) -> None:
        """Make the rows at some positions missing."""
        self.shapes[positions] = self.empty
        self.mask[positions] = True

    def copy(self) -> RaggedStorage:
        """Return rows that can be changed without these."""
        return RaggedStorage(
            Heap(self.heap.elements),
            self.offsets.copy(),
            self.shapes.copy(),
            self.mask.copy(),
            self.axes,
        )

    def cast(self, element: np.dtype[Any]) -> RaggedStorage:
        """Return rows with another type of element, by numpy's conversion."""
        with np.errstate(all="ignore"):
            return self.replaced(self.flat.astype(element))

    def replaced(self, elements: Values) -> RaggedStorage:
        """Return rows of the same shapes with other elements, as many as `flat` has."""
        return RaggedStorage.packed(elements, self.shapes, self.mask, self.axes)

    @classmethod
    def concat(cls, parts: Sequence[RaggedStorage]) -> RaggedStorage:
        """Return the rows of all parts, one part after the other."""
        return cls.packed(
            np.concatenate([part.flat for part in parts]),
            np.concatenate([part.shapes for part in parts]),
            np.concatenate([part.mask for part in parts]),
            parts[0].axes,
        )

    def to_fixed(self, shape: tuple[int, ...]) -> FixedStorage:
        """Return rows that all have one shape, or are missing, as one array.

        Raises
        ------
        ValueError
            If a row has another shape.
        """
        odd = np.flatnonzero((self.shapes != shape).any(axis=1) & ~self.mask)
        if len(odd):
            found = tuple(self.shapes[odd[0]].tolist())
            raise ValueError(f"the cell at position {odd[0]} has the shape {found}, not {shape}")
        if not self.mask.any():
            return FixedStorage(self.flat.reshape(len(self), *shape), self.mask.copy())
        values = np.zeros((len(self), *shape), self.element)
        values[~self.mask] = self.flat.reshape(int((~self.mask).sum()), *shape)
        return FixedStorage(values, self.mask.copy())


Storage = FixedStorage | RaggedStorage


def empty_shape(axes: Shape) -> list[int]:
    """Return a shape without elements that cells of some axes may have.

    Examples
    --------
    >>> empty_shape((None, 4)), empty_shape((3, 4))
    ([0, 4], [0, 4])
    """
    if None in axes:
        return [length or 0 for length in axes]
    return [0, *(length or 0 for length in axes[1:])] if axes else []


def settled(storage: RaggedStorage) -> Storage:
    """Return the same rows as one array if no axis is left to differ."""
    shape = tuple(length for length in storage.axes if length is not None)
    return storage.to_fixed(shape) if len(shape) == len(storage.axes) else storage


def as_ragged(storage: Storage) -> RaggedStorage:
    """Return the same rows as flat elements and offsets."""
    if isinstance(storage, RaggedStorage):
        return storage
    return RaggedStorage.of_fixed(storage, storage.shape)


def spread(starts: Counts, sizes: Counts) -> Counts:
    """Return ``start, start + 1, ...``, as many as its size, for every start.

    Examples
    --------
    >>> spread(np.array([5, 0]), np.array([2, 3]))
    array([5, 6, 0, 1, 2])
    """
    ends = np.cumsum(sizes)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return within + np.repeat(starts, sizes)
