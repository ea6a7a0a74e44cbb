"""Run a program over its rows in cache-sized blocks."""

from accel.kernels.intrinsics import address_of, call_entry


def run(code, size, registers, rows, block, count, moving, moves):
    """Run ``code`` (see ``interpreter``) for each block of rows.

    Register ``count`` is set to the block's rows; ``moving`` lists ``moves`` pairs of a pointer
    register and the bytes it advances a row.
    """
    base = address_of(registers)
    start = address_of(code)
    row = 0
    while row < rows:
        here = min(block, rows - row)
        registers[count] = here
        k = 0
        while k < size:
            status = call_entry(code[k], base, start + 8 * (k + 2))
            if status < 0:
                return status
            k += 2 + code[k + 1]
        for m in range(moves):
            registers[moving[2 * m]] += moving[2 * m + 1] * here
        row += here
    return 0


def append(mask, out, state, n):
    """Append the row numbers where ``mask`` is set.

    ``state`` holds how many rows ``out`` has and the number of this block's first row; both are
    brought forward. Up to eight entries past the last may be overwritten.
    """
    count = state[0]
    base = state[1]
    for i in range(n):
        out[count] = base + i
        count += mask[i]
    state[0] = count
    state[1] = base + n
