"""What an operation on pictures is: a frozen description with a pure function on pixels."""

from __future__ import annotations

from abc import ABC, abstractmethod

from pandas_ext.value.pixels import Outline, Pixels


class Operation(ABC):
    """A step from a picture to a picture.

    Operations are frozen dataclasses: equal ones do the same. A chain of them can be looked at,
    compared and reordered without running it.
    """

    __slots__ = ()

    @abstractmethod
    def apply(self, pixels: Pixels) -> Pixels:
        """Return the picture after the step; what is given stays as it is."""

    @abstractmethod
    def outline(self, before: Outline) -> Outline:
        """Return what is known of the picture after the step, from what is known before it."""

    def least_size(self, before: Outline) -> tuple[int, int] | None:
        """Return the size of the picture that suffices for the step; ``None``: all of it.

        A decoder that can give a smaller picture faster is told so.
        """
        return None

    def cost(self, before: Outline) -> int:
        """Return the bytes that the step needs for its result and on its way to it."""
        return self.outline(before).nbytes
