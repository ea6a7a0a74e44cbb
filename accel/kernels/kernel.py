"""A kernel: named source, typed, compiled on first use, callable with the GIL released."""

from __future__ import annotations

import ctypes
import importlib
import os
import threading
from collections.abc import Hashable
from typing import Any, Final

import numpy as np

from accel.kernels import cache
from accel.shielding import shielded
from machine_code import loader
from machine_code.abi import parse_signature, scalar_bits
from machine_code.address import address

# Compilation happens in one thread at a time: Numba's own lock deadlocks with the import lock
# when a worker compiles while the main thread imports.
_COMPILE_LOCK: Final = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A fork waits: Numba and LLVM are not to be copied in the middle of their work.
    os.register_at_fork(
        before=_COMPILE_LOCK.acquire,
        after_in_parent=_COMPILE_LOCK.release,
        after_in_child=_COMPILE_LOCK.release,
    )
_VERSION: Final = "1"
_SIGNED_END: Final = 1 << 63
_UNSIGNED_END: Final = 1 << 64


class KernelError(RuntimeError):
    """A kernel reported a failure: a negative status."""


class Kernel:
    """A compiled function over raw buffers.

    Parameters
    ----------
    source : str
        ``"module:function"`` below ``accel.kernels.source``. With ``parameters``, the function is a
        factory that returns the kernel's function.
    signature : str
        Parameter types, see :mod:`machine_code.abi`.
    parameters : tuple, optional
        Arguments of the factory.
    fastmath : bool, optional
        Let float sums be reassociated, so that they vectorise.

    Examples
    --------
    >>> kernel = Kernel("selection:iota", "i8* i8 i8")
    >>> out = np.empty(3, np.int64)
    >>> kernel(out, 5, 3)
    0
    >>> out
    array([5, 6, 7])
    """

    __slots__ = (
        "_address",
        "_call",
        "_floats",
        "_slots",
        "_slots_address",
        "_words",
        "fastmath",
        "parameters",
        "params",
        "signature",
        "source",
    )

    def __init__(
        self,
        source: str,
        signature: str,
        parameters: tuple[Hashable, ...] | None = None,
        *,
        fastmath: bool = False,
    ) -> None:
        self.source = source
        self.signature = signature
        self.params = parse_signature(signature)
        self.parameters = parameters
        self.fastmath = fastmath
        self._address = 0
        self._call: Any = None
        self._floats = frozenset(k for k, p in enumerate(self.params) if p in ("f4", "f8"))
        self._words = ctypes.c_int64 * (len(self.params) + 2)
        self._slots = (ctypes.c_int64 * len(self.params))(*range(len(self.params)))
        self._slots_address = ctypes.addressof(self._slots)

    @property
    def address(self) -> int:
        """The entry's address; loads the kernel from the code cache, or compiles it, once."""
        if not self._address:
            shielded(self._load)
        return self._address

    def _load(self) -> None:
        with _COMPILE_LOCK:
            if self._address:
                return
            key = repr((_VERSION, self.source, self.signature, self.parameters, self.fastmath))
            module = self.source.partition(":")[0]
            stored = cache.read(module, key)
            if stored is None:
                from machine_code.compiler import compile_kernel

                stored = compile_kernel(self._function(), self.signature, fastmath=self.fastmath)
                cache.write(module, key, *stored)
                compiled.append(self)
            address = loader.load_object(*stored)
            self._call = loader.ENTRY_TYPE(address)
            self._address = address

    def _function(self) -> Any:
        module, _, name = self.source.partition(":")
        function = getattr(importlib.import_module(f"accel.kernels.source.{module}"), name)
        return function if self.parameters is None else function(*self.parameters)

    def __call__(self, *arguments: Any) -> int:
        """Run the kernel; arrays are passed by address and must be C-contiguous.

        Returns
        -------
        int
            What the kernel returned: a count, or 0.

        Raises
        ------
        KernelError
            If the status is negative.
        """
        if self._call is None:
            shielded(self._load)
        count = len(self.params)
        if len(arguments) != count:
            raise TypeError(f"{self.source} takes {count} arguments, got {len(arguments)}")
        # The last two words take the result and Numba's exception pointer.
        words = self._words()
        for k, value in enumerate(arguments):
            if type(value) is int and k not in self._floats:
                words[k] = value if value < _SIGNED_END else value - _UNSIGNED_END
            elif isinstance(value, np.ndarray):
                words[k] = address(value)
            else:
                words[k] = scalar_bits(self.params[k], value)
        start = ctypes.addressof(words)
        self._call(start + 8 * count, start + 8 * count + 8, start, self._slots_address)
        return self._check(words[count])

    def _check(self, status: int) -> int:
        if status < 0:
            raise KernelError(f"kernel {self.source} failed with status {status}")
        return status

    def __repr__(self) -> str:
        return f"Kernel({self.source}, {self.signature!r}, {self.parameters!r})"


compiled: Final[list[Kernel]] = []  # those that this process did not find in the code cache
