"""Tensor columns beside NumPy on one array and an object column: ``python -m bench.media.tensor``.

Each task runs on the same numbers three ways, in one process and by turns; the best run of each
counts. Results are compared before a time is shown.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import pandas_ext

NUMPY_GOAL: Final = 1.2  # of NumPy's time, at most
OBJECT_GOAL: Final = 20.0  # times faster than an object column, at least
TOP: Final = 10

Values = NDArray[Any]
Run = Callable[[], Any]


@dataclass(frozen=True)
class Inputs:
    """The same vectors as one array, as a tensor column and as an object column of arrays."""

    values: Values
    tensors: pd.Series
    objects: pd.Series
    query: Values
    groups: NDArray[np.int64]

    @classmethod
    def make(cls, rows: int, length: int) -> Inputs:
        """Return normally distributed float32 vectors; the seed is fixed."""
        random = np.random.default_rng(7)
        values = random.standard_normal((rows, length), dtype=np.float32)
        cells = np.empty(rows, object)
        cells[:] = [row.copy() for row in values]
        return cls(
            values,
            pd.Series(values, dtype="tensor"),
            pd.Series(cells),
            random.standard_normal(length, dtype=np.float32),
            random.integers(0, 100, rows),
        )


def numpy_top(scores: Values) -> Values:
    """Return the largest scores, the largest first."""
    best = np.argpartition(scores, -TOP)[-TOP:]
    return np.sort(scores[best])[::-1]


def tasks(given: Inputs) -> dict[str, tuple[Run, Run, Run]]:
    """Return the tasks: on tensors, on one array, on an object column."""
    x, s, o, q = given.values, given.tensors, given.objects, given.query
    groups = given.groups
    norm = np.linalg.norm

    def cosine(cell: Values) -> Any:
        return cell @ q / (norm(cell) * norm(q))

    def numpy_cosine() -> Values:
        return np.asarray(x @ q / (norm(x, axis=1) * norm(q)))

    def numpy_group_sums() -> Values:
        order = np.argsort(groups, kind="stable")
        starts = np.searchsorted(groups[order], np.arange(100))
        return np.asarray(np.add.reduceat(x[order], starts, axis=0))

    return {
        "s + 1": (lambda: s + 1, lambda: x + 1, lambda: o + 1),
        "s * s": (lambda: s * s, lambda: x * x, lambda: o * o),
        "s * 2 + s": (lambda: s * 2 + s, lambda: x * 2 + x, lambda: o * 2 + o),
        "s > 0": (lambda: s > 0, lambda: x > 0, lambda: o.map(lambda cell: cell > 0)),
        "s - query": (lambda: s.tensor.sub(q), lambda: x - q, lambda: o.map(lambda cell: cell - q)),
        "sqrt(abs(s))": (
            lambda: np.sqrt(np.abs(s)),
            lambda: np.sqrt(np.abs(x)),
            lambda: o.map(lambda cell: np.sqrt(np.abs(cell))),
        ),
        "tensor.sum()": (lambda: s.tensor.sum(), lambda: x.sum(axis=1), lambda: o.map(np.sum)),
        "tensor.mean()": (lambda: s.tensor.mean(), lambda: x.mean(axis=1), lambda: o.map(np.mean)),
        "tensor.max()": (lambda: s.tensor.max(), lambda: x.max(axis=1), lambda: o.map(np.max)),
        "tensor.std()": (lambda: s.tensor.std(), lambda: x.std(axis=1), lambda: o.map(np.std)),
        "tensor.argmax()": (
            lambda: s.tensor.argmax(),
            lambda: x.argmax(axis=1),
            lambda: o.map(np.argmax),
        ),
        "tensor.norm()": (lambda: s.tensor.norm(), lambda: norm(x, axis=1), lambda: o.map(norm)),
        "s.sum()": (lambda: s.sum(), lambda: x.sum(axis=0), lambda: o.sum()),
        "groupby.sum()": (
            lambda: s.groupby(groups).sum(),
            numpy_group_sums,
            lambda: o.groupby(groups).agg(lambda cells: cells.sum()),
        ),
        "tensor.dot(query)": (
            lambda: s.tensor.dot(q),
            lambda: x @ q,
            lambda: o.map(lambda cell: cell @ q),
        ),
        "normalize()": (
            lambda: s.tensor.normalize(),
            lambda: x / norm(x, axis=1)[:, None],
            lambda: o.map(lambda cell: cell / norm(cell)),
        ),
        "cosine_similarity(query)": (
            lambda: s.tensor.cosine_similarity(q),
            numpy_cosine,
            lambda: o.map(cosine),
        ),
        "cosine top-k": (
            lambda: s.tensor.top_k(q, TOP),
            lambda: numpy_top(numpy_cosine()),
            lambda: numpy_top(o.map(cosine).to_numpy()),
        ),
    }


def as_array(result: Any) -> Values:
    """Return any result as one array."""
    if isinstance(result, pd.Series):
        if isinstance(result.dtype, pandas_ext.TensorDtype):
            return np.asarray(result.tensor.to_numpy())
        result = result.to_numpy()
    if isinstance(result, np.ndarray) and result.dtype == object:
        return np.stack(list(result))
    return np.asarray(result)


def timed(run: Run) -> tuple[float, Any]:
    """Return seconds and result of one run."""
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if results differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.media.tensor", description=__doc__)
    parser.add_argument("--rows", type=int, default=10**6)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--runs", type=int, default=5, help="of tensors and NumPy, by turns")
    parser.add_argument("--only", help="tasks whose name has this in it")
    asked = parser.parse_args(arguments)
    given = Inputs.make(asked.rows, asked.length)
    threads = pandas_ext.options.num_threads
    print(f"{asked.rows:,} x {asked.length} float32, {threads} threads")
    print(f"{'':26}{'tensor s':>9}{'numpy s':>9}{'object s':>9}{'/ numpy':>9}{'object /':>9}")
    different = 0
    for name, runs in tasks(given).items():
        if not asked.only or asked.only in name:
            different += not show(name, runs, asked.runs)
    return 1 if different else 0


def show(name: str, runs: tuple[Run, Run, Run], count: int) -> bool:
    """Time and print one task; tell whether all three gave the same."""
    best = [float("inf")] * 3
    best[2], expected = timed(runs[2])
    expected = as_array(expected)
    same = True
    for turn in range(count):
        for way in (0, 1):
            seconds, result = timed(runs[way])
            best[way] = min(best[way], seconds)
            # a comparison takes seconds: results of a program follow each other more closely
            if turn == 0 and same:
                # float32 added up one by one is a thousandth of its terms off, at most
                far = 1e-3 * float(np.abs(expected).max())
                same = np.allclose(as_array(result), expected, rtol=1e-3, atol=far)
            del result
    tensor, numpy, objects = best
    note = "" if same else "  DIFFERENT"
    if tensor > NUMPY_GOAL * numpy:
        note += "  slower than NumPy allows"
    if objects < OBJECT_GOAL * tensor:
        note += f"  below {OBJECT_GOAL:.0f} times"
    print(
        f"{name:26}{tensor:9.3f}{numpy:9.3f}{objects:9.2f}{tensor / numpy:9.2f}"
        f"{objects / tensor:9.1f}{note}",
        flush=True,
    )
    return same


if __name__ == "__main__":
    raise SystemExit(main())
