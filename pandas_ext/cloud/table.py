"""Which format a file of points has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pandas_ext.cloud.base import Cloud
from pandas_ext.cloud.flat import read_bin, read_npy
from pandas_ext.cloud.las import read_las
from pandas_ext.cloud.pcd import read_pcd
from pandas_ext.cloud.ply import read_ply
from pandas_ext.errors import MediaError

EXTENSIONS: Final = (".las", ".laz", ".pcd", ".ply", ".bin", ".npy")


def read_cloud(data: bytes | memoryview, name: str, columns: Sequence[str]) -> Cloud:
    """Read a file of points; its format is told by its first bytes, that of ``.bin`` by its name.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its path or URL.
    columns : sequence of str
        Names of the fields of files that do not tell.

    Raises
    ------
    MediaError
        If it is of another format, damaged, or more than is allowed.
    """
    head = bytes(data[:16])
    if head[:4] == b"LASF":
        return read_las(data)
    if head[:6] == b"\x93NUMPY":
        return read_npy(data, columns)
    if head[:4] in (b"ply\n", b"ply\r"):
        return read_ply(data)
    if name.partition("?")[0].lower().endswith(".bin"):
        return read_bin(data, columns)
    if not head:
        raise MediaError("the file is empty")
    if head.lstrip().startswith((b"#", b"VERSION", b"FIELDS")):
        return read_pcd(data)
    raise MediaError("not a point cloud of a known format")
