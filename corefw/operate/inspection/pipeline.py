"""Rows of the pipeline: the one order of a request, and what is configured at each step of it.

The order is that of ``web/pipeline/application`` and ``web/pipeline/main``.  Floor 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corefw.base.places import place_of
from corefw.contracts.interfaces import IExecutionPolicy, IRequestFactory, IRootFactory
from corefw.engine.owner import CORE
from corefw.engine.registry import Registry
from corefw.operate.inspection.hooks import hook_rows, subscriber_rows
from corefw.operate.inspection.routes import route_rows
from corefw.operate.inspection.rows import Declared, named, plan_of, shown
from corefw.operate.inspection.settings import setting_rows
from corefw.operate.inspection.wrapping import deriver_rows, tween_rows
from corefw.web.rendering.info import RendererFactory
from corefw.web.request import Request
from corefw.web.security.default_headers import DefaultHeader

__all__ = ["PipelineRow", "pipeline_rows"]

#: What is found there, where, and whose it is.
Found = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """One thing at one step; a step at which nothing is configured has one row without an owner.

    Routes that are counted have the place of the first of them.
    """

    step: int
    name: str
    what: str
    owner: str
    place: str


def pipeline_rows(registry: Registry) -> list[PipelineRow]:
    """Return the steps of a request in their order, each with what is configured there."""
    rows: list[PipelineRow] = []
    for number, (name, found, nothing) in enumerate(_steps(registry), start=1):
        if found:
            rows += [PipelineRow(number, name, *one) for one in found]
        else:
            rows.append(PipelineRow(number, name, nothing, "", ""))
    return rows


def _steps(registry: Registry) -> Iterator[tuple[str, list[Found], str]]:
    """Yield each step: its name, what is configured, and what is said where nothing is."""
    yield "host check", _setting(registry, "corefw.allowed_hosts"), "the defaults"
    policy = _utility(registry, IExecutionPolicy)
    if policy:
        yield "execution policy", policy, ""
    yield "request", _utility(registry, IRequestFactory) or [_own(Request)], ""
    yield "request_begin", _hooks(registry, "request_begin"), "no hook"
    yield "tweens", [(row.name, row.owner, row.place) for row in tween_rows(registry)], "no tween"
    yield "NewRequest", _subscribers(registry, "NewRequest"), "no subscriber"
    yield "routing", _routes(registry), "no route"
    yield "BeforeTraversal", _subscribers(registry, "BeforeTraversal"), "no subscriber"
    yield "context", _contexts(registry), "no factory: a context without children"
    yield "ContextFound", _subscribers(registry, "ContextFound"), "no subscriber"
    yield "view derivers", [(row.name, row.owner, row.place) for row in deriver_rows(registry)], "none"
    yield "view", [], "the first whose method, context and predicates agree (corefw views)"
    yield "renderer", _renderers(registry), "none"
    yield "BeforeRender", _subscribers(registry, "BeforeRender"), "no subscriber"
    yield "response callbacks", [], "those that the request was given on its way"
    yield "NewResponse", _subscribers(registry, "NewResponse"), "no subscriber"
    yield "request_end", _hooks(registry, "request_end"), "no hook"
    yield "header check", [("names and values of headers (RFC 9110)", str(CORE), "")], ""
    yield "default headers", _default_headers(registry), "none"
    yield "request_error", _hooks(registry, "request_error"), "no hook (only where no view answers an error)"
    yield "finished callbacks", [], "those that the request was given on its way"


def _own(thing: type) -> Found:
    """Return what corefw itself has at a step, where nobody gave anything else."""
    return named(thing), str(CORE), shown(place_of(thing))


def _setting(registry: Registry, key: str) -> list[Found]:
    return [
        (f"{row.key} = {row.value}", row.owner, row.origin if row.source != "default" else "default")
        for row in setting_rows(registry)
        if row.key == key
    ]


def _utility(registry: Registry, interface: type) -> list[Found]:
    found = registry.queryUtility(interface)
    if found is None:
        return []
    owner, place = Declared(plan_of(registry)).owner_and_place(interface)
    return [(named(found), owner, place or shown(place_of(found)))]


def _hooks(registry: Registry, name: str) -> list[Found]:
    return [
        (row.owner, row.owner, row.place) for row in hook_rows(registry) if row.hook == name and row.order
    ]


def _subscribers(registry: Registry, event: str) -> list[Found]:
    wanted = {(event,), (f"I{event}",), ("every event",)}
    return [
        (", ".join((row.subscriber, *row.predicates)), row.owner, row.place)
        for row in subscriber_rows(registry)
        if row.events in wanted
    ]


def _routes(registry: Registry) -> list[Found]:
    """Return the routes counted by owner: each of them is listed by ``corefw routes``.

    The place is that of the owner's route which is tried first.
    """
    places: dict[str, list[str]] = {}
    for row in route_rows(registry):
        if not row.is_static:
            places.setdefault(row.owner, []).append(row.place)
    return [
        (f"{len(found)} routes" if len(found) > 1 else "1 route", owner, found[0])
        for owner, found in places.items()
    ]


def _contexts(registry: Registry) -> list[Found]:
    of_routes = [
        (f'{row.factory} of the route "{row.name}"', row.owner, row.place)
        for row in route_rows(registry)
        if row.factory
    ]
    return [*_utility(registry, IRootFactory), *of_routes]


def _default_headers(registry: Registry) -> list[Found]:
    declared = Declared(plan_of(registry))
    rows = []
    for row in registry.all(DefaultHeader).values():
        key = ("default header", row.name.lower())
        found = declared.find(key)
        details = row.value if found is None else found.details
        rows.append((f"{row.name}: {details}", *declared.owner_and_place(key)))
    return rows


def _renderers(registry: Registry) -> list[Found]:
    declared = Declared(plan_of(registry))
    rows = [
        (row.name or "(default)", *declared.owner_and_place(("renderer", row.name)))
        for row in registry.all(RendererFactory).values()
    ]
    templating = declared.find(("port", "templating"))
    if templating is not None:
        rows.append(("templates", str(templating.owner), shown(templating.place)))
    return rows
