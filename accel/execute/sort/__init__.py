"""Ordering rows: argsort of columns, sorts of whole results, and the first rows of an order."""

from accel.execute.sort.keys import SortKey
from accel.execute.sort.order import argsort, order_by, sort_rows
from accel.execute.sort.radix import argsort_words
from accel.execute.sort.sink import SortSink, TopSink
from accel.execute.sort.text import text_ranks

__all__ = [
    "SortKey",
    "SortSink",
    "TopSink",
    "argsort",
    "argsort_words",
    "order_by",
    "sort_rows",
    "text_ranks",
]
