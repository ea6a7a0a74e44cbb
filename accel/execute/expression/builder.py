"""Expressions become a list of kernel calls over symbolic buffers.

A ``Builder`` only records: no kernel is loaded, no memory taken. ``program.py`` gives the buffers
registers and memory. Rules (see ``table``) ask it for the operands of a call, and add kernel calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final, TypeAlias

from accel.execute.expression.kinds import code_of, kind_of
from accel.kernels.kernel import Kernel
from accel.plan.errors import Unsupported
from accel.plan.expr import Expr, Literal


class Origin(Enum):
    """Where a buffer's memory comes from."""

    INPUT = "input"  # a whole vector, walked through block by block
    TABLE = "table"  # a whole array of the run, not walked through
    SCRATCH = "scratch"  # one block


@dataclass(frozen=True, eq=False, slots=True)
class Buffer:
    """A vector of elements of one kernel type."""

    code: str
    origin: Origin = Origin.SCRATCH


@dataclass(frozen=True, eq=False, slots=True)
class Scalar:
    """One value for all rows; kernels take it by address."""

    code: str
    value: Any


@dataclass(frozen=True, slots=True)
class Immediate:
    """A scalar parameter of a kernel."""

    code: str
    value: Any


@dataclass(frozen=True, slots=True)
class Bytes:
    """A parameter that is the address of constant bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Addresses:
    """A parameter that points at the addresses of several constant texts."""

    texts: tuple[bytes, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """A parameter that is the address of an array, which the program keeps alive."""

    array: Any


@dataclass(frozen=True, eq=False, slots=True)
class TextScalar:
    """One string for all rows: its address and its length; None is missing."""

    data: bytes | None


@dataclass(frozen=True, eq=False, slots=True)
class TextBuffer:
    """Strings: a buffer of addresses and one of lengths."""

    starts: Buffer
    lengths: Buffer


class Count(Enum):
    """The parameter that is the number of rows of the block."""

    COUNT = "count"


COUNT: Final = Count.COUNT
Value: TypeAlias = Buffer | Scalar | TextBuffer | TextScalar
Parameter: TypeAlias = Buffer | Scalar | Immediate | Bytes | Addresses | Held | Count


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """A kernel call: the buffers it writes come first among its parameters."""

    kernel: Kernel
    outputs: tuple[Buffer, ...]
    inputs: tuple[Parameter, ...]


@cache
def kernel(source: str, signature: str, parameters: tuple[Any, ...] | None = None) -> Kernel:
    """Return the process's one kernel of this source, signature and parameters."""
    return Kernel(source, signature, parameters)


