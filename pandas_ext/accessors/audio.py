"""``series.audio``."""

from __future__ import annotations

from typing import Any, ClassVar

import pandas

from pandas_ext.accessors.audio_facts import AudioFacts
from pandas_ext.accessors.audio_files import AudioFiles
from pandas_ext.accessors.audio_steps import AudioSteps
from pandas_ext.accessors.audio_tensors import AudioTensors
from pandas_ext.arrays.audio_windows import windows
from pandas_ext.dtypes.audio import AudioDtype
from pandas_ext.settings import OnError


class AudioAccessor(AudioFacts, AudioSteps, AudioTensors, AudioFiles):
    """Operations on a column of recordings."""

    _name: ClassVar = "audio"
    _dtype: ClassVar = AudioDtype
    _hint: ClassVar = 'series.astype("audio") makes recordings of paths, URLs and bytes'

    def explode(
        self,
        length: Any,
        hop: Any = None,
        *,
        partial: bool = False,
        on_error: OnError = "raise",
    ) -> pandas.DataFrame:
        """Cut recordings into windows, one row each; only headers are read for it.

        Parameters
        ----------
        length : float or Timedelta
            Seconds of a window.
        hop : float or Timedelta, optional
            Seconds from the beginning of a window to that of the next; ``length`` by default.
        partial : bool
            Whether windows that the end of a recording cuts off are rows too.
        on_error : {"raise", "null", "report"}
            What becomes of a file that cannot be read: an error, one row of missing values, or that
            with the reason in a column ``error``.

        Returns
        -------
        DataFrame
            ``start`` and ``end`` (timedelta64[ns]) and ``audio``. The index repeats that of the
            column. A missing recording has no rows.

        Examples
        --------
        >>> import numpy as np, pandas as pd, pandas_ext
        >>> second = pandas_ext.Audio.of(np.zeros(8000), 8000)
        >>> pd.Series([second], dtype="audio").audio.explode(0.5).start.dt.total_seconds().tolist()
        [0.0, 0.5]
        """
        outcome = self._mapped(lambda audio, _: audio.outline, on_error)
        places, columns = windows(self._array, outcome, length, hop, partial=partial)
        if on_error == "report":
            reasons = [outcome.errors.get(place) for place in places]
            texts = [None if reason is None else str(reason) for reason in reasons]
            columns["error"] = pandas.array(texts, dtype="str")
        index = self._series.index.take(places)
        return self._series._constructor_expanddim(columns, index=index)
