"""Rows of components: ports, utilities and adapters, and what each of them provides.  Floor 6."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from corefw.base.places import place_of
from corefw.contracts.contract import port_name_of
from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import Declared, named, plan_of, shown, specification_name

__all__ = ["ComponentRow", "component_rows", "components"]


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component: a port, a utility, or an adapter of something.

    The owner is "" for what was registered directly with the registry, which is allowed and
    leaves no declaration.
    """

    kind: str
    provides: str
    contract: str
    requires: tuple[str, ...]
    name: str
    component: str
    owner: str
    place: str


def component_rows(registry: Registry) -> list[ComponentRow]:
    """Return the ports, then the utilities, then the adapters, each by what they provide."""
    order = {"port": 0, "utility": 1, "adapter": 2}
    rows = (row for row, _ in components(registry))
    return sorted(rows, key=lambda row: (order[row.kind], row.provides, row.requires, row.name))


def components(registry: Registry) -> Iterator[tuple[ComponentRow, list[Hashable]]]:
    """Yield each component with the keys under which it may have been declared."""
    declared = Declared(plan_of(registry))
    for row in registry.registeredUtilities():
        kind = "port" if _port_name(row.provided, row.component) else "utility"
        keys = _keys(row, row.component, ())
        yield _row(kind, row, row.component, (), declared, keys), keys
    for row in registry.registeredAdapters():
        required = tuple(row.required)
        keys = _keys(row, row.factory, required)
        yield _row("adapter", row, row.factory, required, declared, keys), keys


def _row(
    kind: str,
    row: Any,
    component: Any,
    required: tuple[Any, ...],
    declared: Declared,
    keys: list[Hashable],
) -> ComponentRow:
    owner, place = declared.owner_and_place(*keys)
    return ComponentRow(
        kind,
        str(row.provided.__name__),
        f"{row.provided.__module__}.{row.provided.__name__}",
        tuple(specification_name(one) for one in required),
        str(row.name),
        named(component),
        owner,
        place or shown(place_of(component)),
    )


def _keys(row: Any, component: Any, required: tuple[Any, ...]) -> list[Hashable]:
    if required:
        keys: list[Hashable] = [("adapter", required, row.provided, row.name)]
        keys += [(kind, required[0]) for kind in ("response adapter", "traverser") if len(required) == 1]
        return keys
    port = _port_name(row.provided, component)
    return [("utility", row.provided, row.name), *([("port", port)] if port else []), row.provided]


def _port_name(provided: Any, component: Any) -> str:
    """Return the name of the port that *provided* is the interface of, or ""."""
    for cls in type(component).__mro__:
        if vars(cls).get("__corefw_interface__") is provided:
            try:
                return port_name_of(cls)
            except TypeError:
                return ""
    return ""
