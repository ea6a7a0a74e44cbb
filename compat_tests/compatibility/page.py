"""The page docs/compatibility.md, made of what the probe found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas

import accel.pandas
from accel.deviations import DEVIATIONS
from compat_tests.compatibility import dtypes, evidence, samples, surface
from compat_tests.compatibility.evidence import Row, merged

PATH: Final = Path(__file__).parents[2] / "docs" / "compatibility.md"
COMMAND: Final = "python -m compat_tests.compatibility --write"
_OPERANDS: Final = "*column*, *constant*: planned only if that is the other operand."
_SAID: Final = {"error": "-", "no missing": "no&nbsp;missing"}


_DTYPES: Final = re.compile(
    r"(?<!\w)("
    + "|".join(sorted(map(re.escape, samples.dtype_names()), key=len, reverse=True))
    + r")(?!\w)"
)


@dataclass
class Section:
    """A class of pandas: what is planned of it, with evidence, and what is not.

    Attributes
    ----------
    title : str
        The heading.
    rows : list of Row
        What is planned.
    names : list of str
        All public names.
    told, handed_out : list of str
        Names that need no pandas: answered from the plan, or ways to get at the data.
    """

    title: str
    rows: list[Row]
    names: list[str]
    told: list[str] = field(default_factory=list)
    handed_out: list[str] = field(default_factory=list)

    @property
    def planned(self) -> list[str]:
        """The public names among the rows."""
        return [name for row in self.rows for name in row.names if name in self.names]

    @property
    def left(self) -> list[str]:
        """The public names that pandas does."""
        return surface.left_to_pandas(self.names, self.planned, self.told, self.handed_out)


def sections(folder: Path) -> list[Section]:
    """Probe everything and return the sections of methods."""
    file = folder / "example.parquet"
    pandas.DataFrame({"i": [1, 2], "f": [0.5, 1.5]}).to_parquet(file)
    frame, series = accel.pandas.DataFrame, accel.pandas.Series
    groups = surface.planned_of("DataFrameGroupBy")
    series_groups = surface.planned_of("SeriesGroupBy")
    text, dates = surface.planned_of("str"), surface.planned_of("dt")
    found = [
        Section("Functions of pd", list(evidence.function_rows(
            surface.planned_functions(), str(file))), surface.functions()),
        Section("DataFrame", list(evidence.frame_rows(surface.planned_of_frame())),
                surface.public(pandas.DataFrame), surface.told(frame), surface.handed_out(frame)),
        Section("Series", list(evidence.series_rows(surface.planned_of_series())),
                surface.public(pandas.Series), surface.told(series), surface.handed_out(series)),
        Section("DataFrame.groupby", list(evidence.group_rows(groups, single=False)),
                surface.public(surface.STAND_INS["DataFrameGroupBy"][1])),
        Section("Series.groupby", list(evidence.group_rows(series_groups, single=True)),
                surface.public(surface.STAND_INS["SeriesGroupBy"][1])),
        Section("Series.str", list(evidence.text_rows(text)),
                surface.public(surface.STAND_INS["str"][1])),
        Section("Series.dt", list(evidence.date_rows(dates)),
                surface.public(surface.STAND_INS["dt"][1])),
        Section("Series.cat", [], surface.public(surface.UNPLANNED["cat"])),
    ]  # fmt: skip
    for section in found:
        section.names = [name for name in section.names if name != "accel"]
    return found


def text(folder: Path) -> str:
    """Return the page.

    Parameters
    ----------
    folder : Path
        Where files for the probe may be written.
    """
    methods = sections(folder)
    columns = dtypes.dtype_rows(folder)
    parts = [_opening(methods), _deviations(), _dtype_table(columns)]
    parts += [_section(section) for section in methods]
    parts.append(_reasons([*columns, *(row for section in methods for row in section.rows)]))
    return "\n".join(parts)


def _opening(methods: Sequence[Section]) -> str:
    counts = [
        [f"[{s.title}](#{_anchor(s.title)})", len(s.planned), len(s.told), len(s.handed_out),
         len(s.left)]
        for s in methods
    ]  # fmt: skip
    return f"""\
