"""Draws the medians: one panel for each case, one bar for each contender, from the quickest on.

The scale is logarithmic, because the slowest needs a thousand times what the quickest does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.report import FOLDER
from benchmarks.requests.cases import CASES

__all__ = ["draw"]

# From the palette of Okabe and Ito, which the colour-blind can tell apart; and every bar has its name.
_OURS, _FLOOR, _OTHERS = "#D55E00", "#0072B2", "#999999"
_SHOWN = ("plaintext", "json", "parameter", "many-routes", "form", "missing", "error", "page")
_NAMES = {"raw": "raw WSGI", "webob": "WebOb", "wheezy": "wheezy.web", "corefw": "corefw"}


def draw(found: Mapping[str, Mapping[str, float]], folder: Path = FOLDER) -> Path | None:
    """Write the picture of the medians by case and contender; None without matplotlib."""
    try:
        from matplotlib import pyplot
    except ImportError:
        return None
    pyplot.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "corefw", "font.family": "sans-serif", "font.size": 9}
    )
    figure, panels = pyplot.subplots(4, 2, figsize=(9.5, 13.5), facecolor="white", layout="constrained")
    for panel, name in zip(panels.flat, _SHOWN, strict=True):
        rows = sorted(found[name].items(), key=lambda row: row[1], reverse=True)
        bars = panel.barh(
            [_NAMES.get(one, one.capitalize()) for one, _ in rows],
            [value for _, value in rows],
            color=[{"corefw": _OURS, "raw": _FLOOR}.get(one, _OTHERS) for one, _ in rows],
            height=0.72,
        )
        panel.bar_label(bars, [_figure(value) for _, value in rows], padding=3, fontsize=8)
        panel.set_xscale("log")
        panel.set_xlim(min(value for _, value in rows) / 1.6, max(value for _, value in rows) * 2.4)
        panel.set_title(CASES[name].title, loc="left", fontsize=10, fontweight="bold")
        panel.spines[["top", "right", "left"]].set_visible(False)
        panel.tick_params(axis="y", length=0)
        panel.tick_params(axis="x", which="both", labelsize=7, colors="#666666")
    figure.supxlabel("µs of CPU a request, logarithmic; shorter is quicker", fontsize=9)
    file = folder / "requests.svg"
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
    return file


def _figure(value: float) -> str:
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"
