"""The resampling kernel of our own gives what Pillow gives, to the last level."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pandas_ext.kernels import library
from pandas_ext.ops.image import resample
from pandas_ext.ops.image.weights import KERNELS
from pandas_ext.value.pixels import Pixels


@pytest.fixture(scope="module", autouse=True)
def always():
    """Take the kernel for small pictures, too."""
    assert library.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resample, "_LARGE", 0)
        yield


def noise(width, height):
    return np.random.default_rng([width, height]).integers(0, 256, (height, width, 3), "uint8")


def check(array, size, method, box):
    expected = Image.fromarray(array).resize(size, resample.method_of(method), box)
    result = resample.resampled(Pixels(array, "RGB"), size, method, box)
    assert result.mode == "RGB"
    np.testing.assert_array_equal(result.array, np.asarray(expected))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(KERNELS)),
    st.tuples(*[st.integers(1, 90)] * 4),
    st.none() | st.tuples(*[st.floats(0, 1)] * 4),
)
def test_sizes_and_boxes(method, sizes, parts):
    width, height, *size = sizes
    box = (0, 0, width, height)
    if parts is not None:
        (left, right), (top, bottom) = sorted(parts[:2]), sorted(parts[2:])
        box = (left * width, top * height, right * width, bottom * height)
        if box[2] - box[0] < 0.01 or box[3] - box[1] < 0.01:
            return
    check(noise(width, height), tuple(size), method, box)


@pytest.mark.parametrize("method", KERNELS)
def test_large_pictures(method, monkeypatch):
    used = []
    is_for_kernel = resample._is_for_kernel

    def noted(*arguments):
        used.append(is_for_kernel(*arguments))
        return used[-1]

    monkeypatch.setattr(resample, "_is_for_kernel", noted)
    check(noise(1280, 720), (224, 224), method, (0, 0, 1280, 720))
    check(noise(640, 360)[5:300, 20:500], (300, 200), method, (0.5, 0, 480, 293.25))
    check(noise(720, 1280), (224, 224), method, (0, 0, 720, 1280))
    assert used == [True, True, False]
