"""Packets of clips that are copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def with_decoding_times(packets: Iterable[Any]) -> Iterator[Any]:
    """Give packets that are shown, each with a time at which it is to be decoded.

    Matroska does not tell that time, and FFmpeg finds it out from the third packet on, or later:
    those before are decoded each a frame earlier.
    """
    waiting: list[Any] = []
    unknown: dict[int, list[Any]] = {}
    for packet in packets:
        if packet.pts is None:
            continue
        waiting.append(packet)
        before = unknown.get(packet.stream.index, [])
        if packet.dts is None:
            unknown[packet.stream.index] = [*before, packet]
            continue
        time = packet.dts
        for earlier in reversed(before):
            time = min(time - (earlier.duration or packet.duration or 1), earlier.pts)
            earlier.dts = time
        unknown.pop(packet.stream.index, None)
        if not unknown:
            yield from waiting
            waiting = []
    for rest in unknown.values():
        shown = sorted(packet.pts for packet in rest)
        late = max(time - packet.pts for time, packet in zip(shown, rest, strict=True))
        for time, packet in zip(shown, rest, strict=True):
            packet.dts = time - late
    yield from waiting
