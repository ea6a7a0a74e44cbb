"""Show a range of the levels of a scan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.errors import MediaError
from pandas_ext.ops.image.base import Operation, check_mode
from pandas_ext.ops.image.check import one_of, real, settle, whole
from pandas_ext.ops.image.tone import saturated
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from pandas_ext.codec.base import Header, Table

FUNCTIONS: Final = ("linear", "linear_exact", "sigmoid")


@dataclass(frozen=True, slots=True)
class Window(Operation):
    """Make grey levels from black to white of the levels in a window.

    Attributes
    ----------
    center, width : float or None
        The middle and the size of the window; both ``None`` for what the file says or, where it
        says nothing, for all levels there are.
    function : str or None
        ``"linear"``, ``"linear_exact"`` or ``"sigmoid"``; ``None`` for what the file says.
    inverted : bool or None
        Whether the lowest level is white; ``None`` for what the file says.
    view : int or None
        Which of the file's own windows, or of the tables in their place, which are first.
    table : Table or None
        What takes the place of center, width and function; filled in.

    Notes
    -----
    The functions are those of DICOM PS3.3 section C.11.2.1.2 and C.11.2.1.3, onto 0 to 255; tables
    are those of C.11.2.1.1.
    """

    center: float | None = None
    width: float | None = None
    function: str | None = None
    inverted: bool | None = None
    view: int | None = None
    table: Table | None = None

    asks_file: ClassVar = True

    def __post_init__(self) -> None:
        if (self.center is None) != (self.width is None):
            raise ValueError("a window has both a center and a width")
        if self.view is not None:
            if self.center is not None:
                raise ValueError("a view is of the file's own: it excludes a center and a width")
            settle(self, view=whole("view", self.view, 0))
        if self.center is not None:
            settle(self, center=real("center", self.center), width=real("width", self.width))
        if self.function is not None:
            settle(self, function=one_of("function", self.function, FUNCTIONS))
        _check_width(self.width, self.function)

    def bound(self, header: Header) -> tuple[Operation, Header]:
        choices, rest = header.levels, replace(header, levels=(), frame_levels=())
        if self.view is not None and self.view >= len(choices):
            raise MediaError(f"there is no view {self.view} of {len(choices)}")
        if not choices:
            return self, rest
        levels = choices[self.view or 0]
        inverted = levels.inverted if self.inverted is None else self.inverted
        if self.center is not None or (levels.center is None and levels.table is None):
            return replace(self, inverted=inverted), rest
        try:
            window = Window(
                levels.center,
                levels.width,
                self.function or levels.function,
                inverted,
                table=levels.table,
            )
        except (ValueError, TypeError) as error:
            raise MediaError(f"the file's own window: {error}") from error
        return window, rest

    def apply(self, pixels: Pixels) -> Pixels:
        check_mode("window", pixels.mode, ("F", "I;16", "L"))
        share = self._share(pixels.array.astype(np.float64))
        if self.inverted:
            share = 1 - share
        return Pixels(saturated(share * 255, np.dtype(np.uint8)), "L")

    def outline(self, before: Outline) -> Outline:
        return before._replace(mode="L")

    def cost(self, before: Outline) -> int:
        return 24 * before.width * before.height

    def _share(self, levels: NDArray[Any]) -> NDArray[Any]:
        """Return how white each level becomes, 0 to 1."""
        if self.table is not None:
            return _looked_up(levels, self.table)
        center, width, function = self.center, self.width, self.function or "linear"
        if center is None or width is None:
            finite = levels[np.isfinite(levels)]
            low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
            center, width, function = (low + high) / 2, high - low, "linear_exact"
        elif function == "linear":
            center, width = center - 0.5, width - 1
        if function == "sigmoid":
            with np.errstate(over="ignore"):
                sigmoid: NDArray[Any] = 1 / (1 + np.exp(-4 * (levels - center) / width))
            return sigmoid
        if width == 0:
            return (levels > center).astype(np.float64)
        return np.clip((levels - center) / width + 0.5, 0, 1)


def _looked_up(levels: NDArray[Any], table: Table) -> NDArray[Any]:
    values = np.frombuffer(table.values, "<u2") / table.white
    places = np.clip(np.nan_to_num(levels) - table.first, 0, len(values) - 1)
    shares: NDArray[Any] = values[np.rint(places).astype(np.intp)]
    return shares


def _check_width(width: float | None, function: str | None) -> None:
    if width is None:
        return
    least = 1 if function in (None, "linear") else 0
    if width < least or (not least and width == 0):
        raise ValueError(f"a window's width is at least 1 (above 0 if not linear), not {width:g}")
