"""Setting up unit tests, and laying something over an application."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import ConfigurationError, Configurator, Registry
from corefw.events import NewRequest
from corefw.renderers import render
from corefw.request import Request
from corefw.security import NO_PERMISSION_REQUIRED
from corefw.testing import DummyRequest, DummyResource, overlay, setUp, tearDown, testConfig
from corefw.threadlocal import get_current_registry, get_current_request
from corefw.traversal import find_resource


@pytest.fixture
def config() -> Iterator[Any]:
    yield setUp()
    tearDown()


def test_the_registry_and_the_request_are_current_until_the_end() -> None:
    """For code that is handed neither; and the one that was set up before is current again."""
    request = DummyRequest()
    outer = setUp(request=request)
    inner = setUp()

    assert (inner.registry, None) == (get_current_registry(), get_current_request())
    tearDown()
    assert (outer.registry, request) == (get_current_registry(), get_current_request())
    assert outer.registry is request.registry
    tearDown()
    assert (None, None) == (get_current_registry(), get_current_request())
    tearDown()  # nothing left to end


def test_the_block_ends_also_by_an_error() -> None:
    """The next test begins with nothing."""

    def fail() -> None:
        with testConfig(settings={"shop.name": "ours"}) as config:
            assert config.registry is get_current_registry()
            assert "ours" == config.registry.settings["shop.name"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert get_current_registry() is None


def test_declarations_are_performed_at_once(config: Any) -> None:
    """So that the code under test finds them; and what corefw brings is there."""
    config.add_route("card", "/cards/{id}")

    assert "/cards/7" == DummyRequest().route_path("card", id=7)
    assert b'{"a":1}' == render("json", {"a": 1}).encode()


def test_a_commit_can_be_left_to_the_test() -> None:
    """Conflicts are then found."""
    with testConfig(autocommit=False) as config:
        config.add_route("card", "/cards/{id}")
        with pytest.raises(KeyError):
            DummyRequest().route_path("card", id=7)
        config.commit()
        assert "/cards/7" == DummyRequest().route_path("card", id=7)


def test_a_registry_of_the_test_is_used_as_it_is() -> None:
    """With settings on top of its own."""
    registry = Registry("mine")

    with testConfig(registry=registry, settings={"a.b": 1}) as config:
        assert registry is config.registry is get_current_registry()
        assert 1 == registry.settings["a.b"]


def test_names_are_relative_to_the_package_of_the_test() -> None:
    """As those of a configurator."""
    with testConfig() as config:
        assert config.package.__name__ == __name__.rpartition(".")[0] or config.package.__name__ == __name__


def test_the_policy_of_a_test_decides(config: Any) -> None:
    """Who is asking and what they may."""
    policy = config.testing_securitypolicy("ann", permissive=False, remember_result=[("A", "b")])
    request = DummyRequest()

    assert "ann" == request.authenticated_userid
    assert not request.has_permission("edit", None)
    assert [("A", "b")] == policy.remember(request, "bob")


def test_resources_of_a_test_are_found_by_path(config: Any) -> None:
    """With or without a slash in front; any other path is an error."""
    board, card = DummyResource(), DummyResource()
    config.testing_resources({"/board": board, "board/card": card})

    assert (board, card) == (find_resource(DummyResource(), "/board"), find_resource(board, "/board/card"))
    with pytest.raises(KeyError):
        find_resource(board, "/nothing")


def test_events_of_a_test_are_kept(config: Any) -> None:
    """Those of one kind, in order."""
    heard = config.testing_add_subscriber(NewRequest)
    event = NewRequest(DummyRequest())

    config.registry.notify(event)

    assert [event] == heard


def test_a_renderer_of_a_test_is_used_for_its_name(config: Any) -> None:
    """Without a template and without an addon."""
    renderer = config.testing_add_renderer("templates/cart.mako")
    mine = config.testing_add_renderer("templates/other.mako", lambda value, system: "mine")

    assert ["", "mine"] == [render(f"templates/{name}.mako", {"n": 1}) for name in ("cart", "other")]
    assert renderer.assert_(n=1)  # noqa: PT009
    assert "mine" == mine({}, {})


class Mailer(ABC):
    @abstractmethod
    def send(self, text: str) -> str:
        """Send a mail."""


class RealMailer(Mailer):
    def send(self, text: str) -> str:
        return f"sent {text}"


class KeptMailer(Mailer):
    def send(self, text: str) -> str:
        return f"kept {text}"


def mail(request: Request) -> dict[str, Any]:
    return {"mail": request.component(Mailer).send("it"), "name": request.registry.settings["shop.name"]}


@pytest.fixture
def application() -> Any:
    """An application with a component, a setting and a view."""
    config = Configurator(settings={"shop.name": "real"})
    config.add_utility(RealMailer(), provides=Mailer)
    config.add_route("mail", "/mail")
    config.add_view(mail, route_name="mail", renderer="json")
    return config.make_wsgi_app()


def test_a_component_and_a_setting_are_laid_over_for_one_test(application: Any) -> None:
    """The application itself stays as it was."""
    over = overlay(application, settings={"shop.name": "test"}, components={Mailer: KeptMailer()})

    assert {"mail": "kept it", "name": "test"} == TestApp(over).get("/mail").json
    assert {"mail": "sent it", "name": "real"} == TestApp(application).get("/mail").json


def test_everything_else_is_laid_over_by_a_configurator(application: Any) -> None:
    """A view, a route, a request method."""

    def other(request: Any) -> dict[str, Any]:
        return {"mail": request.shout()}

    def configure(config: Configurator) -> None:
        config.add_request_method(lambda request: "HA", "shout")
        config.add_view(other, route_name="mail", renderer="json", permission=NO_PERMISSION_REQUIRED)
        config.add_route("more", "/more")
        config.add_view(lambda request: "more", route_name="more", renderer="string")

    client = TestApp(overlay(application, configure))

    assert {"mail": "HA"} == client.get("/mail").json
    assert "more" == client.get("/more").text
    TestApp(application).get("/more", status=404)


def test_what_is_laid_over_is_judged_as_every_configuration(application: Any) -> None:
    """A mistake in a test is told, too."""
    with pytest.raises(ConfigurationError, match="CFW-501"):
        overlay(application, lambda config: config.add_view(mail, route_name="mail", rendrer="json"))


def test_an_overlay_can_be_laid_over_again(application: Any) -> None:
    """One for the suite, one for the test."""
    suite = overlay(application, components={Mailer: KeptMailer()})

    test = overlay(suite, settings={"shop.name": "test"})

    assert {"mail": "kept it", "name": "test"} == TestApp(test).get("/mail").json
