"""The rows nearest to queries."""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pandas_ext.arrays.tensor_fixed import FixedStorage, Values
from pandas_ext.ops.tensor import blocks
from pandas_ext.ops.tensor.linear import lengths

METRICS: Final = ("cosine", "dot", "euclidean")


def nearest(
    storage: FixedStorage, queries: Values, k: int, metric: str
) -> tuple[NDArray[np.intp], NDArray[np.intp], Values]:
    """Find the k best rows for each query; never all scores are held.

    Parameters
    ----------
    storage : FixedStorage
        Vectors of length d.
    queries : ndarray, shape (q, d)
        What to look for.
    k : int
        Rows a query; fewer where fewer have a score.
    metric : {"cosine", "dot", "euclidean"}
        Cosine similarity and dot product, the largest first; Euclidean distance, the smallest.

    Returns
    -------
    query, position : ndarray of intp
        Which query a result is for, and its row: best first, the earlier row of two as good.
        Missing rows and rows whose score is NaN are none.
    score : ndarray of float
        Similarity, product or distance.
    """
    if metric not in METRICS:
        raise ValueError(f"metric is one of {', '.join(METRICS)}, not {metric!r}")
    if k < 1:
        raise ValueError(f"k is at least 1, not {k}")
    element = np.result_type(storage.element, queries.dtype, np.float32)
    wanted = np.ascontiguousarray(queries.astype(element, copy=False))
    search = _Search(len(queries), k)
    with np.errstate(all="ignore"):
        if metric == "cosine":
            wanted = wanted / lengths(wanted)[:, None]

    def work(start: int, stop: int) -> None:
        rows = storage.values[start:stop].astype(element, copy=False)
        scores = _scores(rows, wanted, metric)
        scores[:, storage.mask[start:stop]] = np.nan
        search.offer(scores, start)

    row_bytes = max(storage.values[:1].nbytes, len(queries) * element.itemsize // 4)
    blocks.run(len(storage), row_bytes, work)
    return search.best()


def _scores(rows: Values, queries: Values, metric: str) -> Values:
    """Return what is larger for better rows, shape (q, rows)."""
    if metric == "euclidean":
        # differences, not |x|^2 - 2xq + |q|^2: that loses the digits near rows are told apart by
        made = np.empty((len(queries), len(rows)), rows.dtype)
        for number, query in enumerate(queries):
            made[number] = -lengths(rows - query)
        return made
    products = (rows @ queries[0])[None, :] if len(queries) == 1 else queries @ rows.T
    return products / lengths(rows) if metric == "cosine" else products


class _Search:
    """The best so far, filled from blocks in any order."""

    def __init__(self, count: int, k: int) -> None:
        self.k = k
        self.bound = np.full(count, -np.inf)  # a row below it is not among the best
        self.found: list[tuple[NDArray[np.intp], NDArray[np.intp], Values]] = []
        self.held = 0
        self.lock = threading.Lock()

    def offer(self, scores: Values, start: int) -> None:
        """Take in the scores of the rows from a position on, shape (q, rows)."""
        bound = self.bound
        if scores.shape[1] > self.k and np.isneginf(bound).any():
            ordered = np.where(np.isnan(scores), -np.inf, scores)
            bound = np.partition(ordered, -self.k, axis=1)[:, -self.k]
        query, row = np.nonzero(scores >= bound[:, None])
        with self.lock:
            self.found.append((query, row + start, scores[query, row]))
            self.held += len(query)
            if self.held > 4 * self.k * len(self.bound) + 4096:
                self._reduce()

    def _reduce(self) -> None:
        query, row, score = (np.concatenate(parts) for parts in zip(*self.found, strict=True))
        order = np.lexsort((row, -score, query))
        query, row, score = query[order], row[order], score[order]
        counts = np.bincount(query, minlength=len(self.bound))
        starts = np.cumsum(counts) - counts
        rank = np.arange(len(query)) - starts[query]
        last = rank == self.k - 1
        bound = self.bound.copy()
        bound[query[last]] = score[last]
        self.bound = bound
        kept = rank < self.k
        self.found = [(query[kept], row[kept], score[kept])]
        self.held = int(kept.sum())

    def best(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Any]:
        """Return query, position and score of the results."""
        if not self.found:
            none = np.empty(0, np.intp)
            return none, none, np.empty(0)
        self._reduce()
        return self.found[0]
