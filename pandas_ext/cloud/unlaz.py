"""Decompresses LAZ in a process of its own.

Damaged data lead LASzip's decoder of GPS times to call itself without end: lazrs then overflows its
stack, which would end this process. So it runs in a child, which may.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from typing import Final

from pandas_ext.errors import MediaError

_HEAD: Final = struct.Struct(
    "<4q"
)  # bytes of the record and of the file, start and bytes of points
_ROOM: Final = 2**29  # bytes that the child may have besides the file and its points
_CHILD: Final = """
import io, struct, sys
sys.path.insert(0, sys.argv[1])
import lazrs
record, size, start, wanted = struct.unpack("<4q", sys.stdin.buffer.read(32))
try:
    import resource
    most = int(sys.argv[2]) + 3 * size + 2 * wanted
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
record = sys.stdin.buffer.read(record)
file = io.BytesIO(sys.stdin.buffer.read(size))
file.seek(start)
points = bytearray(wanted)
lazrs.LasZipDecompressor(file, record).decompress_many(points)
sys.stdout.buffer.write(points)
"""


def decompressed(data: bytes | memoryview, record: bytes, start: int, size: int) -> bytes:
    """Return the points of a LAZ file as LAS has them.

    Parameters
    ----------
    data : bytes
        The whole file.
    record : bytes
        LASzip's record in its header.
    start : int
        Byte at which the points begin.
    size : int
        Bytes of all points.

    Raises
    ------
    MediaError
        If they are damaged.
    """
    import lazrs

    place = os.path.dirname(os.path.dirname(os.path.abspath(lazrs.__file__)))
    command = [sys.executable, "-I", "-S", "-c", _CHILD, place, str(_ROOM)]
    head = _HEAD.pack(len(record), len(data), start, size)
    done = subprocess.run(command, input=head + record + data, capture_output=True, check=False)
    if done.returncode or len(done.stdout) != size:
        raise MediaError("damaged or truncated: its points cannot be decompressed")
    return done.stdout
