"""An index whose labels are tensors: what merges and groups by a column of them make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pandas_ext.arrays import tensor_keys as keys
from pandas_ext.arrays.tensor_text import summary


class TensorIndex(pd.Index):
    """Finds labels by what they contain: an array has no hash of its own."""

    @property
    def _can_use_libjoin(self) -> bool:
        return False  # it would make labels out of the keys below

    def _get_engine_target(self) -> NDArray[np.object_]:
        found = keys.row_keys(self.array.storage)
        found[self.array.storage.mask] = None
        return found

    def _maybe_cast_indexer(self, key: Any) -> Any:
        if isinstance(key, (np.ndarray, np.generic)):
            one = type(self.array)._from_sequence([key], dtype=self.dtype)
            return keys.row_keys(one.storage)[0]
        return key

    @property
    def _formatter_func(self) -> Callable[[Any], str]:
        return summary
