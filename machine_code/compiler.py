"""Numba as an ahead-of-time compiler: a typed Python function in, x86 object code out.

Only this module (and the sources it compiles) needs Numba at run time. It relies on private
parts of Numba, ``compile_extra`` and ``CPUCodeLibrary``; ``compat_tests/kernels`` fails loudly when
they move.

Every function is typed once, and optimised and turned into machine code once: as part of the
kernel that calls it. Numba would do both for each function alone, and again for each caller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from machine_code.abi import parse_signature

_ENTRY: Final = "kernel_entry"
_OPTIMIZATION: Final = 3


def compile_kernel(
    function: Callable[..., Any], signature: str, *, fastmath: bool = False
) -> tuple[str, bytes]:
    """Compile ``function`` for ``signature`` to an object file.

    Parameters
    ----------
    function
        A function in Numba's language over pointers and scalars; returns an int (a count or a
        status, negative for an error) or nothing.
    signature
        Parameter types, see :mod:`machine_code.abi`.
    fastmath
        Let sums be reassociated (never assumes the absence of NaN).

    Returns
    -------
    tuple of str and bytes
        The entry's symbol name and the object file that defines it.
    """
    from numba.core.compiler import compile_extra
    from numba.core.compiler_lock import global_compiler_lock
    from numba.core.registry import cpu_target

    params = parse_signature(signature)
    typing, target = cpu_target.typing_context, cpu_target.target_context
    with global_compiler_lock, _linked_as_written(target) as codegen:
        compiled = compile_extra(
            typing, target, function, _argument_types(params), None, _flags(fastmath), {}
        )
        library = codegen.create_library(_ENTRY)
        library.add_linking_library(compiled.library)
        module = library.create_ir_module(_ENTRY)
        _write_entry(module, target, compiled.fndesc, params)
        library.add_ir_module(module)
        library.finalize()
    return _emit(library._final_module, codegen)


def _argument_types(params: tuple[str, ...]) -> tuple[Any, ...]:
    from numba.core.types import CPointer

    from machine_code.types import TYPES

    return tuple(CPointer(TYPES[p[:-1]]) if p.endswith("*") else TYPES[p] for p in params)


def _flags(fastmath: bool) -> Any:
    """Return what the kernel and, inherited, the functions it calls are compiled with."""
    from numba.core.compiler import Flags
    from numba.core.cpu_options import FastMathOptions

    flags: Any = Flags()
    flags.nrt = False
    flags.no_compile = True
    flags.no_cpython_wrapper = True
    flags.no_cfunc_wrapper = True
    flags.error_model = "numpy"
    if fastmath:
        flags.fastmath = FastMathOptions({"reassoc", "nsz", "contract"})
    return flags


def _write_entry(module: Any, target: Any, kernel: Any, params: tuple[str, ...]) -> None:
    """Write the entry: it reads the parameters from their registers and calls the kernel."""
    from llvmlite import ir
    from numba.core import types

    i32, i64 = ir.IntType(32), ir.IntType(64)
    words = ir.PointerType(i64)
    entry = ir.Function(module, ir.FunctionType(i32, [words] * 4), _ENTRY)
    builder = ir.IRBuilder(entry.append_basic_block())
    result, _, registers, slots = entry.args
    arguments = []
    for k, (param, numba_type) in enumerate(zip(params, kernel.argtypes, strict=True)):
        slot = builder.load(builder.gep(slots, [i64(k)], source_etype=i64), typ=i64)
        word = builder.load(builder.gep(registers, [slot], source_etype=i64), typ=i64)
        llvm_type = target.get_value_type(numba_type)
        if param.endswith("*"):
            arguments.append(builder.inttoptr(word, llvm_type))
        elif param == "f8":
            arguments.append(builder.bitcast(word, llvm_type))
        elif param == "f4":
            arguments.append(builder.bitcast(builder.trunc(word, i32), llvm_type))
        else:
            arguments.append(word if llvm_type == i64 else builder.trunc(word, llvm_type))
    function = target.declare_function(module, kernel)
    status, value = target.call_conv.call_function(
        builder, function, kernel.restype, kernel.argtypes, arguments
    )
    if kernel.restype == types.none:
        value = i64(0)
    else:
        value = target.cast(builder, value, kernel.restype, types.int64)
    builder.store(value, result)
    builder.ret(status.code)


@contextmanager
def _linked_as_written(target: Any) -> Iterator[Any]:
    """Have Numba keep functions as they were written, for linking only.

    They are neither optimised nor is code generated from them. The latter is more than a saving:
    generating code rewrites a module in place, into addresses like ``inttoptr(0) + x`` that are
    right for the code generator and undefined for the optimizer. Numba links callers with that
    module and optimises again: comparisons of exactly eight bytes came out false.
    """
    usual = target._internal_codegen
    target._internal_codegen = _codegen()
    try:
        yield target._internal_codegen
    finally:
        target._internal_codegen = usual


@cache
def _codegen() -> Any:
    """Make the code generator whose libraries only collect modules."""
    from numba.core.codegen import CPUCodeLibrary, JITCPUCodegen

    class CollectingLibrary(CPUCodeLibrary):
        def _optimize_functions(self, ll_module: Any) -> None:
            ll_module.data_layout = self._codegen._data_layout

        def _optimize_final_module(self) -> None:
            pass

        def _finalize_final_module(self) -> None:
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            self._ensure_finalized()
            return 0

    class Codegen(JITCPUCodegen):
        _library_class: Any = CollectingLibrary

        def set_env(self, env_name: str, env: Any) -> None:
            pass

    return Codegen("kernels")


def _emit(module: Any, codegen: Any) -> tuple[str, bytes]:
    """Optimise and write the object file, the entry under a name of its own, all else private.

    Numba tells functions apart by a number counted in each process. Objects that come from the
    cache were made in other processes, and the linker would take one's function for another's.
    """
    symbol = f"kernel_{hashlib.sha256(str(module).encode()).hexdigest()[:32]}"
    for function in module.functions:
        if function.name == _ENTRY:
            function.name = symbol
        elif not function.is_declaration:
            function.linkage = "internal"
    for cost in ({"cost": "cheap", "opt": 0, "loop_vectorize": False, "slp_vectorize": False}, {}):
        passes, builder = codegen._module_pass_manager(**cost)
        passes.run(module, builder)
    module.verify()
    return symbol, codegen._tm.emit_object(module)
