"""The decorators: found by a scan, with the meaning of the directive of their name."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator, State
from corefw.view import view_config, view_defaults
from tests.modules import Folder
from tests.wsgi import ask

EVERYTHING = """
from abc import ABC, abstractmethod

from corefw.config import adapter_config, route_config, utility_config
from corefw.events import NewRequest, subscriber
from corefw.httpexceptions import HTTPForbidden
from corefw.response import Response
from corefw.view import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
    view_config,
    view_defaults,
)


class Clock(ABC):
    @abstractmethod
    def now(self): ...


class Named(ABC):
    @abstractmethod
    def name(self): ...


class Card:
    def __init__(self, title):
        self.title = title


@utility_config(provides=Clock)
class FixedClock(Clock):
    def now(self):
        return "noon"


@utility_config(provides=Clock, name="made")
def made_clock():
    return FixedClock()


@adapter_config(for_=Card, provides=Named)
class CardName(Named):
    def __init__(self, card):
        self.card = card

    def name(self):
        return self.card.title


@subscriber(NewRequest)
def mark(event):
    event.request.marked = True


@route_config("card", "/cards/{id:int}")
@view_config(route_name="card")
def card(request):
    name = request.component(Named, Card("ace")).name()
    clocks = request.component(Clock).now(), request.component(Clock, name="made").now()
    return Response(f"{name} {clocks} {request.marked} {request.matchdict['id']}")


@route_config("new", "/cards/new")
@view_config(route_name="new", renderer="json")
def new(request):
    return {"new": True}


@route_config(name="page", pattern="/page")
@view_defaults(route_name="page", renderer="string")
class Page:
    def __init__(self, request):
        self.request = request

    @view_config(request_method="GET")
    def show(self):
        return "shown"

    @view_config(request_method="POST", renderer="json")
    def save(self):
        raise LookupError("no page")

    @view_config(request_method="DELETE")
    def delete(self):
        raise HTTPForbidden()


@notfound_view_config(renderer="string")
def missing(request):
    request.response.status_int = 404
    return "missing"


@forbidden_view_config()
def forbidden(request):
    return Response("forbidden", status=403)


class Errors:
    def __init__(self, exc, request):
        self.exc = exc

    @exception_view_config(LookupError, ValueError)
    def show(self):
        return Response(f"error {self.exc}", status=409)
