"""``.img``: perceptual hashes."""

from __future__ import annotations

from typing import Any

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.chain import run_chain
from pandas_ext.ops.image.hashing import hashed, steps_of
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.value.image import Image


class Hashes(MediaAccessor):
    """Hashes, 64 bits each: every picture is read and decoded once, on all cores."""

    def ahash(self, *, reducing: bool = False, on_error: OnError = "raise") -> Any:
        """Return average hashes: which of 8x8 blocks are lighter than their mean.

        Parameters
        ----------
        reducing : bool
            As for ``resize``: several times faster for large JPEGs, and a bit may differ.
        on_error : {"raise", "null", "report"}
            What becomes of a picture that cannot be read: an error, a missing value, or that and a
            frame with a column of reasons.

        Returns
        -------
        Series of UInt64
            Bits from left to right and top to bottom, the first one the highest.
            :func:`pandas_ext.hash_distance` compares hashes.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> half = np.repeat(np.array([[0, 255]], "uint8"), 8, axis=1).repeat(16, axis=0)
        >>> hex(pd.Series([half], dtype="image").img.ahash()[0])
        '0xf0f0f0f0f0f0f0f'
        """
        return self._hashed("average", reducing, on_error)

    def dhash(self, *, reducing: bool = False, on_error: OnError = "raise") -> Any:
        """Return difference hashes: which of 9x8 blocks are lighter than their left neighbour.

        Parameters
        ----------
        reducing, on_error
            As for :meth:`ahash`.

        Returns
        -------
        Series of UInt64
            As of :meth:`ahash`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> slope = np.arange(0, 180, 5, dtype="uint8")[None].repeat(16, axis=0)
        >>> hex(pd.Series([slope], dtype="image").img.dhash()[0])
        '0xffffffffffffffff'
        """
        return self._hashed("difference", reducing, on_error)

    def phash(self, *, reducing: bool = False, on_error: OnError = "raise") -> Any:
        """Return perceptual hashes: which low frequencies are stronger than their median.

        Parameters
        ----------
        reducing, on_error
            As for :meth:`ahash`.

        Returns
        -------
        Series of UInt64
            As of :meth:`ahash`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> noise = np.random.default_rng(0).integers(0, 200, (32, 32), dtype="uint8")
        >>> hashes = pd.Series([noise, noise + 9], dtype="image").img.phash()
        >>> pandas_ext.hash_distance(hashes, hashes[0]).max() < 6
        np.True_
        """
        return self._hashed("perceptual", reducing, on_error)

    def whash(self, *, reducing: bool = False, on_error: OnError = "raise") -> Any:
        """Return wavelet hashes: which of 8x8 blocks are lighter than their median.

        Parameters
        ----------
        reducing, on_error
            As for :meth:`ahash`.

        Returns
        -------
        Series of UInt64
            As of :meth:`ahash`.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> half = np.repeat(np.array([[0, 9, 255, 246]], "uint8"), 8, axis=1).repeat(32, axis=0)
        >>> hex(pd.Series([half], dtype="image").img.whash()[0])
        '0xf0f0f0f0f0f0f0f'
        """
        return self._hashed("wavelet", reducing, on_error)

    def _hashed(self, method: str, reducing: bool, on_error: OnError) -> Any:
        def of(cell: Image, budget: Budget) -> int:
            outline = cell.outline
            if not outline.width or not outline.height:
                outline = run_chain(cell, budget).outline
            for step in steps_of(method, outline, reducing):
                cell = cell.then(step)
            return hashed(method, run_chain(cell, budget))

        return self._facts(of, "UInt64", on_error)
