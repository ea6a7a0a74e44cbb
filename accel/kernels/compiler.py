"""Numba as an ahead-of-time compiler: a typed Python function in, x86 object code out.

Only this module (and the kernel sources it compiles) needs Numba at run time. It relies on private
parts of Numba, ``compile_extra`` and ``CPUCodeLibrary``; ``compat_tests/kernels`` fails loudly when
they move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from accel.kernels.abi import parse_signature


def _entry_source(params: tuple[str, ...]) -> str:
    """Write the entry function that unpacks registers into the kernel's typed parameters."""
    lines = ["def entry(registers, slots):"]
    names = []
    for k, param in enumerate(params):
        code, word = param.removesuffix("*"), f"registers[slots[{k}]]"
        if param.endswith("*"):
            expression = f"pointer_{code}({word})"
        elif code in ("f4", "f8"):
            expression = f"from_bits_{code}({word})"
        else:
            expression = f"type_{code}({word})"
        lines.append(f"    p{k} = {expression}")
        names.append(f"p{k}")
    lines.append(f"    return kernel({', '.join(names)})")
    return "\n".join(lines)


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
        Parameter types, see :mod:`accel.kernels.abi`.
    fastmath
        Let sums be reassociated (never assumes the absence of NaN).

    Returns
    -------
    tuple of str and bytes
        The entry's symbol name and the object file that defines it.
    """
    import numba
    from numba import types

    from accel.kernels import intrinsics

    params = parse_signature(signature)
    math_flags = {"reassoc", "nsz", "contract"} if fastmath else False
    jitted = numba.njit(error_model="numpy", fastmath=math_flags, nogil=True)(function)
    scope: dict[str, Any] = {"kernel": jitted}
    scope |= {f"pointer_{code}": make for code, make in intrinsics.POINTER.items()}
    scope |= {f"from_bits_{code}": make for code, make in intrinsics.FROM_BITS.items()}
    scope |= {f"type_{code}": numba_type for code, numba_type in intrinsics.TYPES.items()}
    argument_types = [
        types.CPointer(intrinsics.TYPES[p[:-1]]) if p.endswith("*") else intrinsics.TYPES[p]
        for p in params
    ]
    with _untouched_by_code_generation():
        return _compile(jitted, params, argument_types, scope)


def _compile(
    jitted: Any, params: tuple[str, ...], argument_types: list[Any], scope: dict[str, Any]
) -> tuple[str, bytes]:
    from numba import types
    from numba.core import compiler
    from numba.core.registry import cpu_target

    jitted.compile(tuple(argument_types))
    returns_nothing = jitted.overloads[tuple(argument_types)].signature.return_type == types.none
    source = _entry_source(params)
    if returns_nothing:
        source = source.replace("return kernel(", "kernel(") + "\n    return 0"
    exec(source, scope)
    flags: Any = compiler.Flags()
    flags.nrt = False
    flags.no_cpython_wrapper = True
    flags.no_cfunc_wrapper = True
    flags.error_model = "numpy"
    word = types.CPointer(types.int64)
    result = compiler.compile_extra(
        cpu_target.typing_context,
        cpu_target.target_context,
        scope["entry"],
        (word, word),
        types.int64,
        flags,
        {},
    )
    return _emit(result.library, result.fndesc.llvm_func_name)


@contextmanager
def _untouched_by_code_generation() -> Iterator[None]:
    """Have libraries keep a copy of their module for linking that no code was generated from.

    Generating code rewrites the module in place, into addresses like ``inttoptr(0) + x`` that are
    right for the code generator and undefined for the optimizer. Numba links callers with that
    module and optimises again: comparisons of exactly eight bytes came out false.
    """
    from numba.core import codegen

    patched: Any = codegen.CPUCodeLibrary
    finalize = patched._finalize_final_module

    def copy_first(library: Any) -> None:
        library._finalized = True
        library._get_module_for_linking()
        library._finalized = False
        finalize(library)

    patched._finalize_final_module = copy_first
    try:
        yield
    finally:
        patched._finalize_final_module = finalize


def _emit(library: Any, entry: str) -> tuple[str, bytes]:
    """Write the object file under a name of its own, all else in it private.

    Numba tells functions apart by a number counted in each process. Objects that come from the
    cache were made in other processes, and the linker would take one's function for another's.
    """
    import llvmlite.binding as llvm

    module = llvm.parse_bitcode(library._get_module_for_linking().as_bitcode())
    symbol = f"accel_{hashlib.sha256(str(module).encode()).hexdigest()[:32]}"
    for function in module.functions:
        if function.name == entry:
            function.name = symbol
        elif not function.is_declaration:
            function.linkage = "internal"
    module.verify()
    return symbol, library.codegen._tm.emit_object(module)
