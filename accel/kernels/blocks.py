"""Frames that run a program over many rows in cache-sized blocks, in one native call."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from accel.kernels.kernel import Kernel
from accel.kernels.program import Frame, Program

_RUN = Kernel("blocks:run", "i8* i8 i8* i8 i8 i8 i8* i8")


class BlockFrame(Frame):
    """One thread's registers for a program that is run block by block.

    Parameters
    ----------
    program : Program
        What to run for each block.
    count : int
        The register that is set to the block's number of rows.
    moving : sequence of (int, int)
        Registers that point into whole vectors, each with the bytes it advances a row.
    block : int
        Rows of a block (of all but the last).

    Examples
    --------
    >>> import numpy as np
    >>> program = Program()
    >>> out, source, count = program.register(), program.register(), program.register()
    >>> convert = Kernel("elementwise:convert", "f8* i8* i8")
    >>> program.add(convert, out, source, count)
    >>> frame = BlockFrame(program, count, [(out, 8), (source, 8)], block=2)
    >>> numbers, result = np.arange(5), np.empty(5)
    >>> frame.set_array(source, numbers)
    >>> frame.set_array(out, result)
    >>> frame.run_rows(5)
    0
    >>> result
    array([0., 1., 2., 3., 4.])
    """

    __slots__ = ("_block_arguments", "_block_slots", "_entry", "_moving")

    def __init__(
        self, program: Program, count: int, moving: Sequence[tuple[int, int]], block: int
    ) -> None:
        super().__init__(program._code, program._initial, program._self_references, program._kept)
        flat = [word for pair in moving for word in pair]
        self._moving = (ctypes.c_int64 * max(len(flat), 1))(*flat)
        self._block_arguments = (ctypes.c_int64 * 8)(
            ctypes.addressof(self._code),
            len(self._code),
            ctypes.addressof(self._registers),
            0,
            block,
            count,
            ctypes.addressof(self._moving),
            len(moving),
        )
        self._block_slots = (ctypes.c_int64 * 8)(*range(8))
        _RUN.address  # noqa: B018 - loads the loop
        self._entry = _RUN._call

    def run_rows(self, rows: int) -> int:
        """Run the program over ``rows`` rows; pointers must have been set to the first row.

        Returns
        -------
        int
            0, or the negative status of the kernel that failed; what follows it did not run.
        """
        self._block_arguments[3] = rows
        result = ctypes.c_int64(0)
        unused = ctypes.c_int64(0)
        self._entry(
            ctypes.addressof(result),
            ctypes.addressof(unused),
            ctypes.addressof(self._block_arguments),
            ctypes.addressof(self._block_slots),
        )
        return result.value
