"""The decoder's kernels, each against what it decodes from another encoder."""

import contextlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accel.execute import memory
from accel.kernels.kernel import Kernel, KernelError, address

UNPACK = Kernel("parquet_snappy:unpack", "i8 i8 i8 i8")
PORTABLE, BY_PDEP = (
    Kernel("parquet_hybrid:make_unpack", "i8 i8 i8 i8 i8 i8", (bmi2,)) for bmi2 in (False, True)
)


def has_bmi2() -> bool:
    import llvmlite.binding as llvm

    return bool(llvm.get_host_cpu_features().get("bmi2", False))


def padded(content: bytes) -> np.ndarray:
    out = memory.empty(len(content), np.uint8)
    out[:] = np.frombuffer(content, np.uint8)
    return out


def unpack(packed: bytes, size: int) -> bytes:
    """Unpack, and check that nothing beyond the guard was written."""
    source, out = padded(packed), np.full(size + 128, 0xAB, np.uint8)
    UNPACK(address(source), len(packed), address(out), size)
    assert (out[size + 64 :] == 0xAB).all()
    return out[:size].tobytes()


def snappy(content: bytes) -> bytes:
    return pa.Codec("snappy").compress(content, asbytes=True)


pieces = st.one_of(
    st.binary(max_size=200),
    st.tuples(st.binary(min_size=1, max_size=9), st.integers(1, 80)).map(lambda p: p[0] * p[1]),
)


@given(st.lists(pieces, max_size=40).map(b"".join))
@settings(deadline=None)
def test_snappy(content):
    assert unpack(snappy(content), len(content)) == content


def test_snappy_of_every_offset_and_length():
    random = np.random.default_rng(3)
    for period in (*range(1, 40), 100, 2000, 70_000):
        content = (random.bytes(period) * (200_000 // period + 2))[: 150_000 + period]
        assert unpack(snappy(content), len(content)) == content


def test_snappy_with_offsets_of_four_bytes():
    literal = bytes(range(60))
    packed = bytes([100, 59 << 2]) + literal + bytes([(39 << 2) | 3]) + (60).to_bytes(4, "little")
    assert unpack(packed, 100) == literal + literal[:40]


@given(st.binary(max_size=60), st.integers(0, 300))
@settings(deadline=None, max_examples=300)
def test_snappy_of_anything(packed, size):
    try:
        unpack(packed, size)
    except KernelError:
        return


def encode_run(value: int, count: int, width: int) -> bytes:
    return varint(count << 1) + value.to_bytes((width + 7) // 8, "little")


def encode_packed(codes: list[int], width: int) -> bytes:
    groups = -(-len(codes) // 8)
    bits = sum(code << (width * k) for k, code in enumerate(codes))
    return varint(groups << 1 | 1) + bits.to_bytes(groups * width, "little")


def varint(number: int) -> bytes:
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


@st.composite
def hybrids(draw):
    width = draw(st.integers(1, 32))
    code = st.integers(0, 2**width - 1)
    encoded, codes = b"", []
    for _ in range(draw(st.integers(1, 6))):
        if draw(st.booleans()):
            value, count = draw(code), draw(st.integers(1, 100))
            encoded += encode_run(value, count, width)
            codes += [value] * count
        else:
            group = draw(st.lists(code, min_size=8, max_size=8)) * draw(st.integers(1, 5))
            encoded += encode_packed(group, width)
            codes += group
    return width, encoded, codes


@pytest.mark.parametrize("kernel", [PORTABLE, BY_PDEP], ids=["portable", "pdep"])
@given(hybrid=hybrids(), missing=st.integers(0, 9))
@settings(deadline=None)
def test_hybrid(kernel, hybrid, missing):
    if kernel is BY_PDEP and not has_bmi2():
        pytest.skip("this processor has no pdep")
    width, encoded, codes = hybrid
    codes = codes[: max(1, len(codes) - missing)]
    source = padded(encoded)
    for step, kind in ((1, np.uint8), (2, np.uint16), (4, np.uint32)):
        if width <= 8 * step:
            out = memory.empty(len(codes), kind)
            start = address(source)
            kernel(start, start + len(encoded), width, len(codes), address(out), step)
            assert out.tolist() == codes


@pytest.mark.parametrize("kernel", [PORTABLE, BY_PDEP], ids=["portable", "pdep"])
@given(st.binary(max_size=40), st.integers(0, 32), st.integers(0, 500))
@settings(deadline=None, max_examples=300)
def test_hybrid_of_anything(kernel, encoded, width, n):
    if kernel is BY_PDEP and not has_bmi2():
        pytest.skip("this processor has no pdep")
    source, out = padded(encoded), np.full(4 * n + 128, 0xAB, np.uint8)
    with contextlib.suppress(KernelError):
        kernel(address(source), address(source) + len(encoded), width, n, address(out), 4)
    assert (out[4 * n + 64 :] == 0xAB).all()
