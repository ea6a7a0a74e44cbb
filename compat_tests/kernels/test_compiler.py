"""Compiled kernels do what their source says, also where Numba optimises a module twice."""

import numpy as np
import pytest

from accel.kernels.kernel import Kernel, address


def padded(text: bytes) -> np.ndarray:
    return np.frombuffer(text + bytes(64), np.uint8).copy()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 9, 15, 16, 17])
def test_a_text_of_any_size_is_found_in_order(size):
    """Searches for exactly eight bytes once came out false: see ``compiler``."""
    needle = b"abcdefghijklmnopqrstuvwxyz"[:size]
    row = padded(b"before " + needle + b" after")
    texts = [padded(b"bef"), padded(needle)]
    out = np.zeros(1, bool)
    Kernel("text:contains_sequence", "b1* i8* i4* b1* i8* i8* i8 i8")(
        out,
        np.array([address(row)]),
        np.array([len(b"before  after") + size], np.int32),
        np.ones(1, np.uint8),
        np.array([address(text) for text in texts]),
        np.array([3, size]),
        2,
        1,
    )
    assert out.tolist() == [True]
