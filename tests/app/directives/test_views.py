"""``add_view`` and its neighbours: arguments, defaults of classes, errors whole."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from corefw.view import view_defaults
from tests.wsgi import ask


def hello(request: Any) -> Response:
    """Greet."""
    return Response("hello")


HELLO_LINE = hello.__code__.co_firstlineno


def refusal(declare: Any) -> str:
    """Return the whole text of the error with which a configuration is refused."""

    def build() -> None:
        config = Configurator()
        declare(config)
        config.make_wsgi_app()

    with pytest.raises(ConfigurationError) as caught:
        build()
    return str(caught.value)


def test_an_unknown_argument_is_refused_whole() -> None:
    """The text has the view, the argument, what was meant, and both lines (Pylons/pyramid#1601)."""

    def declare(config: Any) -> None:
        config.add_route("hello", "/")
        config.add_view(hello, route_name="hello", request_metod="GET")

    line = declare.__code__.co_firstlineno + 2
    owner = __name__.partition(".")[0]
    file = "tests/app/directives/test_views.py"
    said = refusal(declare).replace(f"  {owner}   ", "  OWNER   ").replace("  application   ", "  OWNER   ")

    assert (
        f'CFW-501  The view {__name__}.hello ({file}:{HELLO_LINE}) has an unknown argument "request_metod". '
        'Did you mean "request_method"?\n\n'
        f'  OWNER   {file}:{line}   config.add_view(hello, route_name="hello", request_metod="GET")\n\n'
        "  No view predicate and no view deriver is registered that takes it.\n\n"
        "  Choose one:\n"
        "    request_method was meant    write  request_method=...\n"
        '    a predicate is to take it   config.add_view_predicate("request_metod", Factory)\n'
        "    an addon brings it          enable the addon in [corefw], or include it"
    ) == said


def test_every_unknown_argument_is_told_at_once() -> None:
    """Of one view and of several."""

    def declare(config: Any) -> None:
        config.add_view(hello, one_thing=1, other_thing=2)
        config.add_view(hello, name="x", third_thing=3)

    said = refusal(declare)

    assert said.startswith("3 problems were found.")
    assert all(f'"{name}_thing"' in said for name in ("one", "other", "third"))


def test_a_route_that_nobody_declares_is_told_with_what_was_meant() -> None:
    """A view needs its route."""

    def declare(config: Any) -> None:
        config.add_route("cards", "/cards")
        config.add_view(hello, route_name="card")

    said = refusal(declare)

    assert said.startswith('CFW-202  The view of the route "card" needs a route that nobody declares.')
    assert 'Did you mean "cards"?' in said
    assert '    nobody declares it yet        config.add_route("card", "/...")\n' in said


def test_two_views_of_the_same_are_a_conflict_and_a_caller_overrides() -> None:
    """Side by side both are named; what is declared further out wins."""

    def declare(config: Any) -> None:
        config.add_view(hello, name="x")
        config.add_view(lambda request: Response("other"), name="x")

    assert 'view "x"' in refusal(declare)

    config = Configurator()
    config.include(lambda config: config.add_view(lambda request: Response("inner"), name="x"))
    config.add_view(hello, name="x")
    assert "hello" == ask(config.make_wsgi_app(), "/x").text


@view_defaults(route_name="base", renderer="json", request_method="GET", http_cache=60)
class Base:
    """Views with defaults."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def show(self) -> dict[str, str]:
        return {"said": type(self).__name__}

    def text(self) -> str:
        return "text"


class Inherits(Base):
    """Has its base's defaults."""


@view_defaults(route_name="own", renderer="json")
class Own(Base):
    """Has its own defaults, and none of its base's."""


def test_a_class_gives_its_views_defaults_and_a_subclass_inherits_or_replaces_them() -> None:
    """What a call says itself holds; a subclass's own defaults replace those of its base whole."""
    config = Configurator()
    config.add_route("base", "/base")
    config.add_route("own", "/own")
    config.add_view(Inherits, attr="show")
    config.add_view(Inherits, attr="text", request_method="POST", renderer="string", require_csrf=False)
    config.add_view(Own, attr="show")
    app = config.make_wsgi_app()

    got, posted, own = ask(app, "/base"), ask(app, "/base", "POST"), ask(app, "/own", "PUT")
    assert ('{"said":"Inherits"}', "max-age=60") == (got.text, got.headers["Cache-Control"])
    assert (200, "text") == posted.said
    assert ('{"said":"Own"}', False) == (own.text, "Cache-Control" in own.headers)


@view_defaults(xhr=True, require_csrf=False, exception_only=True, context=ValueError)
class Particular:
    """Defaults that a falsy argument may overrule."""

    def __init__(self, request: Any) -> None:
        pass

    def __call__(self) -> Response:
        return Response("particular", status=400)


def test_false_is_an_answer_and_not_a_missing_one() -> None:
    """``xhr=False`` asks for the opposite, and overrules a default of the class."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(lambda request: int("x"), route_name="it")
    config.add_view(Particular, xhr=False)
    app = config.make_wsgi_app()

    assert [400, 500] == [
        ask(app, headers=headers).status for headers in ({}, {"X-Requested-With": "XMLHttpRequest"})
    ]


def test_for_is_another_name_of_context() -> None:
    """As Pyramid documents ``for_``."""
    config = Configurator(root_factory=lambda request: {})
    config.add_view(lambda request: Response("dict"), for_=dict)
    config.add_view(lambda request: Response("list"), for_=list)

    assert "dict" == ask(config.make_wsgi_app()).text


def test_classes_and_decorators_may_be_named() -> None:
    """Dotted names are resolved where they are given, relative ones from the package."""
    config = Configurator()
    config.add_route("it", "/", factory="tests.app.directives.named.root")
    config.add_view(
        "tests.web.views.shapes.by_name",
        route_name="it",
        context="tests.app.directives.named.Root",
        decorator=("tests.app.directives.named.shouting",),
    )

    assert "BY NAME" == ask(config.make_wsgi_app()).text


def test_an_introspectable_tells_of_each_view() -> None:
    """With its options, and the route it belongs to, as Pyramid's does."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(hello, route_name="it", request_method="GET")
    app = config.make_wsgi_app()

    found = [
        row["introspectable"]
        for row in app.registry.introspector.get_category("views")
        if row["introspectable"]["callable"] is hello
    ]
    assert [("it", "GET")] == [(row["route_name"], row["request_method"]) for row in found]
    assert ["routes"] == [row.category_name for row in app.registry.introspector.related(found[0])]