class Builder:
    """Records the kernel calls of expressions; equal expressions are computed once.

    Parameters
    ----------
    leaf : callable
        Gives the value of an expression that is an input, None if it is to be computed.
    emit : callable
        Adds the kernel calls of an expression and returns its value (``table.emit``).
    sets : mapping
        The key set of each ``IsInPlan``.
    dry : bool
        Nothing is to be run: rules must not build what needs kernels, such as hash tables.
    """

    def __init__(
        self,
        leaf: Callable[[Builder, Expr], Value | None],
        emit: Callable[[Builder, Expr], Value],
        sets: Mapping[Expr, Any],
        *,
        dry: bool = False,
    ) -> None:
        self.dry = dry
        self.steps: list[Step] = []
        self.sets = sets
        self._leaf = leaf
        self._emit = emit
        self._values: dict[Expr, Value] = {}

    def value(self, expr: Expr) -> Value:
        """Return the value of an expression, computed at its first use."""
        known = self._values.get(expr)
        if known is None:
            known = self._leaf(self, expr)
            if known is None:
                known = literal(expr) if isinstance(expr, Literal) else self._emit(self, expr)
            self._values[expr] = known
        return known

    def call(self, kernel: Kernel, *inputs: Parameter, out: str) -> Buffer:
        """Add a call of a kernel that writes one buffer; the row count comes last."""
        result = Buffer(out)
        self.steps.append(Step(kernel, (result,), (*inputs, COUNT)))
        return result

    def call_text(self, kernel: Kernel, *inputs: Parameter) -> TextBuffer:
        """Add a call of a kernel that writes addresses and lengths."""
        result = TextBuffer(Buffer("i8"), Buffer("i4"))
        self.steps.append(Step(kernel, (result.starts, result.lengths), (*inputs, COUNT)))
        return result

    def fixed(self, expr: Expr) -> Buffer | Scalar:
        """Return the value of an expression of fixed width."""
        value = self.value(expr)
        if isinstance(value, Buffer | Scalar):
            return value
        raise Unsupported(f"{expr} is a string")

    def text(self, expr: Expr) -> TextBuffer | TextScalar:
        """Return the value of a string expression."""
        value = self.value(expr)
        if isinstance(value, TextBuffer | TextScalar):
            return value
        raise Unsupported(f"{expr} is not a string")

    def vector(self, value: Buffer | Scalar) -> Buffer:
        """Return a value as a buffer, repeating a scalar."""
        if isinstance(value, Buffer):
            return value
        code = value.code
        return self.call(kernel("elementwise:fill", f"{code}* {code}* i8"), value, out=code)

    def text_vector(self, value: TextBuffer | TextScalar) -> TextBuffer:
        """Return strings as buffers, repeating a scalar."""
        if isinstance(value, TextBuffer):
            return value
        fill = kernel("text:fill", "i8* i4* i8 i4 i8")
        length = -1 if value.data is None else len(value.data)
        text: Parameter = Immediate("i8", 0) if value.data is None else Bytes(value.data)
        return self.call_text(fill, text, Immediate("i4", length))

    def convert(self, value: Buffer | Scalar, code: str) -> Buffer | Scalar:
        """Cast numbers as NumPy does."""
        if value.code == code:
            return value
        if isinstance(value, Scalar):
            return Scalar(code, cast_scalar(value.value, code))
        convert = kernel("elementwise:convert", f"{code}* {value.code}* i8")
        return self.call(convert, value, out=code)

    def binary(
        self, operation: str, left: Buffer | Scalar, right: Buffer | Scalar, out: str
    ) -> Buffer:
        """Add a kernel of two operands of one type."""
        left, right, mode = self.operands(left, right)
        code = left.code
        signature = f"{out}* {code}* {code}* i8 i8"
        call = kernel("elementwise:binary", signature, (operation,))
        return self.call(call, left, right, mode, out=out)

    def operands(
        self, left: Buffer | Scalar, right: Buffer | Scalar
    ) -> tuple[Buffer | Scalar, Buffer | Scalar, Immediate]:
        """Return two operands and the mode that tells which of them is one value."""
        if isinstance(left, Scalar):
            if isinstance(right, Scalar):
                left = self.vector(left)
            else:
                return left, right, Immediate("i8", 2)
        return left, right, Immediate("i8", 1 if isinstance(right, Scalar) else 0)

    def text_parameters(self, value: TextBuffer | TextScalar) -> tuple[Parameter, Parameter]:
        """Return strings as the two parameters of kernels that take a mode."""
        if isinstance(value, TextBuffer):
            return value.starts, value.lengths
        length = -1 if value.data is None else len(value.data)
        return Addresses((value.data or b"",)), Scalar("i4", length)

    def unary(self, operation: str, source: Buffer | Scalar, out: str) -> Buffer:
        """Add a kernel of one operand."""
        vector = self.vector(source)
        signature = f"{out}* {vector.code}* i8"
        return self.call(kernel("elementwise:unary", signature, (operation,)), vector, out=out)


def cast_scalar(value: Any, code: str) -> Any:
    """Cast a number of Python, refusing what does not fit."""
    if code in ("f4", "f8"):
        return float(value)
    if code == "b1":
        return bool(value)
    if isinstance(value, float):
        raise Unsupported(f"{value!r} as an integer")
    bits = 8 * int(code[1])
    low, high = (0, 1 << bits) if code[0] == "u" else (-(1 << bits - 1), 1 << bits - 1)
    if not low <= value < high:
        raise Unsupported(f"{value!r} does not fit the other operand's type")
    return int(value)


def literal(expr: Literal) -> Value:
    """Return a literal's value.

    Raises
    ------
    Unsupported
        If its dtype is not one of the engine's, or its value does not fit the dtype.
    """
    if kind_of(expr.dtype) == "text":
        return TextScalar(None if expr.value is None else encode(expr.value))
    code = code_of(expr.dtype)
    if not isinstance(expr.value, bool | int | float):
        raise Unsupported(f"the literal {expr.value!r} of dtype {expr.dtype}")
    return Scalar(code, cast_scalar(expr.value, code))


def encode(text: Any) -> bytes:
    """Return a string constant in UTF-8."""
    if not isinstance(text, str):
        raise Unsupported(f"{text!r} where a string is expected")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Unsupported(f"{text!r} is not valid Unicode") from None


def placeholder(builder: Builder, expr: Expr) -> Value | None:
    """Return what stands for an operand while a call alone is checked; None for a literal."""
    if isinstance(expr, Literal):
        return None
    if kind_of(expr.dtype) == "text":
        return TextBuffer(Buffer("i8", Origin.INPUT), Buffer("i4", Origin.INPUT))
    return Buffer(code_of(expr.dtype), Origin.INPUT)