# What runs where

`{COMMAND}` made this page from the code, and from probing it:
every call that is named here was run in plain pandas and with the engine forced, on small frames;
the results, dtypes, labels, warnings and errors were the same, and the engine either planned the
call or handed it to pandas and said why. A test compares the page with what the command makes, so
it is never stale.

The whole of pandas is there. *Planned* means that the call becomes part of a plan that the engine
runs when somebody looks. Where the page says *pandas*, the frame is computed and pandas does the
call on it, exactly; later calls are planned again. `accel.explain_fallbacks()` lists these calls of
a program with their lines, reasons and times.

Public names (operators and `[]` come in addition):

{_table(["", "planned", "told by the plan", "hands out the data", "pandas"], counts)}
"""


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-").replace(".", "")


def _deviations() -> str:
    lines = ["## Where results may differ from pandas\n"]
    for deviation in DEVIATIONS:
        lines.append(f"- **{deviation.title}.** {deviation.text}")
    return "\n".join(lines) + "\n"


def _dtype_table(rows: Sequence[Row]) -> str:
    table = [[", ".join(row.names), *map(_cell, row.cells.values())] for row in merged(rows)]
    return f"""\
## Columns of each dtype

*yes*: planned; *no missing*: planned unless a value is missing; *pandas*: pandas does it; *-*:
pandas refuses it, and so does accel. A column that plans cannot hold is carried along by its row
numbers: calls that use other columns of the frame are planned all the same.

{_table(["dtype", *dtypes.ROLES], table)}
"""


def _section(section: Section) -> str:
    parts = [f"## {section.title}\n"]
    if section.rows:
        said = {cell for row in section.rows for cell in row.cells.values()}
        if said & {"column", "constant"}:
            parts.append(f"{_OPERANDS}\n")
        parts.append(_method_table(section.rows))
    for title, names in (
        ("Told by the plan, or by a count of its rows", section.told),
        ("Compute the plan and hand out the data; no fallback is counted", section.handed_out),
        ("Done by pandas" if section.rows else "All done by pandas", section.left),
    ):
        if names:
            parts.append(f"{title}: {_names(names)}.\n")
    return "\n".join(parts)


def _method_table(rows: Sequence[Row]) -> str:
    kinds = list(rows[0].cells)
    by_dtype = kinds if len(kinds) > 1 else []
    lines = []
    for row in merged(rows):
        planned = ", ".join(row.planned)
        left = ", ".join(row.left)
        if kinds and not by_dtype and row.cells[kinds[0]] == "no missing":
            left = ", ".join(filter(None, ["missing values", left]))
        lines.append([_names(row.names), *(_cell(row.cells[k]) for k in by_dtype), planned, left])
    heads = ["planned", *by_dtype, "also planned with", "goes to pandas with"]
    if not any(line[-2] for line in lines):
        heads.pop(-2)
        lines = [[*line[:-2], line[-1]] for line in lines]
    if not any(line[-1] for line in lines):
        heads.pop()
        lines = [line[:-1] for line in lines]
    return _table(heads, lines) + "\n"


def _reasons(rows: Iterable[Row]) -> str:
    first: dict[str, str] = {}
    for row in rows:
        for call, reason in row.reasons.items():
            first.setdefault(_DTYPES.sub("…", reason), call)
    table = [[reason, f"`{call}`"] for reason, call in sorted(first.items(), key=_by_text)]
    return f"""\
## The reasons

What `accel.explain_fallbacks()` says of the calls above that went to pandas, with one call of each;
… stands for a dtype.

{_table(["reason", "for instance"], table)}
"""


def _by_text(item: tuple[str, str]) -> str:
    return item[0].lower()


def _cell(said: str) -> str:
    return _SAID.get(said, said)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    rows = [list(heads), ["---"] * len(heads), *lines]
    return "\n".join("| " + " | ".join(map(_escaped, row)) + " |" for row in rows)


def _escaped(cell: Any) -> str:
    return str(cell).replace("|", "\\|")
