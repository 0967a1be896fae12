"""What takes part in configuration provides the interfaces that Pyramid documents."""

from __future__ import annotations

from typing import Any

import pytest
from zope.interface.verify import verifyObject

from corefw import interfaces
from corefw.config import PHASE0_CONFIG, PHASE3_CONFIG, Configurator
from corefw.response import Response

SEEN: dict[str, Any] = {}


def deriver(view: Any, info: Any) -> Any:
    """Note what a deriver is told."""
    SEEN["IViewDeriverInfo"] = info
    return view


class Weekday:
    """A predicate that notes what its factory is told."""

    def __init__(self, value: Any, info: Any) -> None:
        SEEN["IPredicateInfo"] = info

    def text(self) -> str:
        """Say something."""
        return "weekday"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:
        """Agree."""
        return True


class Mapper:
    """A mapper, made with the options of a view."""

    def __init__(self, **options: Any) -> None:
        pass

    def __call__(self, view: Any) -> Any:
        """Return the view."""
        return view


@pytest.fixture(scope="module", autouse=True)
def _application() -> None:
    """Build an application that uses everything."""
    config = Configurator()
    SEEN["IActionInfo"] = config.action_info
    config.add_view_deriver(deriver)
    config.add_view_predicate("weekday", Weekday)
    config.add_view(lambda context, request: Response("x"), weekday="monday", mapper=Mapper)
    app = config.make_wsgi_app()
    SEEN["IRouter"] = app
    SEEN["IIntrospector"] = app.registry.introspector
    SEEN["IIntrospectable"] = app.registry.introspector.get_category("views")[-1]["introspectable"]


@pytest.mark.parametrize(
    "name",
    ["IActionInfo", "IIntrospectable", "IIntrospector", "IPredicateInfo", "IRouter", "IViewDeriverInfo"],
)
def test_an_object_provides_its_interface(name: str) -> None:
    """With every member, and methods that take the documented arguments."""
    assert verifyObject(getattr(interfaces, name), SEEN[name])


def test_the_phases_have_names_here_too() -> None:
    """Pyramid documents them in its interfaces."""
    assert (PHASE0_CONFIG, PHASE3_CONFIG) == (interfaces.PHASE0_CONFIG, interfaces.PHASE3_CONFIG)
