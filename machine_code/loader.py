"""Load object code into this process through LLVM's JIT linker.

``llvmlite.binding`` alone is imported here (about 75 ms); Numba is not.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, Final

# int32 entry(int64 *result, void **unused, int64 *registers, int64 *slots); ctypes drops the GIL.
ENTRY_TYPE: Final = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_void_p] * 4)


@cache
def _engine() -> Any:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(opt=0, jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


@cache
def cpu_fingerprint() -> str:
    """Name the processor and its features: object code for one must not run on another."""
    import llvmlite.binding as llvm

    return f"{llvm.get_host_cpu_name()};{llvm.get_host_cpu_features().flatten()}"


def load_object(symbol: str, code: bytes) -> int:
    """Link the object file ``code`` into the process and return the address of ``symbol``.

    Raises
    ------
    RuntimeError
        If LLVM rejects the object or it does not define ``symbol``.
    """
    import llvmlite.binding as llvm

    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address: int = engine.get_function_address(symbol)
    if not address:
        raise RuntimeError(f"object code does not define {symbol}")
    return address
