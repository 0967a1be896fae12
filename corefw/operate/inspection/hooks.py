"""Rows of hooks and of subscribers: who is told what, in the order of being told.  Floor 6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corefw.app.addons import hooks_of
from corefw.base.places import place_of
from corefw.engine.declaration import Declaration
from corefw.engine.registry import Registry
from corefw.operate.inspection.rows import named, plan_of, shown, specification_name

__all__ = ["HookRow", "SubscriberRow", "hook_rows", "subscriber_rows"]


@dataclass(frozen=True, slots=True)
class HookRow:
    """One implementation of a hook, or the hook itself (order 0) where nobody implements it.

    ``specified_by`` is whose hook it is, ``owner`` who implements it.
    """

    hook: str
    order: int
    event: str
    specified_by: str
    is_wrapper: bool
    help: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class SubscriberRow:
    """One subscriber, the events it is told of, and what must hold."""

    events: tuple[str, ...]
    order: int
    subscriber: str
    predicates: tuple[str, ...]
    owner: str
    place: str


def hook_rows(registry: Registry) -> list[HookRow]:
    """Return the hooks as they were specified, each with its implementations as they are called."""
    return list(_hook_rows(registry))


def _hook_rows(registry: Registry) -> Iterator[HookRow]:
    hooks = hooks_of(registry)
    for name, spec in hooks.specs().items():
        about = (spec.event.__name__, spec.owner or "corefw")
        found = hooks.implementers(name)
        for order, each in enumerate(found, start=1):
            place = shown(each.place)
            yield HookRow(name, order, *about, each.mark.wrapper, spec.summary, each.owner, place)
        if not found:
            yield HookRow(name, 0, *about, False, spec.summary, "", shown(spec.place))


def subscriber_rows(registry: Registry) -> list[SubscriberRow]:
    """Return the subscribers in the order in which they were registered, which is that of calling."""
    declared: dict[int, list[tuple[Declaration, Any]]] = {}
    for key, found in _declared(registry):
        declared.setdefault(key, []).append(found)
    rows = []
    for number, row in enumerate(registry.registeredHandlers(), start=1):
        # One function may subscribe several times; both lists are in the order of performing.
        waiting = declared.get(id(row.handler))
        rows.append(_subscriber_row(number, row, waiting.pop(0) if waiting else None))
    return rows


def _declared(registry: Registry) -> Iterator[tuple[int, tuple[Declaration, Any]]]:
    for row in plan_of(registry).select(state="active", kind="subscriber"):
        for intro in row.introspectables:
            if intro.get("derived_subscriber") is not None:
                yield id(intro["derived_subscriber"]), (row, intro)


def _subscriber_row(number: int, row: Any, found: tuple[Declaration, Any] | None) -> SubscriberRow:
    events = tuple(
        "every event" if (name := specification_name(one)) == "anything" else name for one in row.required
    )
    if found is None:
        return SubscriberRow(events, number, named(row.handler), (), "", shown(place_of(row.handler)))
    declaration, intro = found
    return SubscriberRow(
        events,
        number,
        named(intro["subscriber"]),
        tuple(str(one.text) for one in intro["predicates"]),
        str(declaration.owner),
        shown(declaration.place),
    )
