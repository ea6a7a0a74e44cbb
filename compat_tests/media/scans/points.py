"""Files of points, written here as their formats say."""

from __future__ import annotations

import io
import struct
from typing import Any

import laspy
import numpy as np


def records(count: int, seed: int = 0) -> np.ndarray[Any, Any]:
    """Points of several types of fields, on a street."""
    rng = np.random.default_rng(seed)
    points = np.zeros(count, [("x", "f4"), ("y", "f4"), ("z", "f4"), ("intensity", "f4"),
                              ("ring", "u2"), ("label", "i1"), ("time", "f8")])  # fmt: skip
    for name in ("x", "y", "z"):
        points[name] = rng.normal(0, 20, count).round(2)
    points["intensity"] = rng.integers(0, 256, count)
    points["ring"] = np.arange(count) // 8
    points["label"] = rng.integers(-2, 3, count)
    points["time"] = 1.6e9 + np.arange(count) / 10
    return points


def pcd(points: np.ndarray[Any, Any], kind: str = "binary", **header: str) -> bytes:
    """A PCD file."""
    names = points.dtype.names or ()
    parts = [points.dtype[name] for name in names]
    told = {
        "VERSION": ".7",
        "FIELDS": " ".join(names),
        "SIZE": " ".join(str(part.base.itemsize) for part in parts),
        "TYPE": " ".join(part.base.kind.upper() for part in parts),
        "COUNT": " ".join(str(part.shape[0] if part.shape else 1) for part in parts),
        "WIDTH": str(len(points)),
        "HEIGHT": "1",
        "VIEWPOINT": "0 0 0 1 0 0 0",
        "POINTS": str(len(points)),
        "DATA": kind,
        **header,
    }
    head = "# .PCD v.7 - Point Cloud Data file format\n"
    head += "".join(f"{key} {value}\n" for key, value in told.items() if value)
    if kind == "ascii":
        body = b"".join(
            b" ".join(str(v).encode() for f in point for v in np.ravel(f)) + b"\n"
            for point in points.tolist()
        )
    elif kind == "binary":
        body = points.tobytes()
    else:
        flat = b"".join(np.ascontiguousarray(points[name]).tobytes() for name in names)
        packed = lzf(flat)
        body = struct.pack("<II", len(packed), len(flat)) + packed
    return head.encode() + body


def lzf(data: bytes) -> bytes:
    """Compress, with the longest repetition of what begins with the same three bytes."""
    out, plain, seen, place = bytearray(), bytearray(), {}, 0

    def flush() -> None:
        for start in range(0, len(plain), 32):
            part = plain[start : start + 32]
            out.extend((len(part) - 1, *part))
        plain.clear()

    while place < len(data):
        key = data[place : place + 3]
        start = seen.get(key, -1) if len(key) == 3 else -1
        seen[key] = place
        if start < 0 or place - start > 8192:
            plain.append(data[place])
            place += 1
            continue
        length = 3
        while (
            place + length < len(data)
            and length < 264
            and data[start + length] == data[place + length]
        ):
            length += 1
        flush()
        back = place - start - 1
        if length - 2 < 7:
            out.extend(((length - 2) << 5 | back >> 8, back & 255))
        else:
            out.extend((7 << 5 | back >> 8, length - 9, back & 255))
        place += length
    flush()
    return bytes(out)


_PLY = {"f4": "float", "f8": "double", "u1": "uchar", "i1": "int8", "u2": "ushort", "i4": "int"}


def ply(
    points: np.ndarray[Any, Any], kind: str = "binary_little_endian", before: str = ""
) -> bytes:
    """A PLY file of vertices and a triangle of the first three; ``before`` are lines of text."""
    names = points.dtype.names or ()
    head = f"ply\nformat {kind} 1.0\ncomment made here\n{before}element vertex {len(points)}\n"
    head += "".join(f"property {_PLY[points.dtype[n].str[1:]]} {n}\n" for n in names)
    head += "element face 1\nproperty list uchar int vertex_indices\nend_header\n"
    if kind == "ascii":
        lines = [" ".join(str(value) for value in point) for point in points.tolist()]
        return (head + "".join(f"{line}\n" for line in [*lines, "3 0 1 2"])).encode()
    order = "<" if "little" in kind else ">"
    body = points.astype(points.dtype.newbyteorder(order)).tobytes()
    return head.encode() + body + struct.pack(order + "B3i", 3, 0, 1, 2)


def las(count: int, *, compressed: bool = False, version: str = "1.2", kind: int = 3) -> bytes:
    """A LAS or LAZ file of points on a map, millions of metres from where it begins."""
    header = laspy.LasHeader(version=version, point_format=kind)
    header.offsets, header.scales = [500_000, 5_800_000, 0], [0.001, 0.001, 0.001]
    header.add_extra_dim(laspy.ExtraBytesParams("height", "f4"))
    data = laspy.LasData(header)
    rng = np.random.default_rng(count)
    data.x = 500_000 + rng.uniform(0, 900, count)
    data.y = 5_800_000 + rng.uniform(0, 900, count)
    data.z = rng.uniform(0, 90, count)
    data.intensity = rng.integers(0, 2**16, count)
    data.classification = rng.integers(0, 9, count)
    data.red = rng.integers(0, 2**16, count)
    data.height = rng.uniform(0, 9, count)
    stream = io.BytesIO()
    data.write(stream, do_compress=compressed)
    return stream.getvalue()


def npy(array: np.ndarray[Any, Any], *, objects: bool = False) -> bytes:
    """A .npy file."""
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=objects)
    return stream.getvalue()
