"""Recorded kernel calls become a program: registers, scratch memory, and a run over one batch."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from accel.execute import memory
from accel.execute.expression.builder import (
    COUNT,
    Addresses,
    Buffer,
    Bytes,
    Held,
    Immediate,
    Origin,
    Parameter,
    Scalar,
    Step,
)
from accel.execute.expression.kinds import array_dtype
from accel.execute.scheduler import PerThread
from accel.kernels.blocks import BlockFrame
from accel.kernels.kernel import Kernel
from accel.kernels.program import Program
from accel.plan.errors import DataDependent

Array: TypeAlias = np.ndarray[Any, Any]

# Rows of a block: a handful of 8-byte vectors of this many rows stay in a core's second-level
# cache, and a kernel's call is dear compared to fewer.
BLOCK: Final = 2048

_FAILURES: Final = {
    -1: "a missing value makes the result float64",
    -2: "a datetime or timedelta out of range",
}
_APPEND: Final = Kernel("blocks:append", "b1* i4* i8* i8")


@dataclass(slots=True)
class _Layout:
    """Registers of a program under construction."""

    program: Program
    count: int
    registers: dict[Any, int] = field(default_factory=dict)
    moving: list[tuple[int, int]] = field(default_factory=list)
    scratch: list[tuple[int, int]] = field(default_factory=list)  # register, bytes a row
    free: dict[int, list[int]] = field(default_factory=dict)  # bytes a row: registers

    def parameter(self, item: Parameter) -> int:
        """Return the register of a parameter, made at its first use."""
        known = self.registers.get(item)
        if known is None:
            known = self.registers[item] = self._make(item)
        return known

    def _make(self, item: Parameter) -> int:
        program = self.program
        if item is COUNT:
            return self.count
        if isinstance(item, Buffer):
            register = program.register()
            if item.origin is not Origin.TABLE:
                self.moving.append((register, array_dtype(item.code).itemsize))
            return register
        if isinstance(item, Scalar):
            return program.reference_to(program.constant(item.code, item.value))
        if isinstance(item, Immediate):
            return program.constant(item.code, item.value)
        if isinstance(item, Bytes):
            return program.constant_array(_kept_bytes(item.data))
        if isinstance(item, Addresses):
            texts = [_kept_bytes(text) for text in item.texts]
            program._kept += texts
            addresses = [text.__array_interface__["data"][0] for text in texts]
            return program.constant_array(np.array(addresses, np.int64))
        if isinstance(item, Held):
            return program.constant_array(item.array)
        raise TypeError(f"not a kernel parameter: {item!r}")

    def take_scratch(self, buffer: Buffer) -> None:
        """Give a buffer a register over scratch memory that is free now."""
        width = array_dtype(buffer.code).itemsize
        waiting = self.free.setdefault(width, [])
        if waiting:
            self.registers[buffer] = waiting.pop()
        else:
            register = self.registers[buffer] = self.program.register()
            self.scratch.append((register, width))

    def give_scratch(self, buffer: Buffer) -> None:
        """Free a buffer's scratch memory after its last use."""
        self.free[array_dtype(buffer.code).itemsize].append(self.registers[buffer])


def _kept_bytes(data: bytes) -> Array:
    return np.frombuffer(data + b"\0" * 8, np.uint8)


class BlockProgram:
    """Kernel calls linked to memory; runs on any number of threads.

    Parameters
    ----------
    steps : sequence of Step
        The calls in order.
    outputs : sequence of Buffer
        What to keep of whole vectors; inputs among them are given back as they came.
    mask : Buffer, optional
        If given, ``run`` also gives the row numbers where it is set.
    """

    def __init__(
        self, steps: Sequence[Step], outputs: Sequence[Buffer], mask: Buffer | None = None
    ) -> None:
        program = Program()
        layout = _Layout(program, program.register())
        made = {buffer for step in steps for buffer in step.outputs}
        self.outputs = tuple(outputs)
        self._made = tuple(dict.fromkeys(b for b in outputs if b in made))
        self._count = layout.count
        for buffer in self._made:
            layout.parameter(buffer)
        last = _last_uses(steps, mask)
        for number, step in enumerate(steps):
            for buffer in step.outputs:
                if buffer not in layout.registers:
                    layout.take_scratch(buffer)
            slots = [layout.parameter(item) for item in (*step.outputs, *step.inputs)]
            program.add(step.kernel, *slots)
            for buffer in last.get(number, ()):
                if buffer in made and buffer not in self._made:
                    layout.give_scratch(buffer)
        self._state = self._rows = -1
        if mask is not None:
            self._rows = program.register()
            self._state = program.register()
            program.register()  # the second word of the state
            state = program.reference_to(self._state)
            program.add(_APPEND, layout.parameter(mask), self._rows, state, layout.count)
        self._inputs = {
            item: register
            for item, register in layout.registers.items()
            if isinstance(item, Buffer) and item not in made
        }
        self._layout = layout
        self._frames = PerThread(functools.partial(_new_frame, layout))

    def run(
        self, inputs: Mapping[Buffer, Array | int], rows: int
    ) -> tuple[list[Array], Array | None]:
        """Run over a batch.

        Parameters
        ----------
        inputs : mapping
            The array of each input buffer, or its address.
        rows : int
            How many rows.

        Returns
        -------
        tuple of list and ndarray
            The outputs, and the selected rows (int32); None if there is no mask or if all are.

        Raises
        ------
        DataDependent
            If a kernel met data for which pandas gives another dtype or fails.
        """
        frame, _ = self._frames.get()
        registers = self._layout.registers
        for buffer, register in self._inputs.items():
            source = inputs[buffer]
            if isinstance(source, int):
                frame.set(register, source)
            else:
                frame.set_array(register, source)
        results: dict[Buffer, Array] = {}
        for buffer in self._made:
            results[buffer] = memory.empty(rows, array_dtype(buffer.code))
            frame.set_array(registers[buffer], results[buffer])
        if self._state >= 0:
            selected = memory.empty(rows, np.int32)
            frame.set_array(self._rows, selected)
            frame.set(self._state, 0)
            frame.set(self._state + 1, 0)
        status = frame.run_rows(rows)
        if status < 0:
            raise DataDependent(_FAILURES[status])
        outputs = [results[b] if b in results else _whole(inputs[b]) for b in self.outputs]
        if self._state < 0:
            return outputs, None
        count = frame.get(self._state)
        return outputs, None if count == rows else selected[:count]


def _new_frame(layout: _Layout) -> tuple[BlockFrame, list[Array]]:
    frame = BlockFrame(layout.program, layout.count, layout.moving, BLOCK)
    kept = []
    for register, width in layout.scratch:
        array = memory.empty(BLOCK * width, np.uint8)
        frame.set_array(register, array)
        kept.append(array)
    return frame, kept


def _whole(source: Array | int) -> Array:
    if isinstance(source, int):
        raise TypeError("a table is not an output")
    return source


def _last_uses(steps: Sequence[Step], mask: Buffer | None) -> dict[int, list[Buffer]]:
    """Return, by number of a step, the buffers it is the last to touch."""
    last: dict[Buffer, int] = {}
    for number, step in enumerate(steps):
        for item in (*step.outputs, *step.inputs):
            if isinstance(item, Buffer):
                last[item] = number
    if mask is not None:
        last[mask] = len(steps)
    result: dict[int, list[Buffer]] = {}
    for buffer, number in last.items():
        result.setdefault(number, []).append(buffer)
    return result
