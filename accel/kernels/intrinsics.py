"""LLVM operations that Numba's Python does not spell: raw loads, stores, prefetch, pdep, memcpy.

Imported by kernel sources at compile time only; a process that finds its kernels in the code cache
never imports this module (nor Numba).
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.types import CPointer
from numba.extending import intrinsic

from machine_code.types import TYPES

_LLVM = {
    "i1": ir.IntType(8), "i2": ir.IntType(16), "i4": ir.IntType(32), "i8": ir.IntType(64),
    "u1": ir.IntType(8), "u2": ir.IntType(16), "u4": ir.IntType(32), "u8": ir.IntType(64),
    "f4": ir.FloatType(), "f8": ir.DoubleType(), "b1": ir.IntType(8),
}  # fmt: skip


def _make_pointer(code: str):
    result = CPointer(TYPES[code])

    @intrinsic
    def as_pointer(typingctx, address):
        def codegen(context, builder, signature, args):
            return builder.inttoptr(args[0], context.get_value_type(result))

        return result(types.int64), codegen

    return as_pointer


def _make_load(code: str):
    llvm_type = _LLVM[code]

    @intrinsic
    def load(typingctx, address):
        def codegen(context, builder, signature, args):
            pointer = builder.inttoptr(args[0], ir.PointerType(llvm_type))
            return builder.load(pointer, align=1, typ=llvm_type)

        return TYPES[code](types.int64), codegen

    return load


def _make_store(code: str):
    llvm_type = _LLVM[code]

    @intrinsic
    def store(typingctx, address, value):
        def codegen(context, builder, signature, args):
            pointer = builder.inttoptr(args[0], ir.PointerType(llvm_type))
            builder.store(args[1], pointer, align=1)
            return context.get_dummy_value()

        return types.void(types.int64, TYPES[code]), codegen

    return store


def _make_from_bits(code: str):
    @intrinsic
    def from_bits(typingctx, bits):
        def codegen(context, builder, signature, args):
            if code == "f8":
                return builder.bitcast(args[0], ir.DoubleType())
            return builder.bitcast(builder.trunc(args[0], ir.IntType(32)), ir.FloatType())

        return TYPES[code](types.int64), codegen

    return from_bits


POINTER = {code: _make_pointer(code) for code in TYPES}
FROM_BITS = {code: _make_from_bits(code) for code in ("f4", "f8")}

load_u1, load_u2, load_u4, load_u8 = (_make_load(c) for c in ("u1", "u2", "u4", "u8"))
load_i4, load_i8, load_f4, load_f8 = (_make_load(c) for c in ("i4", "i8", "f4", "f8"))
store_u1, store_u2, store_u4, store_u8 = (_make_store(c) for c in ("u1", "u2", "u4", "u8"))
store_i4, store_i8, store_f4, store_f8 = (_make_store(c) for c in ("i4", "i8", "f4", "f8"))


@intrinsic
def address_of(typingctx, pointer):
    """Return the address held by a raw pointer parameter, as int64."""
    if not isinstance(pointer, CPointer):
        return None

    def codegen(context, builder, signature, args):
        return builder.ptrtoint(args[0], ir.IntType(64))

    return types.int64(pointer), codegen


@intrinsic
def prefetch(typingctx, address):
    """Ask the processor to bring the cache line at ``address`` near, for reading."""

    def codegen(context, builder, signature, args):
        byte_pointer, i32 = ir.PointerType(ir.IntType(8)), ir.IntType(32)
        function = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [byte_pointer, i32, i32, i32]),
            "llvm.prefetch.p0",
        )
        target = builder.inttoptr(args[0], byte_pointer)
        builder.call(function, [target, i32(0), i32(3), i32(1)])
        return context.get_dummy_value()

    return types.void(types.int64), codegen


@intrinsic
def pdep(typingctx, value, mask):
    """Scatter the low bits of ``value`` to the set bits of ``mask`` (BMI2)."""

    def codegen(context, builder, signature, args):
        i64 = ir.IntType(64)
        function = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(i64, [i64, i64]), "llvm.x86.bmi.pdep.64"
        )
        return builder.call(function, args)

    return types.uint64(types.uint64, types.uint64), codegen


@intrinsic
def memcpy(typingctx, destination, source, count):
    """Copy ``count`` bytes between addresses that do not overlap."""

    def codegen(context, builder, signature, args):
        byte_pointer = ir.PointerType(ir.IntType(8))
        cgutils.raw_memcpy(
            builder,
            builder.inttoptr(args[0], byte_pointer),
            builder.inttoptr(args[1], byte_pointer),
            args[2],
            1,
            align=1,
        )
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64), codegen


@intrinsic
def call_entry(typingctx, entry, registers, slots):
    """Call another kernel by its entry address; its int64 result is returned."""

    def codegen(context, builder, signature, args):
        i64, i32 = ir.IntType(64), ir.IntType(32)
        p64 = ir.PointerType(i64)
        function_type = ir.FunctionType(i32, [p64, p64, p64, p64])
        function = builder.inttoptr(args[0], ir.PointerType(function_type))
        result = cgutils.alloca_once(builder, i64)
        builder.store(i64(0), result)
        unused = cgutils.alloca_once(builder, i64)
        builder.call(
            function,
            [
                result,
                builder.bitcast(unused, p64),
                builder.inttoptr(args[1], p64),
                builder.inttoptr(args[2], p64),
            ],
        )
        return builder.load(result)

    return types.int64(types.int64, types.int64, types.int64), codegen
