"""Bit counting and hashing that the join kernels share."""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, register_jitable


@intrinsic
def popcount(typingctx, word):
    """Count the set bits of a 64-bit word."""

    def codegen(context, builder, signature, args):
        return builder.ctpop(builder.bitcast(args[0], ir.IntType(64)))

    return types.uint64(types.uint64), codegen


@register_jitable(inline="always")
def mix(word):
    """Spread a key over all 64 bits; the high ones are the best."""
    x = np.uint64(word)
    x ^= x >> np.uint64(32)
    x *= np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    return x
