"""The Configurator: what it is made with, how it commits and builds, and that it stays apart."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator, Registry, Settings, load_settings
from corefw.events import ApplicationCreated
from corefw.request import Request
from corefw.response import Response
from corefw.security import Allowed, Denied
from corefw.threadlocal import get_current_request
from tests.modules import Folder
from tests.wsgi import ask


def show(request: Any) -> Response:
    """Answer with the path."""
    return Response(request.path)


class Policy:
    """Lets nobody do anything but look."""

    def identity(self, request: Any) -> Any:
        return None

    def authenticated_userid(self, request: Any) -> Any:
        return None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        return Allowed("look") if permission == "look" else Denied("no")


class Shouting:
    """A renderer."""

    def __init__(self, info: Any) -> None:
        pass

    def __call__(self, value: Any, system: Any) -> str:
        return str(value).upper()


class OwnRequest(Request):
    """A request of the application."""


def given() -> dict[str, Any]:
    """Return an argument of every kind."""
    return {
        "settings": {"shop.title": "ours"},
        "root_factory": lambda request: {"root": "factory"},
        "security_policy": Policy(),
        "renderers": [("shout", Shouting)],
        "request_factory": OwnRequest,
        "response_factory": lambda request: Response(headers={"X-Made": "yes"}),
        "default_permission": "look",
        "session_factory": lambda request: {"session": 1},
        "exceptionresponse_view": lambda exc, request: Response("mine", status=exc.status_int),
    }


def said(config: Configurator) -> list[Any]:
    """Return what a view can see of what the configurator was given."""

    def view(context: Any, request: Any) -> list[Any]:
        return [
            context["root"],
            type(request).__name__,
            request.session["session"],
            request.registry.settings["shop.title"],
        ]

    config.add_route("it", "/")
    config.add_view(view, route_name="it", renderer="shout")
    config.add_route("closed", "/closed")
    config.add_view(show, route_name="closed", permission="touch")
    app = config.make_wsgi_app()
    answer = ask(app)
    return [answer.text, answer.headers["X-Made"], ask(app, "/closed").said, ask(app, "/nosuch/x").said]


EXPECTED = ["['FACTORY', 'OWNREQUEST', 1, 'OURS']", "yes", (403, "mine"), (404, "mine")]


def test_what_the_constructor_is_given_is_declared() -> None:
    """Each argument is that of the directive which Pyramid documents."""
    assert EXPECTED == said(Configurator(**given()))


def test_a_registry_that_was_handed_over_is_set_up_itself() -> None:
    """It is the same object afterwards, as Pyramid documents ``setup_registry``."""
    registry = Registry("shop")
    config = Configurator(registry=registry)
    config.setup_registry(**given())

    assert EXPECTED == said(config)
    assert config.registry is registry
    assert len(config.plan) == len(registry.plan) > 0


def test_what_the_constructor_declares_is_declared_where_it_is_called() -> None:
    """The place of the call, and the application's name."""
    config = Configurator(root_factory=lambda request: None)
    (row,) = config.plan.select(kind="root factory")

    assert ("test_configurator.py", "tests") == (row.place.file.rpartition("/")[2], str(row.owner))
    assert "config = Configurator(root_factory=lambda request: None)" == row.place.source


def test_what_the_constructor_is_given_can_be_declared_again_by_nobody_beside_it() -> None:
    """A second of the same is a conflict; one from a later commit replaces it."""
    config = Configurator(root_factory=lambda request: "first")
    config.set_root_factory(lambda request: "second")
    with pytest.raises(ConfigurationError, match="root factory"):
        config.make_wsgi_app()

    config = Configurator(root_factory=lambda request: "first")
    config.commit()
    config.set_root_factory(lambda request: "second")
    config.add_view(lambda context, request: Response(context))
    assert "second" == ask(config.make_wsgi_app()).text


