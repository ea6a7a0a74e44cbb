"""pandas code, unchanged, many times faster: ``import accel.pandas as pd``."""

from accel.settings import options

__all__ = ["options"]
