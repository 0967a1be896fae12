"""A typed ABC is a zope interface as well, and a port names its capabilities."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zope.interface import Interface, implementedBy, providedBy
from zope.interface.registry import Components

from corefw.contracts.contract import as_interface, capabilities_of, port, port_name_of
from tests.modules import Folder, on_the_path


@port("storage", capabilities=("durable", "fast"))
class Storage(ABC):
    """Keeps things."""

    @abstractmethod
    def keep(self, thing: str) -> None: ...


class Disk(Storage):
    def keep(self, thing: str) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with on_the_path(tmp_path) as folder:
        yield folder


def test_the_interface_of_a_class_is_made_once() -> None:
    """Its name, module and docstring are those of the class."""
    found = as_interface(Storage)

    assert found is as_interface(Storage)
    assert ("Storage", __name__, "Keeps things.") == (found.__name__, found.__module__, found.__doc__)
    assert Interface in found.__bases__


def test_an_interface_is_itself() -> None:
    """Directives take either."""

    class IThing(Interface): ...

    assert IThing is as_interface(IThing)


def test_a_subclass_provides_the_interface_of_its_contract() -> None:
    """Nobody declares it by hand."""
    assert as_interface(Storage) in list(implementedBy(Disk))
    assert as_interface(Storage).providedBy(Disk())


def test_a_subclass_made_before_the_interface_provides_it_too() -> None:
    """The order of making does not matter."""

    class Late: ...

    class Early(Late): ...

    thing = Early()
    assert [] == list(providedBy(thing))

    assert as_interface(Late).providedBy(thing)


def test_the_interface_of_a_contract_extends_that_of_its_base() -> None:
    """What provides the special contract is found by the general one, as with zope's own."""

    @port("special storage")
    class Special(Storage): ...

    class Mixed(Special, Storage): ...

    class Thing(Special):
        def keep(self, thing: str) -> None: ...

    registry = Components()
    registry.registerUtility(Thing(), as_interface(Special))

    assert as_interface(Special).extends(as_interface(Storage))
    assert (as_interface(Special),) == as_interface(Mixed).__bases__
    assert isinstance(registry.getUtility(as_interface(Storage)), Thing)


def test_a_subclass_has_an_interface_of_its_own() -> None:
    """It is kept in the class's own dictionary, so a subclass does not find its base's."""
    assert as_interface(Disk) is not as_interface(Storage)
    assert not as_interface(Disk).implementedBy(Storage)


def test_a_reload_makes_another_interface(folder: Folder) -> None:
    """Nothing is kept outside the class."""
    text = "from abc import ABC\nclass Contract(ABC): ...\n"
    module = folder.module("reloaded_contract", text)
    before = as_interface(module.Contract)

    assert before is not as_interface(importlib.reload(module).Contract)


@pytest.mark.parametrize("thing", [1, "storage", lambda: None, int, dict])
def test_what_is_neither_is_refused(thing: Any) -> None:
    """Builtin classes take no interface, and the rest are no classes."""
    with pytest.raises(TypeError):
        as_interface(thing)


def test_a_port_tells_its_name_and_capabilities() -> None:
    """A provider's class tells them, too."""
    assert "storage" == port_name_of(Storage) == port_name_of(Disk)
    assert frozenset({"durable", "fast"}) == capabilities_of(Disk)


def test_what_is_no_port_is_refused_with_what_to_do() -> None:
    """The message names the class."""

    class Plain: ...

    with pytest.raises(TypeError, match=r"Plain is not a port: decorate its ABC with @port\(name\)"):
        capabilities_of(Plain)


def test_one_text_is_not_several_capabilities() -> None:
    """A forgotten comma does not make a capability of every letter."""
    with pytest.raises(TypeError, match="'durable'"):
        port("storage", capabilities="durable")
