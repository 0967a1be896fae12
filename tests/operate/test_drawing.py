"""A graph is drawn so that nothing in a name can be read as part of the language."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corefw.operate.drawing import to_dot, to_mermaid
from corefw.operate.graph import Graph

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def graph_with(name: str, says: str) -> Graph:
    graph = Graph()
    graph.edge(graph.node("route", name, "/x"), graph.node("view", name), says)
    return graph


@given(NAMES, NAMES)
def test_mermaid_text_has_one_line_for_each_node_and_edge(name: str, says: str) -> None:
    """Whatever a route is called."""
    nodes = r'  n\d+\S"[^"<>]*(?:<br/>/x)?"\S:::(?:route|view)'
    lines = to_mermaid(graph_with(name, says)).splitlines()

    assert 6 == len(lines)
    assert all(re.fullmatch(nodes, line) for line in lines[1:3])
    assert re.fullmatch(r'  n1 --?\.?->?\|"[^"|<>]*"\| n2', lines[3])


@given(NAMES, NAMES)
def test_quotes_and_backslashes_are_escaped_for_graphviz(name: str, says: str) -> None:
    """A label ends where it was meant to."""
    text = to_dot(graph_with(name, says))

    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"[,\]]', text, re.DOTALL)
    assert 3 == len(labels)
    assert labels[0].endswith("\\n/x")


def test_what_was_overridden_is_dashed() -> None:
    """In both languages."""
    graph = graph_with("a", "overrides")

    assert "n1 -.->|" in to_mermaid(graph)
    assert "style=dashed" in to_dot(graph)