def test_settings_may_be_given_ready_made() -> None:
    """They are the registry's own, and Pyramid's name for them works."""
    settings = Settings.from_mapping({"a.b": 1})
    config = Configurator(settings=settings)

    assert config.get_settings() is settings is config.registry.settings


def test_the_package_is_the_callers_unless_one_is_named(folder: Folder) -> None:
    """By name or as a module; relative names are relative to it."""
    folder.write("shop/__init__.py")
    folder.write("shop/views.py", "def front(request): ...\n")
    named, given_module = Configurator(package="shop"), Configurator(package=folder.module("shop"))

    assert ["shop", "shop", "tests.app"] == [
        config.package.__name__ for config in (named, given_module, Configurator())
    ]
    found = named.maybe_dotted(".views.front")
    assert sys.modules["shop.views"].front is found
    assert "shop:x.mako" == named.absolute_asset_spec("x.mako")


def test_a_package_that_is_not_there_is_an_error() -> None:
    """With what it is called."""
    with pytest.raises(ConfigurationError, match='CFW-101  "no_such_package" cannot be found'):
        Configurator(package="no_such_package")


def test_an_unknown_argument_of_a_directive_is_an_error_with_its_place() -> None:
    """And with what was probably meant."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().set_root_factory(facktory=show)  # type: ignore[call-arg]

    said = str(caught.value)
    assert 'CFW-204  set_root_factory has no argument "facktory". Did you mean "factory"?' in said
    assert "Configurator().set_root_factory(facktory=show)" in said


def test_an_unknown_directive_has_a_near_name() -> None:
    """As an AttributeError, so that ``hasattr`` works."""
    config = Configurator()

    with pytest.raises(AttributeError, match=r'no directive "add_rout"\. Did you mean "add_route"\?'):
        config.add_rout  # noqa: B018
    assert not hasattr(config, "add_rout")


# -- committing ------------------------------------------------------------------------------------


def test_a_block_commits_at_its_end() -> None:
    """Unless something was raised in it; no request is current inside."""
    with Configurator() as config:
        assert get_current_request() is None
        config.add_route("it", "/")
        config.add_view(show, route_name="it")
    assert {"active"} == {str(row.state) for row in config.plan}

    config = Configurator()

    def block() -> None:
        with config:
            config.add_route("it", "/")
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it has no text
        block()
    assert [None] == [row.state for row in config.plan.select(kind="route")]


def test_a_block_may_build_the_application() -> None:
    """Then there is nothing left to commit."""
    with Configurator() as config:
        config.add_route("it", "/")
        config.add_view(show, route_name="it")
        app = config.make_wsgi_app()

    assert "/" == ask(app).text


def test_a_block_whose_commit_fails_raises() -> None:
    """With both places."""
    config = Configurator()

    def block() -> None:
        with config:
            config.add_view(show, name="a")
            config.add_view(show, name="a")

    with pytest.raises(ConfigurationError, match="CFW-201"):
        block()
    assert get_current_request() is None


def test_autocommit_performs_each_declaration_at_once() -> None:
    """The later of two then wins, without a conflict."""
    config = Configurator(autocommit=True)
    config.add_route("it", "/")
    config.add_view(show, route_name="it")
    config.add_view(lambda request: Response("later"), route_name="it")

    assert "later" == ask(config.make_wsgi_app()).text


def test_a_commit_that_fails_leaves_nothing_behind_and_may_be_mended() -> None:
    """The registry is as it was, and what was declared is still to be committed."""
    fails = [True]

    def register() -> None:
        config.registry["half"] = 1
        if fails:
            raise OSError("no disk")

    config = Configurator()
    config.action("it", register)
    with pytest.raises(ConfigurationError, match="no disk"):
        config.commit()
    assert "half" not in config.registry

    fails.clear()
    config.commit()
    assert 1 == config.registry["half"]


# -- building ----------------------------------------------------------------------------------------


def test_an_application_that_was_built_takes_no_more_declarations() -> None:
    """The error says where the late call is, and what to do."""
    config = Configurator()
    config.make_wsgi_app()

    with pytest.raises(ConfigurationError) as caught:
        config.add_route("late", "/late")
    assert "CFW-205  The application was built already, so it is too late to declare a route." in str(
        caught.value
    )
    assert 'config.add_route("late", "/late")' in str(caught.value)
    with pytest.raises(ConfigurationError, match="CFW-205"):
        config.registry["late"] = 1


def test_subscribers_of_the_creation_are_the_last_that_may_register() -> None:
    """The registry is frozen after them, and before any addon starts."""
    seen: list[bool] = []
    config = Configurator()
    config.add_subscriber(lambda event: seen.append(event.app.registry.frozen), ApplicationCreated)
    app = config.make_wsgi_app()

    assert ([False], True) == (seen, app.registry.frozen)


def test_all_that_is_wrong_is_told_at_once(folder: Folder) -> None:
    """Conflicts, and tables of the settings that nobody uses."""
    file = folder.write("site.toml", "[colours]\nred = 1\n")
    config = Configurator(settings=load_settings(file, {}))
    for name in "ab":
        for _ in range(2):
            config.add_view(show, name=name)

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert ["CFW-114", "CFW-201", "CFW-201"] == sorted(problem.code for problem in caught.value.problems)
    assert str(caught.value).startswith("3 problems were found.")


def test_a_configuration_may_be_built_twice() -> None:
    """As a test may; both applications answer."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(show, route_name="it")

    assert ["/", "/"] == [ask(config.make_wsgi_app()).text for _ in range(2)]


