"""The program interpreter: calls each kernel of a program in turn."""

from accel.kernels.intrinsics import address_of, call_entry


def run(code, size, registers):
    """Run ``code``, a list of [entry, count, slot, ...]; stop at the first negative status."""
    base = address_of(registers)
    start = address_of(code)
    k = 0
    while k < size:
        status = call_entry(code[k], base, start + 8 * (k + 2))
        if status < 0:
            return status
        k += 2 + code[k + 1]
    return 0