"""


@pytest.fixture
def app(folder: Folder) -> Any:
    """Return the application of a module with every decorator."""
    folder.write("decorated.py", EVERYTHING)
    config = Configurator()
    config.scan("decorated")
    return config.make_wsgi_app()


@pytest.mark.parametrize(
    ("path", "method", "expected"),
    [
        ("/cards/7", "GET", (200, "ace ('noon', 'noon') True 7")),
        ("/cards/new", "GET", (200, '{"new":true}')),
        ("/page", "GET", (200, "shown")),
        ("/page", "POST", (409, "error no page")),
        ("/page", "DELETE", (403, "forbidden")),
        ("/nosuch", "GET", (404, "missing")),
    ],
)
def test_every_decorator_is_its_directive(
    app: Any, path: str, method: str, expected: tuple[int, str]
) -> None:
    """Views, routes, components, subscribers and exception views of a module are found by its scan."""
    assert expected == ask(app, path, method).said


def test_what_a_decorator_declares_is_at_its_own_line(app: Any) -> None:
    """And says by which decorator."""
    rows = [row for row in app.registry.plan.select(kind="view", owner="tests") if row.via == "@view_config"]
    sources = {row.place.source for row in rows}

    assert '@view_config(route_name="card")' in sources
    assert '@view_config(request_method="GET")' in sources
    assert {"decorated.py"} == {row.place.shown_file for row in rows}


def test_a_module_that_is_not_scanned_declares_nothing(folder: Folder) -> None:
    """Decorating alone changes nothing."""
    folder.module("decorated", EVERYTHING)
    config = Configurator()
    app = config.make_wsgi_app()

    assert 404 == ask(app, "/page").status
    assert [] == [row for row in config.plan if row.owner.kind == "application"]


def test_a_decorated_function_stays_what_it_was() -> None:
    """It can be called, and used for tests, as it stands."""

    @view_config(route_name="it")
    def view(request: str) -> str:
        return f"seen {request}"

    assert ("seen x", "view") == (view("x"), view.__name__)


def test_a_view_may_be_declared_several_times(folder: Folder) -> None:
    """Each decorator is a view."""
    folder.write(
        "twice.py",
        """
        from corefw.config import route_config
        from corefw.view import view_config


        @route_config("a", "/a")
        @route_config("b", "/b")
        @view_config(route_name="a", renderer="string")
        @view_config(route_name="b", renderer="json")
        def both(request):
            return "both"
        """,
    )
    config = Configurator()
    config.scan("twice")
    app = config.make_wsgi_app()

    assert ["both", '"both"'] == [ask(app, path).text for path in ("/a", "/b")]


@pytest.mark.parametrize(
    ("decorated", "what"),
    [
        (
            "@view_config(route_nam='a')\ndef view(request): ...",
            'has an unknown argument "route_nam". Did you mean "route_name"?',
        ),
        ("@view_config(renderer='nosuch')\ndef view(request): ...", 'Nothing renders "nosuch"'),
        ("@route_config('a')\ndef view(request): ...", "route_config needs the argument pattern."),
        (
            "@route_config('a', '/a', patern='/b')\ndef view(request): ...",
            'The route "a" has an unknown argument "patern". Did you mean "pattern"?',
        ),
        (
            "class Page:\n    def __init__(self, request): ...\nview_config(attr='sho')(Page)",
            'The view class Page has no method "sho".',
        ),
        ("@subscriber('nosuch.Event')\ndef view(event): ...", '"nosuch.Event" cannot be found'),
        (
            "class S:\n    @subscriber(NewRequest)\n    def see(self, event): ...",
            "@subscriber cannot decorate the method S.see: nothing says what it is a method of.",
        ),
        (
            "class S:\n    @utility_config(object)\n    def see(self): ...",
            "@utility_config cannot decorate the method S.see",
        ),
        (
            "class S:\n    @adapter_config(object, object)\n    def see(self, it): ...",
            "@adapter_config cannot decorate the method S.see",
        ),
        (
            "class S:\n    @staticmethod\n    @response_adapter(str)\n    def see(text): ...",
            "@response_adapter cannot decorate the method S.see",
        ),
        ("@utility_config(provides='decorated.x', nam='y')\nclass A: ...", "utility_config has no argument"),
    ],
)
def test_a_wrong_decorator_is_told_with_its_line(folder: Folder, decorated: str, what: str) -> None:
    """The error is that of the directive, at the line of the decorator, and nothing is built."""
    head = (
        "from corefw.config import *\nfrom corefw.view import *\nfrom corefw.events import *\n"
        "from corefw.config import adapter_config, route_config, utility_config\n"
        "from corefw.response import response_adapter\n"
    )
    folder.write("decorated.py", head + decorated + "\n")
    config = Configurator()

    config.scan("decorated")  # goes through, so that everything can be told together
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert what in str(caught.value)
    assert "decorated.py:" in str(caught.value)
    assert [] == [row for row in config.plan.select(state=State.ACTIVE) if row.via]


def test_view_defaults_decorate_classes_only() -> None:
    """The error names the line of the decorator."""
    with pytest.raises(ConfigurationError) as caught:

        @view_defaults(route_name="it")  # type: ignore[arg-type]
        def view(request: Any) -> None: ...

    assert "CFW-509  view_defaults decorates classes only." in str(caught.value)
    assert '@view_defaults(route_name="it")' in str(caught.value)


def test_view_defaults_are_inherited_unless_there_are_others(folder: Folder) -> None:
    """As Pyramid documents it: they do not add up."""
    folder.write(
        "pages.py",
        """
        from corefw.view import view_config, view_defaults


        @view_defaults(renderer="string", request_method="GET")
        class Base:
            def __init__(self, request):
                pass

            def show(self):
                return type(self).__name__


        @view_config(name="heir", attr="show")
        class Heir(Base):
            pass


        @view_defaults(renderer="json")
        @view_config(name="own", attr="show")
        class Own(Base):
            pass
        """,
    )
    config = Configurator()
    config.scan("pages")
    app = config.make_wsgi_app()

    assert [(200, "Heir"), (200, '"Own"')] == [ask(app, path).said for path in ("/heir", "/own")]
    assert [405, 200] == [ask(app, path, "POST").status for path in ("/heir", "/own")]
