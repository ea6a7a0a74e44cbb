"""Frames that are derived from each other, changed in place and looked at, in any order."""

from __future__ import annotations

import os
import warnings

import numpy as np
import pandas
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

import accel.pandas
from compat_tests.contract import actions
from compat_tests.contract.comparing import Raised, raised, same, setting, snapshot

COLUMNS = st.sampled_from(["a", "b", "f", "s", "k"])
NUMBERS = st.sampled_from(["a", "b", "f"])
SMALL = st.integers(-1, 3)


def example(pd):
    """Return a frame small enough that everything happens to some of its rows."""
    return pd.DataFrame(
        {
            "a": [3, 1, 2, 3, 0, 1],
            "b": np.array([0, 1, 2, 3, 4, 5], np.int32),
            "f": [1.5, np.nan, -2.0, 0.0, 1.5, 8.25],
            "s": ["x", None, "yy", "x", "", "z"],
            "k": list("uvuvwu"),
        }
    )


class Pair:
    """The same object in pandas and in accel."""

    def __init__(self, theirs, ours):
        self.theirs = theirs
        self.ours = ours


def both(call, *pairs):
    """Make a call with plain objects and with ours; both give the same, or the same error."""
    outcomes = []
    for side in ("theirs", "ours"):
        try:
            result = call(*(getattr(pair, side) for pair in pairs))
        except Exception as error:  # noqa: BLE001 - compared, whatever it is
            result = raised(error)
        outcomes.append(result)
    theirs, ours = outcomes
    if isinstance(theirs, Raised) or isinstance(ours, Raised):
        assert theirs == ours
        return None
    return Pair(theirs, ours)


