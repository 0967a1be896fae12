"""Drawing a graph: as Mermaid text, in the language of graphviz, or as SVG by its program ``dot``.

What is in the graph is decided in ``graph``.  Floor 6.
"""

from __future__ import annotations

import shutil
import subprocess

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.operate.graph import Graph

__all__ = ["has_graphviz", "to_dot", "to_mermaid", "to_svg"]

#: How a kind of node looks: the shape in Mermaid (opening and closing), that of graphviz, the colour.
_LOOKS = {
    "application": ("([", "])", "oval", "#dbeafe"),
    "addon": ("([", "])", "oval", "#dcfce7"),
    "include": ("[/", "/]", "folder", "#f3f4f6"),
    "port": ("{{", "}}", "hexagon", "#fef9c3"),
    "route": ("[", "]", "box", "#e0e7ff"),
    "view": ("(", ")", "component", "#ffffff"),
    "renderer": (">", "]", "note", "#fae8ff"),
    "overridden": ("[", "]", "box", "#fee2e2"),
}
_PATIENCE = 60  # seconds; a graph of thousands of views takes a while


def to_mermaid(graph: Graph) -> str:
    """Return *graph* as the text of a Mermaid flowchart."""
    names = {key: f"n{number}" for number, key in enumerate(graph.nodes, start=1)}
    lines = ["flowchart LR"]
    for node in graph.nodes.values():
        opening, closing, _, _ = _LOOKS[node.kind]
        label = "<br/>".join(_mermaid_text(line) for line in node.label)
        lines.append(f'  {names[node.id]}{opening}"{label}"{closing}:::{node.kind}')
    for edge in graph.edges:
        arrow = "-.->" if edge.says == "overrides" else "-->"
        lines.append(f'  {names[edge.source]} {arrow}|"{_mermaid_text(edge.says)}"| {names[edge.target]}')
    kinds = dict.fromkeys(node.kind for node in graph.nodes.values())
    lines += [f"  classDef {kind} fill:{_LOOKS[kind][3]},stroke:#555,color:#111" for kind in kinds]
    return "\n".join(lines) + "\n"


def _mermaid_text(text: str) -> str:
    """Return *text* as it may stand in quotes: everything that Mermaid reads is written as its number."""
    return "".join(sign if sign.isalnum() or sign in " _-.,:/=*" else f"#{ord(sign)};" for sign in text)


def to_dot(graph: Graph) -> str:
    """Return *graph* in the language of graphviz."""
    names = {key: f"n{number}" for number, key in enumerate(graph.nodes, start=1)}
    lines = [
        "digraph configuration {",
        "  rankdir=LR;",
        '  node [fontname="sans-serif", fontsize=11, style=filled];',
        '  edge [fontname="sans-serif", fontsize=9];',
    ]
    for node in graph.nodes.values():
        _, _, shape, colour = _LOOKS[node.kind]
        label = "\\n".join(_dot_text(line) for line in node.label)
        lines.append(f'  {names[node.id]} [label="{label}", shape={shape}, fillcolor="{colour}"];')
    for edge in graph.edges:
        style = ", style=dashed" if edge.says == "overrides" else ""
        arrow = f"{names[edge.source]} -> {names[edge.target]}"
        lines.append(f'  {arrow} [label="{_dot_text(edge.says)}"{style}];')
    return "\n".join([*lines, "}", ""])


def _dot_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def has_graphviz() -> bool:
    """Say whether graphviz's program is installed."""
    return shutil.which("dot") is not None


def to_svg(graph: Graph) -> str:
    """Return *graph* as SVG.  Raises `ConfigurationError` (CFW-712) if graphviz fails or is missing."""
    program = shutil.which("dot")
    if program is None:
        raise ConfigurationError(
            Problem(
                "CFW-712",
                "An SVG is drawn by graphviz, which is not installed.",
                fixes=(
                    Fix("it can be installed", "its package of the system, graphviz, has the program  dot"),
                    Fix("a text will do", "corefw graph --format mermaid"),
                ),
            )
        )
    try:
        done = subprocess.run(
            [program, "-Tsvg"],
            input=to_dot(graph),
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        said = str(getattr(error, "stderr", "") or error).strip()
        raise ConfigurationError(
            Problem(
                "CFW-712",
                f"graphviz could not draw the graph: {said}",
                fixes=(Fix("a text will do", "corefw graph --format mermaid"),),
            )
        ) from error
    return done.stdout
