"""The configurator as a context: which request and which package it speaks for."""

from __future__ import annotations

from typing import Any

from corefw.config import Configurator
from corefw.request import Request
from corefw.threadlocal import RequestContext, get_current_request
from tests.modules import Folder


def test_a_request_is_current_until_the_end() -> None:
    """As often as it was begun; an end too many does nothing."""
    config = Configurator()
    first, second = Request.blank("/"), Request.blank("/")
    seen: list[Any] = []
    config.begin(first)
    seen.append(get_current_request())
    config.begin(second)
    seen.append(get_current_request())
    config.end()
    seen.append(get_current_request())
    config.end()
    config.end()

    assert [first, second, first] == seen
    assert None is get_current_request()


def test_without_a_request_the_current_one_stays_if_it_is_of_this_registry() -> None:
    """As Pyramid documents it; that of another application does not, and None is none."""
    config, other = Configurator(), Configurator()
    request = Request.blank("/")
    request.registry = config.registry
    seen: list[Any] = []
    with RequestContext(request):
        for each, args in ((config, ()), (other, ()), (config, (None,))):
            each.begin(*args)
            seen.append(get_current_request())
            each.end()

    assert [request, None, None] == seen


def test_what_is_included_has_its_own_package_and_the_first_root_package(folder: Folder) -> None:
    """``with_package`` changes the one and keeps the other."""
    folder.write("site_inner/__init__.py", "def includeme(config):\n    config.registry['seen'] = config\n")
    config = Configurator(package="json")
    config.include("site_inner")
    inner = config.registry["seen"]

    assert ("json", "site_inner", "json") == (
        config.root_package.__name__,
        inner.package.__name__,
        inner.root_package.__name__,
    )
    assert "xml" == config.with_package("xml").package.__name__
    assert "json" == config.with_package("xml").root_package.__name__
    assert "xml" == Configurator(package="json", root_package="xml").root_package.__name__
