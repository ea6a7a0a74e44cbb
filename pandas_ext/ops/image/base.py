"""What an operation on pictures is: a frozen description with a pure function on pixels."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from pandas_ext.errors import MediaError
from pandas_ext.value.pixels import Outline, Pixels

if TYPE_CHECKING:
    from pandas_ext.codec.base import Header


class Operation(ABC):
    """A step from a picture to a picture.

    Operations are frozen dataclasses: equal ones do the same. A chain of them can be looked at,
    compared and reordered without running it.
    """

    __slots__ = ()

    asks_file: ClassVar[bool] = False
    """Whether the step depends on what the file says, apart from its pixels."""
    at_any_size: ClassVar[bool] = False
    """Whether the step does the same to a smaller version of the picture."""
    pointwise: ClassVar[bool] = False
    """Whether the step looks at each pixel by itself; then it does the same at any size, too."""
    shares_before: ClassVar[bool] = False
    """Whether other rows want what comes before the step: it is done once for all of them."""

    @abstractmethod
    def apply(self, pixels: Pixels) -> Pixels:
        """Return the picture after the step; what is given stays as it is.

        Raises
        ------
        MediaError, ValueError, TypeError
            If there is no such step for these pixels.
        """

    @abstractmethod
    def outline(self, before: Outline) -> Outline:
        """Return what is known of the picture after the step, from what is known before it."""

    def cost(self, before: Outline) -> int:
        """Return the bytes that the step needs for its result and on its way to it."""
        return self.outline(before).nbytes

    def bound(self, header: Header) -> tuple[Operation, Header]:
        """Return the step for a picture of a file that says so, and what then is left to say."""
        return self, header


class Recolouring(Operation):
    """A step that leaves mode and size as they are."""

    __slots__ = ()

    def outline(self, before: Outline) -> Outline:
        return before


def bound_steps(steps: tuple[Operation, ...], header: Header) -> tuple[Operation, ...]:
    """Return steps with all that depends on what the file says filled in."""
    if not any(step.asks_file for step in steps):
        return steps
    return bind(steps, header)[0]


def bind(steps: tuple[Operation, ...], header: Header) -> tuple[tuple[Operation, ...], Header]:
    """Return steps with what a file says filled in, and what after them it is left to say."""
    filled = []
    for step in steps:
        step, header = step.bound(header)
        filled.append(step)
    return tuple(filled), header


def name_of(operand: object) -> str:
    """Return what stands for a picture among the fields of a step; nothing is read for it."""
    return repr(operand) if isinstance(operand, (int, float)) else f"<picture {hash(operand):x}>"


def check_mode(what: str, mode: str, modes: Collection[str]) -> None:
    """Check that there is an operation for a mode.

    Raises
    ------
    MediaError
        If there is not.
    """
    if mode not in modes:
        raise MediaError(f"no {what} of mode {mode}, only of {', '.join(modes)}: convert it first")
