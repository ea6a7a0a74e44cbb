"""Elementwise kernels on fixed-width values.

Kernels of two operands take a ``mode``: 0 for two vectors, 1 if the right is one value, 2 if the
left is one. Each mode has its own loop, so that all are vectorised.
"""

import math

import numpy as np
from numba.extending import register_jitable

NAT = -(2**63)
OUT_OF_RANGE = -2


@register_jitable
def _floor_mod(x, y):
    """NumPy's floored remainder and quotient of floats."""
    rest = np.fmod(x, y)
    if y == 0:
        return rest, x / y
    quotient = (x - rest) / y
    if rest != 0:
        if (y < 0) != (rest < 0):
            rest += y
            quotient -= 1
    else:
        rest = math.copysign(rest * 0, y)
    if quotient != 0:
        whole = np.floor(quotient)
        if quotient - whole > 0.5:
            whole += 1
    else:
        whole = math.copysign(quotient * 0, x / y)
    return rest, whole


_BINARY = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "truediv": lambda x, y: x / y,
    "floordiv": lambda x, y: x // y,
    "mod": lambda x, y: x % y,
    "float_floordiv": lambda x, y: _floor_mod(x, y)[1],
    "float_mod": lambda x, y: _floor_mod(x, y)[0],
    "and": lambda x, y: x & y,
    "or": lambda x, y: x | y,
    "xor": lambda x, y: x ^ y,
    "eq": lambda x, y: x == y,
    "ne": lambda x, y: x != y,
    "lt": lambda x, y: x < y,
    "le": lambda x, y: x <= y,
    # on datetimes and timedeltas, where NaT is unequal to all and in no order
    "time_eq": lambda x, y: (x == y) & (x != NAT),
    "time_ne": lambda x, y: (x != y) | (x == NAT),
    "time_lt": lambda x, y: (x < y) & (x != NAT) & (y != NAT),
    "time_le": lambda x, y: (x <= y) & (x != NAT) & (y != NAT),
    # on codes of categoricals, where -1 is missing
    "code_eq": lambda x, y: (x == y) & (x >= 0),
    "code_ne": lambda x, y: (x != y) | (x < 0),
    "code_lt": lambda x, y: (x < y) & (x >= 0) & (y >= 0),
    "code_le": lambda x, y: (x <= y) & (x >= 0) & (y >= 0),
}


def binary(operation):
    """Make ``out[i] = left[i] operation right[i]``."""
    function = register_jitable(_BINARY[operation])

    def kernel(out, left, right, mode, n):
        if mode == 0:
            for i in range(n):
                out[i] = function(left[i], right[i])
        elif mode == 1:
            y = right[0]
            for i in range(n):
                out[i] = function(left[i], y)
        else:
            x = left[0]
            for i in range(n):
                out[i] = function(x, right[i])

    return kernel


_UNARY = {
    "neg": lambda x: -x,
    "abs": lambda x: abs(x),
    "invert": lambda x: ~x,
    "not": lambda x: x == 0,
    "rint": lambda x: np.rint(x),
    "is_nan": lambda x: x != x,
    "is_nat": lambda x: x == NAT,
    "is_negative": lambda x: x < 0,
    "is_nonzero": lambda x: x != 0,
}


def unary(operation):
    """Make ``out[i] = operation(source[i])``."""
    function = register_jitable(_UNARY[operation])

    def kernel(out, source, n):
        for i in range(n):
            out[i] = function(source[i])

    return kernel


def convert(out, source, n):
    """Cast to the type of ``out``."""
    for i in range(n):
        out[i] = source[i]


def fill(out, source, n):
    """Repeat the one value of ``source``."""
    value = source[0]
    for i in range(n):
        out[i] = value


def choose(out, condition, left, right, mode, n):
    """Take ``left`` where the condition is set, else ``right``; both modes may be combined (3)."""
    if mode == 0:
        for i in range(n):
            out[i] = left[i] if condition[i] else right[i]
    elif mode == 1:
        y = right[0]
        for i in range(n):
            out[i] = left[i] if condition[i] else y
    elif mode == 2:
        x = left[0]
        for i in range(n):
            out[i] = x if condition[i] else right[i]
    else:
        x = left[0]
        y = right[0]
        for i in range(n):
            out[i] = x if condition[i] else y


