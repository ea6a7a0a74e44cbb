"""Damage to files: what disks, networks and people who mean harm do to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Damage = Callable[[bytearray, random.Random, Sequence[bytes]], None]

_EXTREMES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def _flip(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _flip_in_header(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    for _ in range(rng.choice((1, 2, 4))):
        data[rng.randrange(min(len(data), 128))] = rng.randrange(256)


def _extreme_field(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    size = rng.choice((1, 2, 4))
    place = rng.randrange(min(len(data), rng.choice((32, 128, 1024))))
    number = rng.choice(_EXTREMES) % 256**size
    data[place : place + size] = number.to_bytes(size, rng.choice(("big", "little")))


def _truncate(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    del data[rng.randrange(len(data)) :]


def _cut_out(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    start = rng.randrange(len(data))
    del data[start : start + rng.choice((1, 4, 100, 10_000))]


def _repeat(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    start = rng.randrange(len(data))
    part = data[start : start + rng.choice((1, 4, 100, 2000))]
    data[start:start] = part * rng.choice((1, 2, 50))


def _blank(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    start = rng.randrange(len(data))
    length = min(rng.choice((4, 64, 4096)), len(data) - start)
    data[start : start + length] = bytes([rng.choice((0, 0xFF))]) * length


def _append(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    data += rng.choice(others)


def _splice(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    other = rng.choice(others)
    start = rng.randrange(len(data))
    data[start:] = other[rng.randrange(len(other)) :]


def _other_head(data: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    length = rng.choice((4, 12, 30, 60))
    data[:length] = rng.choice(others)[:length]


DAMAGES: tuple[Damage, ...] = (_flip, _flip_in_header, _extreme_field, _truncate, _cut_out, _repeat,
                               _blank, _append, _splice, _other_head)  # fmt: skip


def mutated(files: Sequence[bytes], seed: int) -> bytes:
    """Return the damaged file that a number stands for: the same one on every machine."""
    rng = random.Random(seed)
    data = bytearray(files[seed % len(files)])
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if data:
            rng.choice(DAMAGES)(data, rng, files)
    return bytes(data)
