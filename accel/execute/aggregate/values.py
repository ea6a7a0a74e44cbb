"""What is aggregated: a vector with its kind of value and the mask of what is not missing."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from accel.execute import memory
from accel.execute.keys import NAT, Kind, kind_of
from accel.execute.vector import Array, Coded, Fixed, Text, Vector
from accel.kernels.kernel import Kernel
from accel.once import once


@functools.cache
def _float_kernels(code: str) -> tuple[Kernel, Kernel]:
    count = Kernel("aggregate:count_nan", f"{code}* i8")
    return count, Kernel("aggregate:mark_valid", f"{code}* b1* i8")


@functools.cache
def _integer_kernels(code: str) -> tuple[Kernel, Kernel]:
    count = Kernel("aggregate:count_equal", f"{code}* i8 i8", (code,))
    return count, Kernel("aggregate:mark_different", f"{code}* i8 b1* i8", (code,))


def _floats_present(data: Array) -> Array | None:
    n = len(data)
    count, mark = _float_kernels(f"f{data.dtype.itemsize}")
    if not count(data, n):
        return None
    out = memory.empty(n, np.bool_)
    mark(data, out, n)
    return out


def _different(data: Array, missing: int) -> Array | None:
    n = len(data)
    count, mark = _integer_kernels(f"i{data.dtype.itemsize}")
    if not count(data, missing, n):
        return None
    out = memory.empty(n, np.bool_)
    mark(data, missing, out, n)
    return out


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

    @property
    def is_searched(self) -> bool:
        """Whether it is known what is missing."""
        return "valid" in self.__dict__

    def nothing_is_missing(self) -> None:
        """Note what was found in passing."""
        self.__dict__["valid"] = None

    @once
    def valid(self) -> Array | None:
        """A bool mask of what is not missing, None if nothing is."""
        vector = self.vector
        if isinstance(vector, Text):
            return _different(vector.lengths, -1)
        if isinstance(vector, Coded):
            return _different(vector.codes, -1)
        if self.kind == "float":
            return _floats_present(vector.data)
        if self.kind == "time":
            return _different(vector.data, NAT)
        if self.kind in ("category", "string"):  # codes, or ranks of strings
            return _different(vector.data, -1)
        return None
