"""Renderers of views: built-in ones, the default one, and one for a single request."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import Configurator
from corefw.events import BeforeRender
from corefw.renderers import CSV, JSONP
from corefw.request import Request
from corefw.response import Response
from tests.wsgi import Answer, ask


def answer(view: Any, *, setup: Any = None, query: str = "", **options: Any) -> Answer:
    """Return what the only view of an application answers."""
    config = Configurator()
    if setup is not None:
        setup(config)
    config.add_route("it", "/")
    config.add_view(view, route_name="it", **options)
    return ask(config.make_wsgi_app(), query=query)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("json", '[{"a":1}]', "application/json"),
        ("string", "[{'a': 1}]", "text/plain; charset=UTF-8"),
        (
            "xml",
            "<?xml version='1.0' encoding='utf-8'?>\n<response><item><a>1</a></item></response>",
            "application/xml; charset=UTF-8",
        ),
        ("csv", "a\r\n1\r\n", "text/csv; charset=UTF-8"),
    ],
)
def test_a_renderer_is_named(name: str, text: str, kind: str) -> None:
    """These are there without a word."""
    got = answer(lambda request: [{"a": 1}], renderer=name)

    assert (text, kind) == (got.text, got.headers["Content-Type"])


def test_jsonp_is_there_only_for_who_registers_it() -> None:
    """Every site can read what it answers (CVE-2014-4671)."""

    def setup(config: Any) -> None:
        config.add_renderer("jsonp", JSONP(param_name="cb"))

    got = answer(lambda request: {"a": 1}, setup=setup, query="cb=f", renderer="jsonp")

    assert (200, '/**/f({"a":1});') == got.said
    assert ("application/javascript", "nosniff") == (
        got.headers["Content-Type"].partition(";")[0],
        got.headers["X-Content-Type-Options"],
    )
    assert 400 == answer(lambda request: {}, setup=setup, query="cb=alert(1)//", renderer="jsonp").status


def test_a_renderer_of_the_application_has_its_own_headers() -> None:
    """And a view its own response."""

    def view(request: Any) -> Any:
        request.response.status = 201
        return [["a"]]

    got = answer(
        view,
        setup=lambda config: config.add_renderer("report", CSV(filename="report.csv")),
        renderer="report",
    )

    assert (201, "a\r\n") == got.said
    assert 'attachment; filename="report.csv"' == got.headers["Content-Disposition"]


@pytest.mark.parametrize("name", [None, ""])
def test_a_default_renderer_renders_for_views_that_name_none(name: str | None) -> None:
    """A response stays a response."""

    def setup(config: Any) -> None:
        config.add_renderer(name, lambda info: lambda value, system: f"<{info.name}> {value}")

    assert (200, "<> 7") == answer(lambda request: 7, setup=setup).said
    assert (200, "mine") == answer(lambda request: Response("mine"), setup=setup).said
    assert (200, "7") == answer(lambda request: 7, setup=setup, renderer="json").said


def test_a_request_may_have_another_renderer() -> None:
    """Once, with the view's values; whatever the view names, or if it names none."""

    def view(request: Any) -> Any:
        request.override_renderer = "string"
        return [1]

    assert (200, "[1]") == answer(view, renderer="xml").said
    assert (200, "[1]") == answer(view).said


def test_another_renderer_gets_the_system_values() -> None:
    """As the view's own would."""

    class View:
        def __init__(self, request: Any) -> None:
            self.request = request

        def __call__(self) -> Any:
            self.request.override_renderer = "shown"
            return {}

    def shown(value: Any, system: Any) -> str:
        view, context = type(system["view"]).__name__, type(system["context"]).__name__
        return f"{view} {context} {system['renderer_name']} {callable(system['get_csrf_token'])}"

    got = answer(View, setup=lambda config: config.add_renderer("shown", lambda info: shown), renderer="json")

    assert (200, "View DefaultRootFactory shown True") == got.said


def test_globals_are_added_before_each_rendering() -> None:
    """The event is the dictionary; it knows what the view returned."""

    def add(event: BeforeRender) -> None:
        event["site"] = f"site of {event.rendering_val}"

    def setup(config: Any) -> None:
        config.add_subscriber(add, BeforeRender)
        config.add_renderer("shown", lambda info: lambda value, system: system["site"])

    assert (200, "site of 7") == answer(lambda request: 7, setup=setup, renderer="shown").said


def test_a_subscriber_sees_the_view_whatever_the_renderer() -> None:
    """Also of JSON, which asks for no system values itself."""
    seen: list[Any] = []

    class View:
        def __init__(self, request: Any) -> None:
            self.request = request

        def __call__(self) -> Any:
            return {}

    def setup(config: Any) -> None:
        config.add_subscriber(lambda event: seen.append(type(event["view"])), BeforeRender)

    answer(View, setup=setup, renderer="json")

    assert [View] == seen


@pytest.mark.parametrize(("name", "text"), [("string", "[1]"), (None, "<response><item>1</item></response>")])
def test_a_class_of_requests_may_say_the_renderer(name: str | None, text: str) -> None:
    """For every rendering, since nobody can take it from the class."""

    class Overriding(Request):
        @property
        def override_renderer(self) -> str | None:  # type: ignore[override]
            """The same for all."""
            return name

    def setup(config: Any) -> None:
        config.set_request_factory(Overriding)

    got = answer(lambda request: [1], setup=setup, renderer="xml")

    assert (200, text) == (got.status, got.text.rpartition("\n")[2])
