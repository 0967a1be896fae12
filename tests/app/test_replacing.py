"""``replaces=`` for what applications are made of: decorators, directives, the lock, and why."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from corefw.app.configurator import Configurator
from corefw.base.errors import ConfigurationError
from corefw.engine.drift import compare
from corefw.engine.lockfile import lock_of
from corefw.operate.inspection.plan import plan_rows
from corefw.operate.why.names import answers_for_name
from tests.app.enabled import PAGE, PAGES, configurator
from tests.modules import Folder
from tests.wsgi import ask

PROMO = """
from corefw.response import Response
from corefw.view import view_config


@view_config(route_name="page", replaces="pages")
def promo(request):
    return Response("half the price")


def includeme(config):
    config.scan("promo")
"""

SCANNING = """
def configure(self, event: Configure) -> None:
    event.config.scan("promo")
"""


@pytest.fixture
def promo(folder: Folder) -> Folder:
    """An addon with a page, and another that has a page for the same route."""
    folder.addon("pages", PAGES, imports=PAGE, version="1.0")
    folder.addon("b", SCANNING, version="0.2")
    folder.module("promo", PROMO)
    return folder


def lock(config: Configurator) -> Any:
    return lock_of(config.plan, versions={}, modules={})


def test_a_decorated_view_replaces_that_of_another_addon(promo: Folder) -> None:
    """The plan, the lock, its difference and why tell it."""
    config = configurator("pages", "b")
    before = configurator("pages")
    app, _ = config.make_wsgi_app(), before.make_wsgi_app()

    assert (200, "half the price") == ask(app, "/page").said
    (beaten,) = config.plan.select(kind="view", state="overridden", owner="pages")
    assert 'b 0.2 says replaces="pages" at promo.py:5' == beaten.reason
    (row,) = [row for row in plan_rows(config.plan, owner="b") if row.kind == "view"]
    assert ("active", ("pages",)) == (row.state, row.replaces)
    (line,) = [row for row in lock(config).rows if row.kind == "view"]
    assert "replaces pages (tiny_pages/addon.py)" == line.overrides
    (change,) = [change.text for change in compare(lock(before), lock(config)) if change.what == "changed"]
    assert change.endswith("moved from pages to b: replaces pages (tiny_pages/addon.py)")
    (answer,) = answers_for_name(app.registry, "page")
    assert [('view of the route "page"', "overridden")] == [(row.what, row.state) for row in answer.lost]
    (answer,) = answers_for_name(app.registry, "promo.promo")
    assert ['b 0.2 says replaces="pages" at promo.py:5'] == [row.reason for row in answer.lost]


def test_without_it_the_two_are_a_conflict_that_offers_it(promo: Folder) -> None:
    """The whole text; what it says can be pasted and then works, as the test above shows."""
    promo.module("promo2", PROMO.replace(', replaces="pages"', "").replace('"promo"', '"promo2"'))
    promo.addon("c", SCANNING.replace("promo", "promo2"), version="0.2")

    with pytest.raises(ConfigurationError) as caught:
        configurator("pages", "c").make_wsgi_app()

    assert (
        'CFW-201  Two declarations are about the same view of the route "page".\n'
        "\n"
        '  c 0.2       promo2.py:5              @view_config(route_name="page")\n'
        '  pages 1.0   tiny_pages/addon.py:20   event.config.add_view(page, route_name="page")\n'
        "\n"
        "  Neither of c 0.2 and pages 1.0 includes the other, so there is no rule to prefer one:\n"
        "    promo2.py:5              by way of the addon c\n"
        "    tiny_pages/addon.py:20   by way of the addon pages\n"
        "\n"
        "  Choose one:\n"
        '    c should replace pages   add  replaces="pages"  at promo2.py:5\n'
        "    both are needed          give one another name=, request_method=, accept= or other predicate\n"
        '    c is not wanted          disable = ["c"]   in [corefw]'
    ) == str(caught.value).replace("addon.py:" + line_in(caught.value), "addon.py:20")


def line_in(error: ConfigurationError) -> str:
    """Return the line of the addon, which the writing of manifests may move."""
    (line,) = {
        str(witness.place.line) for witness in error.problems[0].witnesses if witness.owner == "pages 1.0"
    }
    return line


@pytest.mark.parametrize(
    ("say", "args", "key"),
    [
        ("add_route", ("r", "/other"), 'route "r"'),
        ("add_notfound_view", (), "view for HTTPNotFound"),
        ("set_root_factory", (lambda request: None,), "root factory"),
        ("add_renderer", (".x", lambda info: None), 'renderer ".x"'),
    ],
)
def test_every_directive_takes_it(say: str, args: Any, key: str) -> None:
    """By the thing itself, whatever arguments the directive has."""
    config = Configurator()
    config.include(lambda inner: getattr(inner, say)(*args))
    config.include(lambda inner: getattr(inner, say)(*args, replaces=key))

    config.commit()

    replaced = [row for row in config.plan if row.state == "overridden" and "says replaces=" in row.reason]
    assert [key] == [row.title for row in replaced]


def test_view_defaults_do_not_take_it() -> None:
    """What a class says for all its views replaces nothing of its own; it is told, not forgotten."""
    config = Configurator()

    class Pages:
        __view_defaults__: ClassVar[dict[str, str]] = {"replaces": "shop"}

        def page(self) -> None: ...

    config.add_view(Pages, attr="page", renderer="json")

    with pytest.raises(ConfigurationError, match='has an unknown argument "replaces"'):
        config.commit()


def one(handler: Any, registry: Any) -> Any:
    return handler


two = three = one


def test_a_circle_of_tweens_is_a_path() -> None:
    """The whole text of what cannot be put in an order."""
    config = Configurator()
    names = [f"{__name__}.{name}" for name in ("one", "two", "three")]
    for name, under in zip(names, [*names[1:], names[0]], strict=True):
        config.add_tween(name, under=under)

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    circle = problem.what.removeprefix("The order of the tweens contradicts itself: ").rstrip(".")
    path = circle.split(" -> ")
    assert "CFW-520" == problem.code
    assert (path[0], 4) == (path[-1], len(path))
    assert set(names) == set(path)


def test_a_circle_of_predicates_names_every_place() -> None:
    """The whole text but for the lines; none of them is in use."""
    config = Configurator()
    config.add_view_predicate("one", object, weighs_more_than="two")
    config.add_view_predicate("two", object, weighs_more_than="one")
    config.add_view_predicate("three", object)

    with pytest.raises(ConfigurationError) as caught:
        config.commit()

    (problem,) = caught.value.problems
    assert "CFW-502  The weights of the view predicates contradict each other: " in str(problem)
    assert [
        'config.add_view_predicate("one", object, weighs_more_than="two")',
        'config.add_view_predicate("two", object, weighs_more_than="one")',
    ] == [witness.place.source for witness in problem.witnesses]
    failed = config.plan.select(kind="view predicate", state="failed")
    assert ["one", "two"] == [row.key[1] for row in failed if isinstance(row.key, tuple)]
