"""The addon in an application: repositories, requests, a lost race, and what it may be asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import SimpleNamespace
from typing import Any

import pytest
from webtest import TestApp

from corefw.config import Configurator
from corefw.exceptions import ConfigurationError
from corefw.hooks import ShellNames
from corefw.httpexceptions import HTTPBadRequest
from corefw.ports import Persistence
from corefw_memory import MemoryPersistence, MemoryUnitOfWork
from corefw_memory.addon import MemoryAddon


class Cards(ABC):
    @abstractmethod
    def add(self, title: str) -> int: ...
    @abstractmethod
    def titles(self) -> list[str]: ...


class MemoryCards(Cards):
    """A repository as an application writes it."""

    def __init__(self, unit: MemoryUnitOfWork) -> None:
        self.cards = unit.table("cards", str)

    def add(self, title: str) -> int:
        key = self.cards.new_id()
        self.cards.put(key, title)
        return key

    def titles(self) -> list[str]:
        return self.cards.values()


def add(request: Any) -> Any:
    cards = request.component(Cards, request.unit_of_work)
    cards.add(request.params["title"])
    if request.params.get("fail"):
        raise HTTPBadRequest
    return {"titles": cards.titles()}


def lose(request: Any) -> Any:
    """Write what another unit, which commits meanwhile, writes as well."""
    request.unit_of_work.table("cards").put(1, "mine")
    with request.registry.port(Persistence).begin() as other:
        other.table("cards").put(1, "another's")
    return {}


def configured(**settings: Any) -> Configurator:
    given = {"corefw.addons": ["memory"]} | {key.replace("__", "."): value for key, value in settings.items()}
    config = Configurator(settings=given, package="corefw_memory")
    config.add_adapter(MemoryCards, for_=MemoryUnitOfWork, provides=Cards)
    for view in (add, lose):
        config.add_route(view.__name__, f"/{view.__name__}")
        config.add_view(view, route_name=view.__name__, renderer="json")
    return config


def application(**settings: Any) -> Any:
    return configured(**settings).make_wsgi_app()


def stored(app: Any) -> list[str]:
    with app.registry.port(Persistence).begin() as unit:
        return list(unit.table("cards").values())


def test_a_request_commits_what_its_repository_wrote() -> None:
    """The repository is an adapter of the unit of work."""
    app = application()

    assert ["a"] == TestApp(app).get("/add?title=a").json["titles"]
    assert ["a"] == stored(app)


def test_a_request_that_fails_leaves_nothing() -> None:
    """Its unit of work is aborted."""
    app = application()
    TestApp(app).get("/add?title=a&fail=1", status=400)

    assert [] == stored(app)


def test_a_request_that_lost_a_race_is_told_to_try_again() -> None:
    """409, with nothing of it kept."""
    app = application()

    response = TestApp(app).get("/lose", status=409)

    assert "Somebody else changed the same at this moment. Try again." in response.text
    assert "0" == response.headers["Retry-After"]
    assert ["another's"] == stored(app)


def test_two_applications_share_nothing() -> None:
    """Each has its own store."""
    first, second = application(), application()
    TestApp(first).get("/add?title=a")

    assert [] == stored(second)


def test_the_name_of_the_store_comes_from_the_settings() -> None:
    """It is shown by health."""
    assert '"visits"' in application(memory__name="visits").registry.port(Persistence).health().detail


def test_a_misspelt_setting_is_told_with_the_right_one() -> None:
    """Unknown keys are errors."""
    with pytest.raises(ConfigurationError, match='Did you mean "name"'):
        application(memory__nam="x")


def test_an_application_that_needs_durable_does_not_start() -> None:
    """The memory of a process is not."""
    config = configured()
    config.require_capability("persistence", "savepoints")
    config.require_capability("persistence", "durable")

    with pytest.raises(ConfigurationError, match='requires the capability "durable" of the port persistence'):
        config.make_wsgi_app()


def test_the_shell_has_a_unit_of_work() -> None:
    """Unless another addon fills the port."""
    app = application()
    names = MemoryAddon().shell_names(ShellNames(app, app.registry))
    other: Any = SimpleNamespace(port=lambda contract: object())

    assert isinstance(names["unit"], MemoryUnitOfWork)
    assert {} == MemoryAddon().shell_names(ShellNames(app, other))


def test_the_provider_of_the_application_is_in_memory() -> None:
    """Found through the port."""
    assert isinstance(application().registry.port(Persistence), MemoryPersistence)
