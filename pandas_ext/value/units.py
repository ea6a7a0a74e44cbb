"""Numbers in the words of a summary."""

from __future__ import annotations

from fractions import Fraction


def byte_size(count: int) -> str:
    """Return a number of bytes as text.

    Examples
    --------
    >>> byte_size(312), byte_size(312_400), byte_size(1_100_000), byte_size(12_400_000)
    ('312 B', '312 kB', '1.1 MB', '12 MB')
    """
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5 or unit == "GB":
            break
        size /= 1000
    return f"{size:.1f} {unit}" if size < 9.95 and unit != "B" else f"{size:.0f} {unit}"


def clock(seconds: Fraction | float) -> str:
    """Return a length of time as text; less than a second with milliseconds.

    Examples
    --------
    >>> clock(60), clock(3725.4), clock(0.25)
    ('0:01:00', '1:02:05', '0:00:00.250')
    """
    if seconds < 1:
        return f"0:00:00.{min(round(seconds * 1000), 999):03d}"
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
