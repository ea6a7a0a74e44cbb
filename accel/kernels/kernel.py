"""A kernel: named source, typed, compiled on first use, callable with the GIL released."""

from __future__ import annotations

import ctypes
import importlib
import threading
from collections.abc import Hashable
from typing import Any, Final

import numpy as np

from accel.kernels import cache, loader
from accel.kernels.abi import parse_signature, scalar_bits

# Compilation happens in one thread at a time: Numba's own lock deadlocks with the import lock
# when a worker compiles while the main thread imports.
_COMPILE_LOCK: Final = threading.RLock()
_VERSION: Final = "1"


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
        Parameter types, see :mod:`accel.kernels.abi`.
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

    __slots__ = ("_address", "_call", "_slots", "fastmath", "params", "parameters", "signature", "source")

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
        self._slots: Any = (ctypes.c_int64 * len(self.params))(*range(len(self.params)))

    @property
    def address(self) -> int:
        """The entry's address; loads the kernel from the code cache, or compiles it, once."""
        if not self._address:
            self._load()
        return self._address

    def _load(self) -> None:
        with _COMPILE_LOCK:
            if self._address:
                return
            key = repr((_VERSION, self.source, self.signature, self.parameters, self.fastmath))
            module = self.source.partition(":")[0]
            stored = cache.read(module, key)
            if stored is None:
                from accel.kernels.compiler import compile_kernel

                stored = compile_kernel(self._function(), self.signature, fastmath=self.fastmath)
                cache.write(module, key, *stored)
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
            self._load()
        count = len(self.params)
        if len(arguments) != count:
            raise TypeError(f"{self.source} takes {count} arguments, got {len(arguments)}")
        words = (ctypes.c_int64 * count)()
        for k, (param, value) in enumerate(zip(self.params, arguments, strict=True)):
            if param.endswith("*"):
                words[k] = value if type(value) is int else address(value)
            else:
                words[k] = scalar_bits(param, value)
        result = ctypes.c_int64(0)
        unused = ctypes.c_int64(0)
        self._call(
            ctypes.addressof(result),
            ctypes.addressof(unused),
            ctypes.addressof(words),
            ctypes.addressof(self._slots),
        )
        status = result.value
        if status < 0:
            raise KernelError(f"kernel {self.source} failed with status {status}")
        return status

    def __repr__(self) -> str:
        return f"Kernel({self.source}, {self.signature!r}, {self.parameters!r})"


def address(array: np.ndarray[Any, Any]) -> int:
    """Return the address of a C-contiguous array's first element.

    Raises
    ------
    ValueError
        If the array is not contiguous: a kernel would read other memory than meant.
    """
    if not array.flags.c_contiguous:
        raise ValueError("a kernel takes contiguous arrays only")
    pointer: int = array.__array_interface__["data"][0]
    return pointer
