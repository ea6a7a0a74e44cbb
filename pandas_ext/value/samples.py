"""Decoded sound: an array and its rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError


class Samples(NamedTuple):
    """Sound in memory.

    Attributes
    ----------
    array : ndarray of float32, shape (samples, channels)
        Full scale is from -1 to 1.
    rate : int
        Samples a second.
    """

    array: NDArray[np.float32]
    rate: int


def samples_of(array: Any, rate: int) -> Samples:
    """Return an array as sound.

    Parameters
    ----------
    array : array_like, shape (samples,) or (samples, channels)
        Floats of full scale -1 to 1, or signed integers, whose full scale is that of their type.
    rate : int
        Samples a second.

    Raises
    ------
    TypeError
        For other types and shapes.
    ValueError
        For a rate below 1.
    """
    values = np.asarray(array)
    if values.ndim not in (1, 2) or (values.ndim == 2 and not values.shape[1]):
        raise TypeError(f"sound is of shape (samples,) or (samples, channels), not {values.shape}")
    if values.dtype.kind == "i":
        values = values.astype(np.float64) / -float(np.iinfo(values.dtype).min)
    elif values.dtype.kind != "f":
        raise TypeError(f"sound is of floats or signed integers, not {values.dtype}")
    if rate < 1:
        raise ValueError(f"a rate is a number of samples a second of at least 1, not {rate}")
    held = np.array(values.reshape(len(values), -1) if len(values) else values.reshape(
        0, values.shape[1] if values.ndim == 2 else 1), np.float32, order="C")  # fmt: skip
    held.flags.writeable = False
    return Samples(held, int(rate))


def samples_in(data: Any, detail: Mapping[str, Any]) -> Samples:
    """Return the sound that a file holds.

    Raises
    ------
    MediaError
        If what is there is none.
    """
    try:
        rate, channels = int(detail["rate"]), int(detail["channels"])
        array = np.frombuffer(data, "<f4").reshape(-1, channels)
    except (KeyError, ValueError, TypeError) as error:
        raise MediaError(f"no sound is described by {dict(detail)}") from error
    if rate < 1:
        raise MediaError(f"no sound is described by {dict(detail)}")
    return Samples(array.astype(np.float32, copy=False), rate)
