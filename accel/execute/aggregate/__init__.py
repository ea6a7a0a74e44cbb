"""Group-by, reductions, distinct rows."""

from accel.execute.aggregate.distinct import DistinctSink
from accel.execute.aggregate.reduction import ReductionSink
from accel.execute.aggregate.results import AggSpec
from accel.execute.aggregate.sink import AggregateSink
from accel.execute.aggregate.work import KeySpec

__all__ = ["AggSpec", "AggregateSink", "DistinctSink", "KeySpec", "ReductionSink"]
