"""A run as text, as JSON and as a plot."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path

from bench.records import Measurement, Report, Section

COLOURS = {"pandas": "#8c8c8c", "accel": "#d1495b", "polars": "#00798c", "duckdb": "#edae49"}


def write(report: Report, folder: Path) -> list[Path]:
    """Write text, JSON and plot into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"tpch-sf{report.sf:g}"
    text, data, picture = (folder / f"{stem}.{kind}" for kind in ("txt", "json", "png"))
    text.write_text(as_text(report) + "\n")
    data.write_text(json.dumps(asdict(report), indent=1) + "\n")
    plot(report, picture)
    return [text, data, picture]


def as_text(report: Report) -> str:
    """Return the whole run as a text."""
    facts = report.machine
    versions = ", ".join(
        f"{name} {facts[name]}" for name in ("pandas", "numpy", "pyarrow", "polars", "duckdb")
    )
    head = [
        f"TPC-H, scale factor {report.sf:g}, {report.started}",
        f"{facts['cpu']}, {facts['cores']} cores ({report.threads} used), "
        f"{facts['memory_gb']} GB, {facts['system']}",
        f"Python {facts['python']}, {versions}",
        f"results compared with: {report.reference}",
    ]
    return "\n".join(head) + "".join("\n\n" + section_text(one) for one in report.sections)


def section_text(section: Section) -> str:
    """Return one section as a table of seconds, and below it what went wrong."""
    engines = section.engines
    peers = [name for name in engines if name != "accel"] if "accel" in engines else []
    lines = [f"{section.mode}, {section.state}: seconds, the best run of each query"]
    lines.append("".join(["query ", *(f"{name:>10}" for name in engines)]) + _ratio_heads(peers))
    for query in section.queries:
        cells = [_cell(section.get(query, engine)) for engine in engines]
        own = section.get(query, "accel").best if peers else None
        ratios = [_ratio(section.get(query, peer).best, own) for peer in peers]
        lines.append(f"{query:6}" + "".join(cells) + "".join(ratios))
    totals = {engine: section.total(engine) for engine in engines}
    lines.append(
        "total "
        + "".join(_seconds(totals[engine]) for engine in engines)
        + "".join(_ratio(totals[peer], totals.get("accel")) for peer in peers)
    )
    lines += _footer(section, engines)
    lines += _faults(section)
    return "\n".join(lines)


def _footer(section: Section, engines: list[str]) -> list[str]:
    def row(title: str, values: list[float], digits: int) -> str:
        return f"{title:6}" + "".join(f"{value:10.{digits}f}" for value in values)

    measured = [section.of(engine) for engine in engines]
    opened = [section.openings.get(engine) for engine in engines]
    return [
        row("cpu", [sum(one.cpu for one in group) for group in measured], 2),
        row("peakMB", [max(one.peak_mb for one in group) for group in measured], 0),
        row("import", [one.import_s if one else math.nan for one in opened], 3),
        row("open", [one.open_s if one else math.nan for one in opened], 3),
    ]


def _ratio_heads(peers: list[str]) -> str:
    return "".join(f"{peer + '/accel':>14}" for peer in peers)


def _cell(one: Measurement) -> str:
    return f"{'FAILED':>10}" if one.failure is not None else _seconds(one.best)


def _seconds(value: float | None) -> str:
    return f"{'-':>10}" if value is None else f"{value:10.3f}"


def _ratio(peer: float | None, own: float | None) -> str:
    return f"{'-':>14}" if peer is None or not own else f"{peer / own:13.2f}x"


def _faults(section: Section) -> list[str]:
    lines = []
    for one in section.measurements:
        if one.failure is not None:
            # The last line of a traceback says what happened; of a difference, the first does.
            told = one.failure.strip().splitlines()
            lines.append(f"FAILED {one.query} {one.engine}: {told[0]} ... {told[-1]}")
        lines += [f"FALLBACK {one.query} {one.engine}: {line}" for line in one.fallbacks]
    return lines


def failed(report: Report) -> bool:
    """Return whether a result was wrong, a query failed or accel fell back."""
    return any(_faults(section) for section in report.sections)


def plot(report: Report, file: Path) -> None:
    """Draw the best times as bars, a panel a section, seconds on a logarithmic axis."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    rows = len(report.sections)
    figure, panels = plt.subplots(rows, 1, figsize=(14, 3.6 * rows), squeeze=False)
    for panel, section in zip(panels[:, 0], report.sections, strict=True):
        engines = section.engines
        width = 0.8 / len(engines)
        for place, engine in enumerate(engines):
            times = [one.best if one.best is not None else math.nan for one in section.of(engine)]
            total = section.total(engine)
            label = engine if total is None else f"{engine}: {total:.2f} s"
            left = [number + width * (place + 0.5) - 0.4 for number in range(len(times))]
            panel.bar(left, times, width, label=label, color=COLOURS[engine])
        panel.set_yscale("log")
        panel.set_ylabel("seconds")
        panel.set_xticks(range(len(section.queries)), section.queries)
        panel.set_title(f"TPC-H scale factor {report.sf:g}, {section.mode}, {section.state}")
        panel.legend(ncols=len(engines), fontsize="small")
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    plt.close(figure)
