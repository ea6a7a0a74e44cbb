"""Programs: many kernels over one table of registers, run by one native call.

A program is made once for a pipeline stage; each thread has its own ``Frame`` (registers and
scratch buffers), and per morsel only the addresses of the inputs and the row count change.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from accel.kernels.kernel import Kernel, KernelError, address
from machine_code.abi import scalar_bits

_RUN = Kernel("interpreter:run", "i8* i8 i8*")


class Program:
    """A list of kernel calls whose parameters are register numbers.

    Examples
    --------
    >>> program = Program()
    >>> out, start, n = program.register(), program.constant("i8", 7), program.register()
    >>> program.add(Kernel("selection:iota", "i8* i8 i8"), out, start, n)
    >>> frame, result = program.frame(), np.empty(2, np.int64)
    >>> frame.set_array(out, result)
    >>> frame.set(n, 2)
    >>> frame.run()
    >>> result
    array([7, 8])
    """

    def __init__(self) -> None:
        self._code: list[int] = []
        self._initial: list[int] = []
        self._self_references: list[tuple[int, int]] = []
        self._kept: list[Any] = []

    def register(self) -> int:
        """Reserve a register, set by ``Frame.set`` or ``Frame.set_array`` before a run."""
        self._initial.append(0)
        return len(self._initial) - 1

    def constant(self, code: str, value: float | int | bool) -> int:
        """Reserve a register that holds a scalar of type ``code``."""
        self._initial.append(scalar_bits(code, value))
        return len(self._initial) - 1

    def constant_array(self, array: np.ndarray[Any, Any]) -> int:
        """Reserve a register that holds the address of ``array``, which the program keeps alive."""
        self._kept.append(array)
        self._initial.append(address(array))
        return len(self._initial) - 1

    def reference_to(self, register: int) -> int:
        """Reserve a register that points at another register: where a kernel writes a count."""
        self._initial.append(0)
        self._self_references.append((len(self._initial) - 1, register))
        return len(self._initial) - 1

    def add(self, kernel: Kernel, *registers: int) -> None:
        """Append one kernel call."""
        if len(registers) != len(kernel.params):
            raise TypeError(f"{kernel!r} takes {len(kernel.params)} registers")
        self._code += [kernel.address, len(registers), *registers]

    def __len__(self) -> int:
        return len(self._code)

    def frame(self) -> Frame:
        """Make the registers of one thread."""
        return Frame(self._code, self._initial, self._self_references, self._kept)


class Frame:
    """One thread's registers for a program."""

    __slots__ = ("_arguments", "_code", "_kept", "_registers", "_slots", "_start")

    def __init__(
        self,
        code: list[int],
        initial: list[int],
        self_references: list[tuple[int, int]],
        kept: list[Any],
    ) -> None:
        self._code = (ctypes.c_int64 * len(code))(*code)
        self._registers = (ctypes.c_int64 * len(initial))(*initial)
        base = ctypes.addressof(self._registers)
        for pointer, target in self_references:
            self._registers[pointer] = base + 8 * target
        self._kept = kept
        self._arguments = (ctypes.c_int64 * 3)(ctypes.addressof(self._code), len(code), base)
        self._slots = (ctypes.c_int64 * 3)(0, 1, 2)
        self._start: Any = None

    def set(self, register: int, word: int) -> None:
        """Set a register to a 64-bit word: a count, an address or scalar bits."""
        self._registers[register] = word

    def set_array(self, register: int, array: np.ndarray[Any, Any]) -> None:
        """Set a register to an array's address; the caller keeps the array alive for the run."""
        self._registers[register] = address(array)

    def get(self, register: int) -> int:
        """Read a register, such as a count that a kernel wrote."""
        return self._registers[register]

    def run(self) -> None:
        """Run the program once.

        Raises
        ------
        KernelError
            If a kernel returned a negative status; the rest of the program did not run.
        """
        if self._start is None:
            _RUN.address  # noqa: B018 - loads the interpreter
            self._start = _RUN._call
        result = ctypes.c_int64(0)
        unused = ctypes.c_int64(0)
        self._start(
            ctypes.addressof(result),
            ctypes.addressof(unused),
            ctypes.addressof(self._arguments),
            ctypes.addressof(self._slots),
        )
        if result.value < 0:
            raise KernelError(f"a program's kernel failed with status {result.value}")
