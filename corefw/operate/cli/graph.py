"""``corefw graph``: the whole configuration as a picture.  Floor 6."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from corefw.operate.cli.group import the_choice
from corefw.operate.cli.printing import print_json, show_error, write_file
from corefw.operate.drawing import has_graphviz, to_dot, to_mermaid, to_svg
from corefw.operate.graph import Graph, graph_of

__all__ = ["graph"]

_BY_ENDING = {".svg": "svg", ".dot": "dot", ".gv": "dot"}


@click.command()
@click.option("--format", "language", type=click.Choice(["mermaid", "dot", "svg"]), help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the nodes and edges as JSON.")
@click.pass_context
def graph(ctx: click.Context, language: str | None, output: Path | None, as_json: bool) -> None:
    """Draw what the application is made of.

    Owners, includes, routes, views, renderers, addons, ports, and what overrides what.
    Without --format it is what the ending of the file says (.svg, .dot), else Mermaid text.
    An SVG is drawn by graphviz; where that is not installed, Mermaid text is written instead,
    into a file that ends in .mmd.
    """
    made = graph_of(the_choice(ctx).rehearse().registry)
    if as_json:
        print_json(
            {
                "nodes": [asdict(node) for node in made.nodes.values()],
                "edges": [asdict(e) for e in made.edges],
            }
        )
        return
    language = (
        language or (_BY_ENDING.get(output.suffix.lower()) if output is not None else None) or "mermaid"
    )
    if language == "svg" and not has_graphviz():
        language = "mermaid"
        output = output.with_suffix(".mmd") if output is not None else None
        where = f" in {output}" if output is not None else ""
        show_error(f"graphviz is not installed, so this is Mermaid text{where}.")
    text = _drawn(made, language)
    if output is None:
        click.echo(text, nl=False)
        return
    write_file(output, text)
    click.echo(f"{output}: {len(made.nodes)} nodes, {len(made.edges)} edges")


def _drawn(made: Graph, language: str) -> str:
    if language == "svg":
        return to_svg(made)
    return to_dot(made) if language == "dot" else to_mermaid(made)
