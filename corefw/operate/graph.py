"""The whole configuration as a graph: owners, includes, addons, ports, routes, views, renderers.

What replaced what is an edge as well.  Drawing it is the business of ``drawing``.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final, Literal

from corefw.engine.declaration import Declaration, State
from corefw.engine.registry import Registry
from corefw.operate.inspection.addons import AddonRow, addon_rows
from corefw.operate.inspection.components import component_rows
from corefw.operate.inspection.routes import route_rows
from corefw.operate.inspection.rows import Declared, plan_of, shown
from corefw.operate.inspection.views import ViewRow, view_rows

__all__ = ["Edge", "Graph", "Node", "graph_of"]

NodeKind = Literal["application", "addon", "include", "port", "route", "view", "renderer", "overridden"]

#: What renders a template whose suffix nobody declared as a renderer.
_TEMPLATING: Final = ("port", "templating")


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: its id (unlike any other), its kind, the lines that are shown, and where it is from.

    The place is that of the declaration; of an addon its class, of an application what it said
    first, of several declarations that share a view the first.  It is "" for what was registered
    directly with the registry.
    """

    id: str
    kind: NodeKind
    label: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """From one node to another, and in one word what that means."""

    source: str
    target: str
    says: str


@dataclass(slots=True)
class Graph:
    """Nodes and edges in the order they were added; the same one is added once."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[Edge, None] = field(default_factory=dict)
    #: The views by the places where they were declared; several declarations may share a view.
    declared_at: dict[str, str] = field(default_factory=dict)
    #: The owners that are addons.
    addons: frozenset[str] = frozenset()
    #: Where each owner is from.
    owners: dict[str, str] = field(default_factory=dict)

    def node(self, kind: NodeKind, name: str, *more: str, place: str = "") -> str:
        """Add a node of that kind and name, shown with *more* below it; return its id."""
        key = f"{kind}:{name}"
        self.nodes.setdefault(key, Node(key, kind, (name, *(text for text in more if text)), place))
        return key

    def edge(self, source: str, target: str, says: str) -> None:
        """Add an edge."""
        self.edges.setdefault(Edge(source, target, says))


def graph_of(registry: Registry) -> Graph:
    """Return what the application is made of; what corefw itself declares is left out."""
    owners = {row.owner for row in plan_of(registry)}
    graph = Graph(addons=frozenset(str(owner) for owner in owners if owner.kind == "addon"))
    rows = [row for row in addon_rows(registry) if row.state == "active"]
    graph.owners = {row.owner: row.place for row in rows}
    for said in plan_of(registry):
        graph.owners.setdefault(str(said.owner), shown(said.place))
    _addons(graph, registry, rows)
    _includes(graph, registry)
    _routes(graph, registry)
    _overrides(graph, registry)
    return graph


def _owner(graph: Graph, name: str) -> str:
    kind: NodeKind = "addon" if name in graph.addons else "application"
    return graph.node(kind, name, place=graph.owners.get(name, ""))


def _addons(graph: Graph, registry: Registry, rows: Sequence[AddonRow]) -> None:
    nodes = {row.name: graph.node("addon", row.owner, place=row.place) for row in rows}
    for row in rows:
        for need in row.needs:
            for name, node in nodes.items():
                if need.startswith(name) and not need[len(name) : len(name) + 1].isalnum():
                    graph.edge(nodes[row.name], node, "needs")
    for component in component_rows(registry):
        if component.kind == "port":
            name = f"port {component.provides}"
            port = graph.node("port", name, component.component, place=component.place)
            graph.edge(_owner(graph, component.owner), port, "provides")


def _includes(graph: Graph, registry: Registry) -> None:
    for row in plan_of(registry).select(state=State.ACTIVE, kind="include"):
        node = graph.node("include", _included(row), str(row.place), place=shown(row.place))
        if row.include_path and f"include:{row.include_path[-1]}" in graph.nodes:
            graph.edge(f"include:{row.include_path[-1]}", node, "includes")
        else:
            graph.edge(_owner(graph, str(row.owner)), node, "includes")


def _included(row: Declaration) -> str:
    """Return what was included as include paths name it."""
    return str(row.key[1]) if isinstance(row.key, tuple) else row.title


def _routes(graph: Graph, registry: Registry) -> None:
    homes = {
        str(row.key[1]): row.include_path[-1]
        for row in plan_of(registry).select(state=State.ACTIVE, kind="route")
        if isinstance(row.key, tuple) and row.include_path
    }
    for route in route_rows(registry):
        node = graph.node("route", route.name, route.pattern, place=route.place)
        home = f"include:{homes.get(route.name, '')}"
        if home not in graph.nodes:
            home = _owner(graph, route.owner)
        graph.edge(home, node, "route")
    declared = Declared(plan_of(registry))
    for view in view_rows(registry):
        _view(graph, view, declared)


def _view(graph: Graph, view: ViewRow, declared: Declared) -> None:
    owner = _owner(graph, view.owner) if view.owner != "corefw" else ""
    if not owner:
        return
    asks = ", ".join([",".join(view.methods), *view.predicates])
    node = graph.node("view", view.view or "(a renderer alone)", view.place, place=view.place)
    graph.declared_at.setdefault(view.place, node)
    source = f"route:{view.route}"
    if view.route and source in graph.nodes:
        graph.edge(source, node, f"{view.name} {asks}".strip())
    else:
        graph.edge(
            owner, node, f"for {view.context.rpartition('.')[2] or 'every context'} {view.name}".strip()
        )
    if view.renderer:
        keys = [("renderer", view.renderer), ("renderer", PurePath(view.renderer).suffix), _TEMPLATING]
        _, place = declared.owner_and_place(*keys)
        graph.edge(node, graph.node("renderer", view.renderer, place=place), "renders")


def _overrides(graph: Graph, registry: Registry) -> None:
    for row in plan_of(registry).select(state=State.OVERRIDDEN):
        if row.by is None or row.owner.kind == "core":
            continue
        beaten = graph.node(
            "overridden", f"{row.title} of {row.owner}", str(row.place), place=shown(row.place)
        )
        graph.edge(_winner(graph, row.by), beaten, "overrides")


def _winner(graph: Graph, row: Declaration) -> str:
    if row.kind == "route" and isinstance(row.key, tuple) and f"route:{row.key[1]}" in graph.nodes:
        return f"route:{row.key[1]}"
    return graph.declared_at.get(str(row.place)) or _owner(graph, str(row.owner))