def test_two_applications_share_nothing() -> None:
    """Routes, request methods, directives and settings are each application's own."""
    configs = [Configurator(settings={"name": name}) for name in "ab"]
    for config, name in zip(configs, "ab", strict=True):
        config.add_directive(f"add_{name}", lambda config: None)
        config.add_route(name, f"/{name}")
        config.add_view(
            lambda request: Response(request.registry.settings["name"] + request.own()), route_name=name
        )
        config.add_request_method(lambda request, name=name: name.upper(), "own")
    apps = [config.make_wsgi_app() for config in configs]

    answers = [[ask(app, path) for path in ("/a", "/b")] for app in apps]
    assert [[200, 404], [404, 200]] == [[answer.status for answer in row] for row in answers]
    assert ("aA", "bB") == (answers[0][0].text, answers[1][1].text)
    assert [(True, False), (False, True)] == [
        (hasattr(config, "add_a"), hasattr(config, "add_b")) for config in configs
    ]


# -- including -----------------------------------------------------------------------------------------


def test_the_application_overrides_what_it_includes() -> None:
    """Whatever the order of the calls; under a prefix, the same is included again."""

    def inner(config: Any) -> None:
        config.add_route(f"it of {config.route_prefix}", "/it")
        config.add_view(show, name="shared")
        config.add_view(show, route_name=f"it of {config.route_prefix}")

    config = Configurator()
    config.add_view(lambda request: Response("mine"), name="shared")
    config.include(inner)
    config.include(inner)
    config.include(inner, route_prefix="deep")
    app = config.make_wsgi_app()

    assert ["mine", "/it", "/deep/it"] == [ask(app, path).text for path in ("/shared", "/it", "/deep/it")]
    assert ["active", "aliased", "active"] == [str(row.state) for row in config.plan.select(kind="include")]


def test_a_directive_that_was_added_is_known_to_all_that_share_the_configuration() -> None:
    """Its place is the line which calls it."""

    def add_pair(config: Any, name: str) -> None:
        config.add_route(name, f"/{name}")
        config.add_view(show, route_name=name)

    def inner(config: Any) -> None:
        config.add_pair("pair")

    config = Configurator()
    config.add_directive("add_pair", add_pair)
    config.include(inner)

    assert "/pair" == ask(config.make_wsgi_app(), "/pair").text
    assert {'config.add_pair("pair")'} == {
        row.place.source for row in config.plan.select(owner="tests") if row.kind in ("route", "view")
    }
