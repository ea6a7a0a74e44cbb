"""Storage of cells of one shape: a single array with the rows along its first axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
Mask = NDArray[np.bool_]
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FixedStorage:
    """Rows of one shape.

    Attributes
    ----------
    values : ndarray, shape (n, *shape)
        The cells; those of missing rows mean nothing.
    mask : ndarray of bool, shape (n,)
        True where a row is missing.
    """

    values: Values
    mask: Mask

    def __len__(self) -> int:
        return len(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of every cell."""
        return self.values.shape[1:]

    @property
    def axes(self) -> tuple[int, ...]:
        """The shape again: no axis differs from cell to cell."""
        return self.values.shape[1:]

    @property
    def element(self) -> np.dtype[Any]:
        """The type of the elements."""
        return self.values.dtype

    @property
    def flat(self) -> Values:
        """The elements of all rows, one cell behind the other; a view where they lie so."""
        return self.values.reshape(-1)

    @property
    def writeable(self) -> bool:
        """Whether rows can be written over, where they lie."""
        return self.values.flags.writeable and self.mask.flags.writeable

    @property
    def nbytes(self) -> int:
        """Bytes of cells and mask."""
        return int(self.values.nbytes + self.mask.nbytes)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Elements of each cell, shape (n,)."""
        return np.full(len(self), np.prod(self.shape, dtype=np.int64))

    @property
    def shapes(self) -> NDArray[np.int64]:
        """The shape of each cell, shape (n, ndim)."""
        return np.tile(np.array(self.shape, np.int64), (len(self), 1))

    def cell(self, position: int) -> Any:
        """Return one cell, as a view that cannot be written to; a number without axes."""
        cell = self.values[position]
        if self.shape:
            cell.flags.writeable = False
        return cell

    def slice(self, rows: slice) -> FixedStorage:
        """Return some rows as a view."""
        return FixedStorage(self.values[rows], self.mask[rows])

    def take(self, positions: Positions) -> FixedStorage:
        """Copy the rows at some positions; -1 gives a missing row."""
        absent = positions < 0
        if not absent.any():
            return FixedStorage(
                np.take(self.values, positions, axis=0), np.take(self.mask, positions)
            )
        values = np.zeros((len(positions), *self.shape), self.values.dtype)
        mask = np.ones(len(positions), np.bool_)
        present = np.flatnonzero(~absent)
        values[present] = self.values[positions[present]]
        mask[present] = self.mask[positions[present]]
        return FixedStorage(values, mask)

    def put(self, positions: Positions, other: FixedStorage) -> None:
        """Write rows over those at some positions; a single row over all of them."""
        self.values[positions] = other.values
        self.mask[positions] = other.mask

    def erase(self, positions: Positions) -> None:
        """Make the rows at some positions missing."""
        self.values[positions] = 0
        self.mask[positions] = True

    def copy(self) -> FixedStorage:
        """Return rows that share no memory with these."""
        return FixedStorage(self.values.copy(), self.mask.copy())

    def cast(self, element: np.dtype[Any]) -> FixedStorage:
        """Return rows with another type of element, by numpy's conversion."""
        with np.errstate(all="ignore"):
            return FixedStorage(self.values.astype(element), self.mask.copy())

    @classmethod
    def concat(cls, parts: Sequence[FixedStorage]) -> FixedStorage:
        """Return the rows of all parts, one part after the other."""
        return cls(
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.mask for part in parts]),
        )
