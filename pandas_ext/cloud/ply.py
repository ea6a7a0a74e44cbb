"""PLY, the Stanford triangle format: the vertices of ascii and binary files, in both orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from pandas_ext.cloud.base import (
    Cloud,
    check_size,
    cloud_of_records,
    numbers,
    quoted,
    records_of,
    unique,
)
from pandas_ext.errors import MediaError

_HEAD: Final = 2**16  # bytes within which the header ends
_ORDERS: Final = {"ascii": "=", "binary_little_endian": "<", "binary_big_endian": ">"}
_ELEMENTS: Final = {
    "char": "i1", "uchar": "u1", "short": "i2", "ushort": "u2", "int": "i4", "uint": "u4",
    "float": "f4", "double": "f8", "int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2",
    "int32": "i4", "uint32": "u4", "float32": "f4", "float64": "f8",
}  # fmt: skip


@dataclass
class _Element:
    name: str
    count: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    lists: bool = False


def read_ply(data: bytes | memoryview) -> Cloud:
    """Read the vertices of a PLY file.

    Raises
    ------
    MediaError
        If it is damaged, has no vertices, or they are more than is allowed. Vertices that have
        lists, and binary ones that come after elements with lists, are not read.
    """
    order, elements, place = _header(bytes(data[:_HEAD]))
    body = memoryview(data)[place:]
    before: list[_Element] = []
    for element in elements:
        if element.name == "vertex":
            break
        before.append(element)
    else:
        raise MediaError("it has no vertices")
    if element.lists:
        raise MediaError("vertices with lists are not supported")
    dtype = _record(element, order)
    if order == "=":
        lines = sum(one.count for one in before)
        values = numbers(_after(body, lines), element.count, len(element.fields))
        return cloud_of_records(records_of(values, dtype))
    if any(one.lists for one in before):
        raise MediaError("vertices after elements with lists are not supported")
    start = sum(one.count * _record(one, order).itemsize for one in before)
    if start > len(body):
        raise MediaError("truncated: it ends before its vertices")
    check_size(element.count, dtype.itemsize, len(body) - start)
    return cloud_of_records(np.frombuffer(body, dtype, element.count, start))


def _header(head: bytes) -> tuple[str, list[_Element], int]:
    """Return byte order (``"="`` of text), elements, and where the first begins."""
    order = ""
    elements: list[_Element] = []
    place = 0
    while True:
        end = head.find(b"\n", place)
        if end < 0:
            raise MediaError("damaged or truncated: its header has no end")
        line = head[place:end].decode("latin-1").strip()
        place = end + 1
        words = line.split() or ["comment"]
        if words[0] == "end_header":
            break
        if words[0] == "format" and len(words) == 3 and words[1] in _ORDERS:
            order = _ORDERS[words[1]]
        elif words[0] == "element" and len(words) == 3 and words[2].isdecimal():
            if len(words[2]) > 18:
                raise MediaError(f"damaged: {quoted(words[2])} of an element")
            elements.append(_Element(words[1], int(words[2])))
        elif words[0] == "property" and elements and words[1:2] == ["list"] and len(words) == 5:
            elements[-1].lists = True
        elif words[0] == "property" and elements and len(words) == 3 and words[1] in _ELEMENTS:
            elements[-1].fields.append((words[2], _ELEMENTS[words[1]]))
        elif words[0] not in ("ply", "comment", "obj_info"):
            raise MediaError(f"damaged: {quoted(line)} in its header")
    if not order:
        raise MediaError("damaged: its header does not tell the format")
    return order, elements, place


def _record(element: _Element, order: str) -> np.dtype[Any]:
    unique(name for name, _ in element.fields)
    if not element.fields:
        raise MediaError(f"damaged: the element {quoted(element.name)} has no fields")
    return np.dtype([(name, order + kind) for name, kind in element.fields])


def _after(text: memoryview, lines: int) -> memoryview:
    data, place = bytes(text) if lines else b"", 0
    for _ in range(lines):
        place = data.find(b"\n", place) + 1
        if not place:
            raise MediaError("truncated: it ends before its vertices")
    return text[place:]