def gather(out, table, codes, n):
    """Look codes up; the table's element before the first answers code -1."""
    for i in range(n):
        out[i] = table[codes[i]]


_TIME = {"add": lambda x, y: x + y, "sub": lambda x, y: x - y}
_OVERFLOWS = {
    "add": lambda x, y, z: ((x ^ z) & (y ^ z)) < 0,
    "sub": lambda x, y, z: ((x ^ y) & (x ^ z)) < 0,
}


def time_binary(operation):
    """Make the sum or difference of times of one unit: NaT stays, overflow is a failure."""
    function = register_jitable(_TIME[operation])
    overflows = register_jitable(_OVERFLOWS[operation])

    def kernel(out, left, right, mode, n):
        left_step = 0 if mode == 2 else 1
        right_step = 0 if mode == 1 else 1
        bad = False
        for i in range(n):
            x = left[i * left_step]
            y = right[i * right_step]
            z = function(x, y)
            missing = (x == NAT) | (y == NAT)
            bad |= (not missing) & (overflows(x, y, z) | (z == NAT))
            out[i] = NAT if missing else z
        return OUT_OF_RANGE if bad else 0

    return kernel


def time_multiply(out, source, factor, n):
    """Bring times to a finer unit: NaT stays, overflow is a failure."""
    highest = (2**63 - 1) // factor
    bad = False
    for i in range(n):
        x = source[i]
        missing = x == NAT
        bad |= (not missing) & ((x > highest) | (x < -highest))
        out[i] = NAT if missing else x * factor
    return OUT_OF_RANGE if bad else 0


def time_scale(out, left, right, mode, n):
    """Multiply timedeltas (left) by integers: NaT stays, overflow is a failure."""
    left_step = 0 if mode == 2 else 1
    right_step = 0 if mode == 1 else 1
    bad = False
    for i in range(n):
        x = left[i * left_step]
        y = right[i * right_step]
        missing = x == NAT
        # Rounded, it may count one that just fits as too large: pandas decides then.
        bad |= (not missing) & (abs(np.float64(x) * np.float64(y)) >= 9.223372036854e18)
        out[i] = NAT if missing else x * y
    return OUT_OF_RANGE if bad else 0


def time_divide(out, left, right, mode, n):
    """Divide timedeltas of one unit; NaT gives NaN."""
    left_step = 0 if mode == 2 else 1
    right_step = 0 if mode == 1 else 1
    for i in range(n):
        x = left[i * left_step]
        y = right[i * right_step]
        out[i] = np.nan if (x == NAT) | (y == NAT) else np.float64(x) / np.float64(y)


def time_coarsen(out, source, factor, n):
    """Bring times to a coarser unit, rounding down; NaT stays."""
    for i in range(n):
        x = source[i]
        out[i] = NAT if x == NAT else x // factor


_ORDER = {
    "eq": lambda sign: sign == 0,
    "lt": lambda sign: sign < 0,
    "le": lambda sign: sign <= 0,
    "gt": lambda sign: sign > 0,
    "ge": lambda sign: sign >= 0,
}


def compare_units(operation):
    """Make the comparison of times where one unit of ``coarse`` is ``factor`` units of ``fine``."""
    holds = register_jitable(_ORDER["eq" if operation == "ne" else operation])
    missing_result = operation == "ne"

    def kernel(out, coarse, fine, factor, n):
        for i in range(n):
            x = coarse[i]
            y = fine[i]
            if (x == NAT) | (y == NAT):
                out[i] = missing_result
            else:
                whole = y // factor
                rest = y - whole * factor
                sign = (x > whole) * 1 - (x < whole) * 1
                if (sign == 0) & (rest > 0):
                    sign = -1
                out[i] = holds(sign) != missing_result

    return kernel
