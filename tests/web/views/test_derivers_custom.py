"""Derivers of an application's own: where they stand, and what they are told."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from corefw.viewderivers import VIEW
from tests.wsgi import ask


def plain(request: Any) -> Response:
    """Answer with a word."""
    return Response("plain")


class Trace:
    """A deriver that writes down when it is passed."""

    options = ("traced",)

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, view: Any, info: Any) -> Any:
        if not info.options.get("traced"):
            return view

        def traced(context: Any, request: Any) -> Any:
            request.environ.setdefault("trace", []).append(self.__name__)
            return view(context, request)

        return traced


def traced_order(*rows: tuple[str, dict[str, Any]], **view_options: Any) -> list[str]:
    """Return the order in which derivers declared so are passed."""
    seen: list[str] = []

    def view(request: Any) -> Response:
        seen.extend([*request.environ["trace"], "view"])
        return Response("x")

    config = Configurator()
    for name, options in rows:
        config.add_view_deriver(Trace(name), **options)
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", traced=True, **view_options)
    ask(config.make_wsgi_app(), "/it")
    return seen


def test_a_deriver_stands_where_it_is_put() -> None:
    """Between the decorators and the renderer by default; anywhere by ``under`` and ``over``."""
    order = traced_order(
        ("innermost", {"under": "rendered_view", "over": "VIEW"}),
        ("middle", {}),
        ("outermost", {"under": "INGRESS", "over": "secured_view"}),
        ("outer", {"under": ("secured_view", "outermost"), "over": ("csrf_view", "middle")}),
    )

    assert ["outermost", "outer", "middle", "innermost", "view"] == order


def test_of_derivers_in_one_place_the_later_is_outside() -> None:
    """As the later of two tweens is, and as in Pyramid."""
    assert ["second", "first", "view"] == traced_order(("first", {}), ("second", {}))


def test_a_deriver_sees_what_a_view_was_declared_with() -> None:
    """Registry, package, settings, options, predicates, the view itself."""
    seen: list[Any] = []

    def looking(view: Any, info: Any) -> Any:
        if info.original_view is plain:
            seen.append(info)
        return view

    config = Configurator(settings={"corefw.debug": True})
    config.add_view_deriver(looking)
    config.add_route("it", "/it")
    config.add_view(plain, route_name="it", request_param="a")
    config.make_wsgi_app()

    (info,) = seen
    assert ("it", ["request_param"], False, True) == (
        info.options["route_name"],
        [row.name for row in info.predicates],
        info.exception_only,
        info.settings["corefw.debug"],
    )
    assert info.registry is config.registry
    assert info.package.__name__


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"name": "INGRESS"}, 'The deriver "INGRESS" cannot stand outside INGRESS or inside VIEW.'),
        ({"under": "VIEW"}, 'The deriver "same" cannot stand outside INGRESS or inside VIEW.'),
        ({"over": "INGRESS"}, 'The deriver "same" cannot stand outside INGRESS or inside VIEW.'),
    ],
)
def test_a_deriver_cannot_stand_at_the_ends(options: dict[str, Any], what: str) -> None:
    """INGRESS and VIEW are the ends themselves."""

    def same(view: Any, info: Any) -> Any:
        return view

    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_view_deriver(same, **options)

    assert ("CFW-507", what) == (caught.value.problems[0].code, caught.value.problems[0].what)


def test_derivers_that_contradict_each_other_are_refused() -> None:
    """A circle is shown as a path, once, with the place of a deriver that is on it."""
    config = Configurator()
    config.add_view_deriver(Trace("early"), over="secured_view")
    for number in range(3):
        config.add_route(f"r{number}", f"/{number}")
        config.add_view(plain, route_name=f"r{number}")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-507" == problem.code
    assert "early -> secured_view" in problem.what


def test_a_deriver_of_an_application_replaces_one_of_corefw() -> None:
    """By taking its name; what stands where stays as it was."""

    def shouting(view: Any, info: Any) -> Any:
        return lambda context, request: Response(str(view(context, request)).upper())

    config = Configurator()
    config.add_view_deriver(shouting, name="rendered_view", under="decorated_view", over="VIEW")
    config.add_route("it", "/it")
    config.add_view(lambda request: "quiet", route_name="it")

    assert "QUIET" == ask(config.make_wsgi_app(), "/it").text


def test_an_option_of_a_deriver_is_an_argument_of_views() -> None:
    """Whoever names it without the deriver is told."""
    config = Configurator()
    config.add_view(plain, traced=True)

    with pytest.raises(ConfigurationError, match='unknown argument "traced"'):
        config.make_wsgi_app()


class Delegating:
    """A view around a view, whose other attributes are those of the one inside, as proxies have them."""

    def __init__(self, view: Any) -> None:
        self.view = view

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)

    def __call__(self, context: Any, request: Any) -> Any:
        response = self.view(context, request)
        return response if isinstance(response, Response) else f"around {response}"


@pytest.mark.parametrize("view", [lambda request: "it", lambda context, request: "it"])
def test_a_deriver_may_return_an_object_that_speaks_for_the_view(view: Any) -> None:
    """It is called all the same, whatever it answers when it is asked whose method it is."""
    config = Configurator()
    config.add_view_deriver(
        lambda view, info: Delegating(view), "delegating", under="rendered_view", over=VIEW
    )
    config.add_route("it", "/it")
    config.add_view(view, route_name="it", renderer="string")

    assert "around it" == ask(config.make_wsgi_app(), "/it").text


def test_an_object_around_the_check_of_other_sites_requests_is_called_for_safe_methods_too() -> None:
    """The check is left out for them, and nothing else."""
    passed: list[str] = []

    class Passed(Delegating):
        def __call__(self, context: Any, request: Any) -> Any:
            passed.append(request.method)
            return self.view(context, request)

    config = Configurator()
    config.add_view_deriver(lambda view, info: Passed(view), "passed", under="secured_view", over="csrf_view")
    config.add_route("it", "/it")
    config.add_view(plain, route_name="it")
    app = config.make_wsgi_app()

    assert [200, 200] == [ask(app, "/it", method=method).status for method in ("GET", "POST")]
    assert ["GET", "POST"] == passed
