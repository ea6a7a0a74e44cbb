"""What is aggregated: a vector with its kind of value and the mask of what is not missing."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from accel.execute import memory
from accel.execute.keys import NAT, Kind, kind_of
from accel.execute.vector import Array, Coded, Fixed, Text, Vector
from accel.kernels.kernel import Kernel


@functools.cache
def _valid_float(code: str) -> Kernel:
    return Kernel("aggregate:valid_float", f"{code}* b1* i8")


@functools.cache
def _valid_integer(code: str) -> Kernel:
    return Kernel("aggregate:valid_integer", f"{code}* i8 b1* i8", (code,))


class Values:
    """A column of an aggregate's input, or of its partial results.

    Attributes
    ----------
    vector : Vector
        The values.
    dtype
        Their pandas dtype.
    kind : str
        As ``accel.execute.keys.kind_of`` says.
    """

    def __init__(self, vector: Vector, dtype: Any) -> None:
        self.vector = vector
        self.dtype = dtype
        self.kind: Kind = kind_of(dtype)

    def __len__(self) -> int:
        return len(self.vector)

    @property
    def data(self) -> Array:
        """The array of a fixed-width vector; bools as bytes."""
        assert isinstance(self.vector, Fixed)
        data = self.vector.data
        return data.view(np.uint8) if data.dtype == bool else data

    @functools.cached_property
    def valid(self) -> Array | None:
        """A bool mask of what is not missing, None if nothing is."""
        vector, n = self.vector, len(self.vector)
        out = memory.empty(n, np.bool_)
        if isinstance(vector, Text):
            lost = _valid_integer("i4")(vector.lengths, -1, out, n)
        elif isinstance(vector, Coded):
            lost = _valid_integer("i4")(vector.codes, -1, out, n)
        elif self.kind == "float":
            lost = _valid_float(f"f{vector.data.dtype.itemsize}")(vector.data, out, n)
        elif self.kind == "time":
            lost = _valid_integer("i8")(vector.data, NAT, out, n)
        elif self.kind in ("category", "string"):  # codes, or ranks of strings
            lost = _valid_integer(f"i{vector.data.dtype.itemsize}")(vector.data, -1, out, n)
        else:
            return None
        return out if lost else None
