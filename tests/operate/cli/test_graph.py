"""``corefw graph`` draws what the application is made of."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.operate.cli.conftest import Run

#: Stands in for graphviz's program: tells what it was given.
DOT = f"""#!{sys.executable}
import sys
text = sys.stdin.read()
print("<svg>" + " ".join(sys.argv[1:]) + " " + text.split()[0] + "</svg>")
"""


@pytest.fixture
def without_graphviz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no program be found."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.fixture
def with_graphviz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let a program ``dot`` be found."""
    program = tmp_path / "bin" / "dot"
    program.parent.mkdir()
    program.write_text(DOT)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def test_the_graph_leads_from_owners_to_renderers(run: Run) -> None:
    """By includes, routes and views; what was overridden hangs on what overrode it."""
    told = json.loads(run("-c", "store.toml", "graph", "--json").stdout)

    edges = {(edge["source"], edge["says"], edge["target"]) for edge in told["edges"]}
    nodes = {node["id"]: node for node in told["nodes"]}
    (owner,) = (key for key, node in nodes.items() if node["kind"] == "application")
    assert {
        (owner, "includes", "include:store:includeme"),
        ("include:store:includeme", "includes", "include:store_base:includeme"),
        ("include:store:includeme", "route", "route:goods"),
        ("route:goods", "GET,HEAD", "view:store.show"),
        ("view:store.show", "renders", "renderer:goods.html"),
        (owner, "provides", "port:port Templating"),
    } <= edges
    overrides = {source: target for source, says, target in edges if says == "overrides"}
    assert {"route:goods", "view:store.change"} == set(overrides)
    assert all("overridden" == nodes[target]["kind"] for target in overrides.values())
    assert "addon:stamp 0.3" in nodes


def test_every_node_has_a_place(run: Run) -> None:
    """As the rows of the listings do: the declaration, or what an owner is known by."""
    nodes = json.loads(run("-c", "store.toml", "graph", "--json").stdout)["nodes"]

    places = {node["id"]: node["place"] for node in nodes}
    assert [] == [key for key, place in places.items() if not place]
    listed = json.loads(run("-c", "store.toml", "routes", "--json").stdout)
    views = json.loads(run("-c", "store.toml", "views", "--route", "goods", "--json").stdout)
    assert {row["place"] for row in listed} == {places[f"route:{row['name']}"] for row in listed}
    assert {row["view"]: row["place"] for row in views}["store.show"] == places["view:store.show"]
    assert "cli_stamp/addon.py:9" == places["addon:stamp 0.3"]
    assert places["port:port Templating"] == places["renderer:goods.html"]
    assert places["renderer:json"].startswith("corefw/app/defaults.py:")
    beaten = [node for node in nodes if node["kind"] in ("include", "overridden")]
    assert [node["label"][-1] for node in beaten] == [node["place"] for node in beaten]


def test_what_is_registered_directly_has_no_place_of_a_declaration(run: Run, folder: Path) -> None:
    """A port of which the registry was told by itself has that of its class."""
    store = folder / "store.py"
    told = "config.registry.registerUtility(PlainTemplates(), Templating.__corefw_interface__)"
    store.write_text(store.read_text().replace("config.provide_port(Templating, PlainTemplates())", told))

    nodes = json.loads(run("-c", "store.toml", "graph", "--json").stdout)["nodes"]

    places = {node["id"]: node["place"] for node in nodes}
    assert places["port:port Templating"].startswith("store.py:")


def test_mermaid_is_the_default(run: Run) -> None:
    """Everything that Mermaid would read is written as a number."""
    lines = run("-c", "store.toml", "graph").stdout.splitlines()

    assert "flowchart LR" == lines[0]
    assert any('["goods<br/>/goods/#123;id:int#125;"]:::route' in line for line in lines)
    assert any("-.->" in line for line in lines)


def test_the_language_of_graphviz_can_be_written(run: Run, folder: Path) -> None:
    """The ending of the file says so, or the option."""
    result = run("-c", "store.toml", "graph", "-o", "store.dot")

    text = (folder / "store.dot").read_text()
    assert 0 == result.exit_code
    assert text.startswith("digraph configuration {\n")
    assert '[label="goods\\n/goods/{id:int}", shape=box' in text
    assert text == run("-c", "store.toml", "graph", "--format", "dot").stdout


@pytest.mark.usefixtures("with_graphviz")
def test_an_svg_is_drawn_by_graphviz(run: Run, folder: Path) -> None:
    """From the same text."""
    result = run("-c", "store.toml", "graph", "-o", "store.svg")

    assert 0 == result.exit_code
    assert "<svg>-Tsvg digraph</svg>\n" == (folder / "store.svg").read_text()


@pytest.mark.usefixtures("without_graphviz")
def test_without_graphviz_mermaid_text_is_written(run: Run, folder: Path) -> None:
    """Into a file that does not pretend to be an SVG."""
    result = run("-c", "store.toml", "graph", "-o", "store.svg")

    assert 0 == result.exit_code
    assert "graphviz is not installed, so this is Mermaid text in store.mmd.\n" == result.stderr
    assert (folder / "store.mmd").read_text().startswith("flowchart LR\n")
    assert not (folder / "store.svg").exists()


def test_graphviz_that_fails_is_an_error(run: Run, with_graphviz: Path) -> None:
    """With what it said."""
    with_graphviz.write_text(f"#!{sys.executable}\nraise SystemExit('out of paper')\n")

    result = run("-c", "store.toml", "graph", "--format", "svg")

    assert 1 == result.exit_code
    assert "CFW-712  graphviz could not draw the graph: out of paper" in result.stderr
