"""``.audio``: from sound to numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pandas_ext.accessors.base import MediaAccessor
from pandas_ext.blocks import Blocks
from pandas_ext.ops.audio.run import run_audio
from pandas_ext.ops.audio.spectrum import Scale, mel_spectrogram, spectrogram
from pandas_ext.parallel import Budget
from pandas_ext.settings import OnError
from pandas_ext.value.audio import Audio
from pandas_ext.value.samples import Samples


class AudioTensors(MediaAccessor):
    """Decodes recordings, on all cores, and gives them as tensors."""

    def decode(self, *, on_error: OnError = "raise") -> Any:
        """Return the recordings after all steps, held in memory.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            What becomes of a recording that cannot be read: an error, a missing value, or that and
            a frame with a column of reasons.

        Returns
        -------
        Series of dtype audio
        """
        return self._facts(lambda audio, budget: Audio(run_audio(audio, budget)), "audio", on_error)

    def to_tensor(self, *, on_error: OnError = "raise") -> Any:
        """Return the samples as a column of tensors.

        Parameters
        ----------
        on_error : {"raise", "null", "report"}
            See :meth:`decode`.

        Returns
        -------
        Series of tensor[float32, (*,)] or tensor[float32, (*, channels)]
            The first if all recordings have one channel. Full scale is from -1 to 1.

        Raises
        ------
        MediaError
            If a recording cannot be read; naming its row and file.
        LimitError
            If its samples need more than ``options.max_bytes``.

        Examples
        --------
        >>> import pandas as pd, pandas_ext
        >>> sound = pandas_ext.Audio.of([0.0, 0.5], rate=8000)
        >>> pd.Series([sound, None], dtype="audio").audio.to_tensor()
        0    [0, 0.5]
        1        <NA>
        dtype: tensor[float32, (*,)]
        """
        return self._tensors(lambda samples: samples.array, (None,), on_error, mono_axis=-1)

    def spectrogram(
        self,
        window: int = 1024,
        hop: int | None = None,
        *,
        power: float = 2.0,
        on_error: OnError = "raise",
    ) -> Any:
        """Return short-time spectra as a column of tensors.

        Parameters
        ----------
        window : int
            Samples of a window, which is a periodic Hann window.
        hop : int, optional
            Samples from the beginning of a window to that of the next; a quarter of it by default.
        power : float
            1 for magnitudes, 2 for power.
        on_error : {"raise", "null", "report"}
            See :meth:`decode`.

        Returns
        -------
        Series of tensor[float32, (window // 2 + 1, *)]
            With an axis of channels before, if some recording has several. As many windows as fit:
            nothing is padded. The formula and its source are those of
            :func:`pandas_ext.ops.audio.spectrum.spectrogram`.
        """
        step = _checked(window, hop)
        return self._tensors(
            lambda samples: _three_axes(spectrogram(samples, window, step, power)),
            (window // 2 + 1, None),
            on_error,
        )

    def mel(
        self,
        bands: int = 80,
        window: int = 1024,
        hop: int | None = None,
        *,
        low: float = 0.0,
        high: float | None = None,
        scale: Scale = "slaney",
        power: float = 2.0,
        on_error: OnError = "raise",
    ) -> Any:
        """Return short-time spectra in mel bands as a column of tensors.

        Parameters
        ----------
        bands : int
            Number of bands.
        window, hop, power
            See :meth:`spectrogram`.
        low, high : float
            Lowest and highest frequency, in Hz; by default 0 and half the rate.
        scale : {"slaney", "htk"}
            Which mel scale; formulas and sources are those of
            :func:`pandas_ext.ops.audio.spectrum.mel_bands`.
        on_error : {"raise", "null", "report"}
            See :meth:`decode`.

        Returns
        -------
        Series of tensor[float32, (bands, *)]
            With an axis of channels before, if some recording has several.
        """
        step = _checked(window, hop)
        if bands < 1:
            raise ValueError(f"bands is a number of at least 1, not {bands}")
        limits = (float(low), None if high is None else float(high))
        return self._tensors(
            lambda samples: _three_axes(
                mel_spectrogram(samples, bands, window, step, power, limits, scale)
            ),
            (bands, None),
            on_error,
        )

    def _tensors(
        self,
        of: Callable[[Samples], Any],
        shape: tuple[int | None, ...],
        on_error: OnError,
        mono_axis: int = 0,
    ) -> Any:
        from pandas_ext.arrays.audio_tensors import tensors

        blocks = Blocks()

        def made(audio: Audio, budget: Budget) -> NDArray[np.float32]:
            array = of(run_audio(audio, budget))
            room = blocks.take(array.nbytes).view(np.float32).reshape(array.shape)
            room[...] = array
            return room

        outcome = self._mapped(made, on_error)
        results, outcome.results = outcome.results, [None] * len(outcome.results)
        column = self._wrapped(tensors(results, mono_axis, shape))
        return self._reported(column, outcome, on_error)


def _three_axes(spectrum: Any) -> Any:
    """Return a spectrum with its axis of channels, which one of one channel lacks."""
    return spectrum[np.newaxis] if spectrum.ndim == 2 else spectrum


def _checked(window: int, hop: int | None) -> int:
    step = window // 4 if hop is None else hop
    if window < 2 or step < 1:
        raise ValueError(f"no windows of {window} samples every {step}")
    return step
