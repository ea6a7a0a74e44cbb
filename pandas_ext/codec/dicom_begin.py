"""How DICOM files begin: with a preamble, as PS3.10 has it, or with the first of their elements."""

from __future__ import annotations

import struct
from typing import Final

MARK: Final = b"DICM"
PLACE: Final = 128  # bytes before the mark

_FIRST: Final = (b"\x02\0", b"\x08\0", b"\0\x08")  # groups that files begin with, in both orders
_ENOUGH: Final = 3  # elements that fit together: no other file begins so
_UNDEFINED: Final = 0xFFFFFFFF
_LONG: Final = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN",
                          b"UR", b"UT", b"UV"})  # fmt: skip
_SHORT: Final = frozenset({b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS",
                           b"LO", b"LT", b"PN", b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL",
                           b"US"})  # fmt: skip


def begins_dicom(head: bytes | memoryview) -> bool:
    """Tell whether a file that begins so is DICOM.

    Notes
    -----
    Files without a preamble are told by elements that follow each other from the first byte on:
    tags that ascend, and even lengths that lead from one to the next.
    """
    if head[PLACE : PLACE + len(MARK)] == MARK:
        return True
    if head[:2] not in _FIRST:
        return False
    head = bytes(head)
    ways = [("<", True), ("<", False)] if head[0] else [(">", True)]
    return any(_elements(head, order, explicit=explicit) >= _ENOUGH for order, explicit in ways)


def end_of_meta(head: bytes, start: int) -> int:
    """Return where the elements of group 2, which are before all others, end."""
    while head[start : start + 2] == _FIRST[0]:
        length = _length(head, start, "<", explicit=True)
        if length is None:
            break
        start += length
    return start


def _elements(head: bytes, order: str, *, explicit: bool) -> int:
    """Return how many elements fit together, 0 if what follows them is none."""
    place, before, count = 0, (0, -1), 0
    while place + 12 <= len(head):
        tag = struct.unpack_from(f"{order}HH", head, place)
        if before[0] == 2 and tag[0] != 2:
            return count  # what follows is coded as the elements of group 2 say
        length = _length(head, place, order, explicit=explicit or tag[0] == 2)
        if length is None or tag <= before:
            return 0
        place, before, count = place + length, tag, count + 1
        if length > _UNDEFINED:
            break
        if length % 2:
            return 0
    return count


def _length(head: bytes, place: int, order: str, *, explicit: bool) -> int | None:
    """Return the bytes of an element with its head, ``None`` if it is none."""
    if place + 12 > len(head):
        return None
    kind = head[place + 4 : place + 6]
    if not explicit:
        return 8 + int(struct.unpack_from(f"{order}I", head, place + 4)[0])
    if kind in _LONG and head[place + 6 : place + 8] == b"\0\0":
        return 12 + int(struct.unpack_from(f"{order}I", head, place + 8)[0])
    if kind in _SHORT:
        return 8 + int(struct.unpack_from(f"{order}H", head, place + 6)[0])
    return None