class Frames(RuleBasedStateMachine):
    """Pairs of frames, of series and of what is kept of them."""

    frames = Bundle("frames")
    series = Bundle("series")
    groups = Bundle("groups")

    def __init__(self):
        super().__init__()
        self.pairs = []
        self.way = setting("in pieces")
        self.way.__enter__()
        self.calm = warnings.catch_warnings()
        self.calm.__enter__()
        warnings.simplefilter("ignore")

    def teardown(self):
        try:
            for pair in self.pairs:
                self.look(pair)
        finally:
            self.calm.__exit__(None, None, None)
            self.way.__exit__(None, None, None)

    def look(self, pair):
        # After many steps nobody looks whether pandas' index is still a range (frame/ranges.py).
        same(snapshot(pair.ours), snapshot(pair.theirs), index="equiv")

    def kept(self, pair):
        """Add a pair to its bundle, unless the call failed in both."""
        if pair is None or not isinstance(pair.theirs, (pandas.DataFrame, pandas.Series)):
            return multiple()
        self.pairs.append(pair)
        return pair

    @initialize(target=frames)
    def start(self):
        return self.kept(Pair(example(pandas), example(accel.pandas)))

    @rule(target=frames)
    def another(self):
        return self.kept(Pair(example(pandas), example(accel.pandas)))

    @rule(pair=frames | series)
    def seen(self, pair):
        self.look(pair)

    @rule(pair=frames | series)
    def seen_in_part(self, pair):
        shape = both(lambda obj: (obj.shape, len(obj), repr(obj.head(2))), pair)
        assert shape.ours == shape.theirs

    @rule(target=frames, pair=frames)
    def alias(self, pair):
        return pair

    # What derives a frame.

    @rule(target=frames, pair=frames, column=NUMBERS, limit=SMALL)
    def filtered(self, pair, column, limit):
        return self.kept(both(lambda df: df[df[column] > limit], pair))

    @rule(target=frames, pair=frames, columns=st.lists(COLUMNS, min_size=1, max_size=3))
    def columns_of(self, pair, columns):
        return self.kept(both(lambda df: df[columns], pair))

    @rule(target=frames, pair=frames, how=st.sampled_from(actions.FRAMES))
    def derived(self, pair, how):
        return self.kept(both(how, pair))

    @rule(target=frames, left=frames, right=frames, how=st.sampled_from(["inner", "left"]))
    def merged(self, left, right, how):
        if max(len(left.theirs), len(right.theirs)) > 40:
            return multiple()
        few = {"suffixes": ("", "_r"), "how": how}
        return self.kept(both(lambda a, b: a.merge(b[["k", "b"]], on="k", **few), left, right))

    @rule(target=frames, left=frames, right=frames)
    def piled(self, left, right):
        if len(left.theirs) + len(right.theirs) > 60:
            return multiple()
        both_ = both(lambda a, b: a._constructor(pandas.concat([a, b])), left, right)
        return self.kept(both_)

    # What derives a series, or uses one.

    @rule(target=series, pair=frames, column=COLUMNS)
    def column(self, pair, column):
        return self.kept(both(lambda df: df[column], pair))

    @rule(target=series, pair=frames, column=COLUMNS)
    def attribute(self, pair, column):
        return self.kept(both(lambda df: getattr(df, column), pair))

    @rule(target=series, left=series, right=series)
    def added(self, left, right):
        if len(left.theirs) * len(right.theirs) > 900:
            return multiple()
        return self.kept(both(lambda a, b: a + b, left, right))

    @rule(target=series, pair=series, how=st.sampled_from(actions.SERIES))
    def changed_series(self, pair, how):
        return self.kept(both(how, pair))

    @rule(target=frames, pair=series)
    def framed(self, pair):
        return self.kept(both(lambda s: s.to_frame("a").assign(b=1, k="u", f=0.5), pair))

    @rule(target=frames, frame=frames, mask=series, limit=SMALL)
    def masked(self, frame, mask, limit):
        return self.kept(both(lambda df, s: df[s > limit], frame, mask))

    @rule(frame=frames, pair=series, column=COLUMNS)
    def set_series(self, frame, pair, column):
        both(lambda df, s: df.__setitem__(column, s), frame, pair)

    # What changes a frame in place.

    @rule(pair=frames, column=COLUMNS, value=st.sampled_from([0, 7, 2.5, "t", None, True]))
    def set_value(self, pair, column, value):
        both(lambda df: df.__setitem__(column, value), pair)

    @rule(pair=frames, column=NUMBERS, other=NUMBERS)
    def set_sum(self, pair, column, other):
        both(lambda df: df.__setitem__(column, df[column] + df[other]), pair)

    @rule(pair=frames, column=NUMBERS, limit=SMALL, value=st.sampled_from([0, 9, 1.25]))
    def set_where(self, pair, column, limit, value):
        both(lambda df: df.loc.__setitem__((df[column] > limit, column), value), pair)

    @rule(pair=frames, how=st.sampled_from(actions.FRAMES_IN_PLACE))
    def changed_frame(self, pair, how):
        if pair.theirs.index.is_unique and pair.theirs.columns.is_unique:
            both(lambda df: how(df) is None, pair)

    @rule(pair=series, how=st.sampled_from(actions.SERIES_IN_PLACE))
    def changed_series_in_place(self, pair, how):
        if pair.theirs.index.is_unique:
            both(lambda s: how(s) is None, pair)

    # What is kept of a frame while that changes.

    @rule(target=groups, pair=frames, column=st.sampled_from(["k", "a"]))
    def grouped(self, pair, column):
        return both(lambda df: df.groupby(column), pair) or multiple()

    @rule(target=series, pair=groups, column=NUMBERS, how=st.sampled_from(["sum", "max", "count"]))
    def summed(self, pair, column, how):
        return self.kept(both(lambda groups: getattr(groups[column], how)(), pair))

    @rule(target=frames, pair=groups, how=st.sampled_from(["max", "count", "first"]))
    def summed_all(self, pair, how):
        return self.kept(both(lambda groups: getattr(groups, how)(), pair))


Frames.TestCase.settings = settings(
    max_examples=int(os.environ.get("ACCEL_MACHINE_RUNS", "120")),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestFrames = Frames.TestCase
