"""Draws the medians: one panel for each case, one mark for each contender, the quickest above.

The scale is logarithmic and the same in every panel, because the slowest needs ten thousand times what
the quickest does.  corefw and raw WSGI differ from the others by form, too, and every mark has its figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["draw"]

_TITLES = {
    "plaintext": "Plaintext",
    "json": "JSON",
    "parameter": "Typed path parameter, JSON",
    "many-routes": "The last of 5000 routes",
    "form": "Form of five fields, JSON",
    "missing": "Unknown path, 404",
    "error": "Exception and its view, JSON",
    "template": "A template of Mako, 100 rows",
    "page": "A page: session, permission, 10 rows",
}
_NAMES = {"raw": "raw WSGI", "webob": "WebOb", "wheezy": "wheezy.web", "corefw": "corefw"}
# Of the palette of Okabe and Ito, which the colour-blind can tell apart: vermilion and blue.
_MARKS = {"corefw": ("D", "#D55E00"), "raw": ("s", "#0072B2")}
_OTHER = ("o", "#555555")
_LEAST, _MOST = 0.2, 12_000


def draw(subject: str, found: Mapping[str, Mapping[str, float]], folder: Path) -> Path | None:
    """Write the picture of the medians by case and contender; None without matplotlib."""
    try:
        from matplotlib import pyplot
    except ImportError:
        return None
    pyplot.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "corefw", "font.family": "sans-serif", "font.size": 9}
    )
    columns = min(2, len(found))
    lines = -(-len(found) // columns)
    figure, panels = pyplot.subplots(
        lines, columns, figsize=(9, 3 * lines), facecolor="white", layout="constrained", squeeze=False
    )
    for panel, (name, rows) in zip(panels.flat, found.items(), strict=True):
        _fill(panel, _TITLES[name], sorted(rows.items(), key=lambda row: row[1], reverse=True))
    figure.supxlabel("µs of CPU for one request, logarithmic: further left is quicker", fontsize=9)
    file = folder / f"{subject}.svg"
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
    return file


def _fill(axes: Any, title: str, rows: list[tuple[str, float]]) -> None:
    for height, (name, value) in enumerate(rows):
        form, colour = _MARKS.get(name, _OTHER)
        axes.hlines(height, _LEAST, value, color="#DDDDDD", linewidth=1, zorder=1)
        axes.plot([value], [height], form, color=colour, markersize=7 if name in _MARKS else 5, zorder=2)
        weight = "bold" if name == "corefw" else "normal"
        axes.annotate(
            _figure(value),
            (value, height),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=colour,
            fontweight=weight,
        )
    axes.set_yticks(range(len(rows)), [_NAMES.get(name, name.capitalize()) for name, _ in rows])
    for label, (name, _) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if name == "corefw" else "normal")
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_xscale("log")
    axes.set_xlim(_LEAST, _MOST)
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    axes.set_xticks([], minor=True)
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8, colors="#555555")


def _figure(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
