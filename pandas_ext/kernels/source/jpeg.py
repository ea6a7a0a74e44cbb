"""The scan of a baseline JPEG at one to four eighths of its size (ITU-T T.81).

Every code is read, but of a block's 64 coefficients no more than 1, 4, 9 or 16 are made pixels of.
The transform of so few gives what the mean over each pixel would be, were there no finer detail.
What is damaged is not decoded: the caller then asks another decoder.
"""

import numpy as np
from numba.extending import register_jitable

from pandas_ext.kernels.source.bits import BEYOND, COUNT, PLACE, at_marker, begin, moved
from pandas_ext.kernels.source.block import read_blocks
from pandas_ext.kernels.source.levels import draw_block

# the plan: of the picture, then of each component
COMPONENTS, WIDE, HIGH, INTERVAL, STRIDE, BLOCKS = range(6)
FIRST, FIELDS = 6, 8
ACROSS, DOWN, SIDE, WIDER, HIGHER, DC, AC, PLANE = range(FIELDS)

_EOI, _RST = 0xD9, 0xD0
_LIMITS = (0, 0, 4, 12, 24)  # the last coefficient that counts, by pixels to a side


def decode_scan(data, size, start, plan, tables, factors, places, coefficients, planes, state):
    """Decode a scan to planes of samples; -1 if there is anything wrong with it.

    ``coefficients`` has room for 16 of each block of a row of units and one more, ``state`` for a
    reader and the last means of three components. Each component has 16 ``factors``.
    """
    reader, means = state, moved(state, 4)
    begin(reader, start)
    for k in range(3):
        means[k] = 0
    left, number = plan[INTERVAL], 0
    for row in range(plan[HIGH]):
        for k in range(plan[WIDE] * plan[BLOCKS] * 16):
            coefficients[k] = 0
        for column in range(plan[WIDE]):
            if plan[INTERVAL] != 0:
                if left == 0:
                    if not at_marker(data, size, reader, _RST + number):
                        return -1
                    begin(reader, reader[PLACE] + 2)
                    for k in range(3):
                        means[k] = 0
                    left, number = plan[INTERVAL], (number + 1) & 7
                left -= 1
            block = moved(coefficients, column * plan[BLOCKS] * 16)
            if _read_unit(data, size, reader, means, plan, tables, places, block) < 0:
                return -1
        if reader[COUNT] < reader[BEYOND]:
            return -1
        _draw_row(plan, row, coefficients, factors, planes)
    return 0 if at_marker(data, size, reader, _EOI) else -1


@register_jitable
def _read_unit(data, size, reader, means, plan, tables, places, block):
    """Read the blocks of all components that lie together."""
    for c in range(plan[COMPONENTS]):
        part = moved(plan, FIRST + c * FIELDS)
        limit = _LIMITS[part[SIDE]]
        dc, ac = moved(tables, part[DC]), moved(tables, part[AC])
        mean = moved(means, c)
        number = part[ACROSS] * part[DOWN]
        if read_blocks(data, size, reader, mean, dc, ac, limit, places, block, number) < 0:
            return -1
        block = moved(block, 16 * number)
    return 0


@register_jitable
def _draw_row(plan, row, coefficients, factors, planes):
    """Make pixels of all blocks of a row of units."""
    stride, block = plan[STRIDE], coefficients
    for column in range(plan[WIDE]):
        for c in range(plan[COMPONENTS]):
            part = moved(plan, FIRST + c * FIELDS)
            across, down, side = part[ACROSS], part[DOWN], part[SIDE]
            wider, higher, scales = part[WIDER], part[HIGHER], moved(factors, 16 * c)
            start = part[PLANE] + (row * down * higher * stride + column * across * wider) * side
            for y in range(down):
                for x in range(across):
                    place = start + (y * higher * stride + x * wider) * side
                    draw_block(block, scales, side, planes, place, stride, wider, higher)
                    block = moved(block, 16)


def to_rgb(y, cb, cr, stride, width, height, rgb):
    """Write pixels of three planes, as JFIF says (ITU-T T.871, 7)."""
    half = 1 << 15
    for row in range(height):
        line, to = row * stride, row * width * 3
        for x in range(width):
            level = np.int32(y[line + x])
            blue = np.int32(cb[line + x]) - np.int32(128)
            red = np.int32(cr[line + x]) - np.int32(128)
            r = level + ((np.int32(91881) * red + np.int32(half)) >> np.int32(16))
            b = level + ((np.int32(116130) * blue + np.int32(half)) >> np.int32(16))
            g = np.int32(half) - np.int32(22554) * blue - np.int32(46802) * red
            g = level + (g >> np.int32(16))
            rgb[to + 3 * x] = min(max(r, np.int32(0)), np.int32(255))
            rgb[to + 3 * x + 1] = min(max(g, np.int32(0)), np.int32(255))
            rgb[to + 3 * x + 2] = min(max(b, np.int32(0)), np.int32(255))
    return 0
