"""Routes: where they come from, in which order they are tried, what they lead to."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from tests.modules import Folder
from tests.wsgi import ask

SCANNED = """
    from corefw.config import route_config
    from corefw.response import Response
    from corefw.view import view_config

    def answer(request):
        return Response(request.matched_route.name)

    class anything:
        pass
"""


def named(request: Any) -> Response:
    """Answer with the name of the route."""
    return Response(request.matched_route.name)


def scanned(*rows: tuple[str, str]) -> str:
    """Return a module with decorated routes in that order."""
    decorated = [
        f'@route_config(name="{name}", pattern="{pattern}")\n'
        f'@view_config(route_name="{name}")\ndef {name}(request):\n    return Response("{name}")\n'
        for name, pattern in rows
    ]
    head = "from corefw.config import route_config\nfrom corefw.response import Response\n"
    return head + "from corefw.view import view_config\n\n" + "\n\n".join(decorated)


def test_scanned_routes_are_tried_by_specificity(folder: Folder) -> None:
    """The order of decorators in a module means nothing: literal, typed, plain, expression, star."""
    folder.module(
        "site_pages",
        scanned(
            ("rest", "/x/*rest"),
            ("own", "/x/{v:[a-z0-9]+}"),
            ("plain", "/x/{v}"),
            ("typed", "/x/{v:int}"),
            ("partly", "/x/a{v}"),
            ("literal", "/x/new"),
        ),
    )
    config = Configurator()
    config.scan("site_pages")
    app = config.make_wsgi_app()

    assert ["literal", "partly", "typed", "plain", "rest"] == [
        ask(app, f"/x/{path}").text for path in ("new", "abc", "7", "é", "a/b")
    ]


def test_a_scan_stands_at_the_place_of_its_call(folder: Folder) -> None:
    """Routes declared by calls before and after a scan are tried before and after its routes."""
    folder.module("site_pages", scanned(("inside", "/{v}"), ("also", "/{v}/x")))
    config = Configurator()
    config.add_route("before", "/b{v}")
    config.add_view(named, route_name="before")
    config.scan("site_pages")
    config.add_route("after", "/a{v}")
    config.add_route("last", "/{a}/{b}")
    for name in ("after", "last"):
        config.add_view(named, route_name=name)
    app = config.make_wsgi_app()

    assert ["before", "inside", "also", "last"] == [
        ask(app, path).text for path in ("/bcd", "/abc", "/a/x", "/a/y")
    ]


def test_a_call_after_a_scan_of_a_single_route_comes_after_it(folder: Folder) -> None:
    """However little a scan declares, what is declared next is tried next."""
    folder.module(
        "site_pages",
        """
        from corefw.config import route_config

        @route_config(name="inside", pattern="/{v}")
        class Page:
            pass
        """,
    )
    config = Configurator()
    config.scan("site_pages")
    config.add_route("after", "/{w}")
    config.add_view(named, route_name="inside")
    config.add_view(named, route_name="after")

    assert "inside" == ask(config.make_wsgi_app(), "/x").text


def test_two_scans_are_two_blocks(folder: Folder) -> None:
    """A star of the first scan is tried before a literal of the second."""
    folder.module("site_first", scanned(("star", "/*rest")))
    folder.module("site_second", scanned(("literal", "/x")))
    config = Configurator()
    config.scan("site_first")
    config.scan("site_second")

    assert "star" == ask(config.make_wsgi_app(), "/x").text


def test_a_prefix_stands_before_every_pattern() -> None:
    """Prefixes of nested includes add up; an address of elsewhere has none."""
    config = Configurator(route_prefix="/outer/")

    def inner(config: Any) -> None:
        config.add_route("page", "page")
        config.add_route("root", "")
        config.add_route("slashless", "", inherit_slash=True)
        config.add_route("elsewhere", "https://cdn.example/{file}")
        with config.route_prefix_context("deep"):
            config.add_route("deep", "/page")
        for name in ("page", "root", "slashless", "deep"):
            config.add_view(named, route_name=name)

    config.include(inner, route_prefix="inner")
    app = config.make_wsgi_app()

    assert ["page", "root", "slashless", "deep"] == [
        ask(app, f"/outer/inner{path}").text for path in ("/page", "/", "", "/deep/page")
    ]
    assert "https://cdn.example/x.js" == app.make_request().route_url("elsewhere", file="x.js")
    assert 404 == ask(app, "/x.js").status


def test_a_route_that_is_static_makes_urls_only() -> None:
    """``static=True`` says that another server answers."""
    config = Configurator()
    config.add_route("old", "/old/{id}", static=True)
    app = config.make_wsgi_app()

    assert 404 == ask(app, "/old/7").status
    assert "/old/7" == app.make_request().route_path("old", id=7)


def test_a_route_without_a_view_is_not_found() -> None:
    """A matched route needs a view, as Pyramid documents it."""
    config = Configurator()
    config.add_route("bare", "/bare")
    config.add_view(lambda request: Response("of no route"), name="bare")

    assert 404 == ask(config.make_wsgi_app(), "/bare").status


def test_a_route_may_admit_global_views() -> None:
    """With ``use_global_views`` a view of no route answers where the route has none of that name."""
    config = Configurator()
    config.add_route("open", "/open/*traverse", use_global_views=True)
    config.add_route("own", "/own/*traverse", use_global_views=True)
    config.add_view(lambda request: Response("global"), context=dict, name="info")
    config.add_view(lambda request: Response("own"), route_name="own", name="info")
    config.set_root_factory(lambda request: {})
    app = config.make_wsgi_app()

    assert "global" == ask(app, "/open/info").text
    assert "own" == ask(app, "/own/info").text


def test_the_factory_of_a_route_makes_its_context() -> None:
    """The view is chosen by what the factory returns, which is ``request.context``."""
    config = Configurator()
    config.add_route("number", "/n/{n:int}", factory=lambda request: request.matchdict["n"])
    config.add_view(lambda context, request: Response(f"number {context}"), route_name="number", context=int)
    config.add_route("text", "/t/{t}", factory=lambda request: request.matchdict["t"])
    config.add_view(lambda request: Response(f"text {request.context}"), route_name="text", context=str)
    config.add_view(lambda request: Response("never"), route_name="text", context=int)
    app = config.make_wsgi_app()

    assert ["number 7", "text x"] == [ask(app, path).text for path in ("/n/7", "/t/x")]


def test_a_route_may_be_traversed() -> None:
    """``*traverse`` and ``traverse=`` walk from the root of the route; typed values are text then."""
    config = Configurator()
    tree: dict[str, Any] = {"a": {"7": {}}}
    config.add_route("star", "/star/*traverse", factory=lambda request: tree)
    config.add_route("said", "/said/{name}/{n:int}", traverse="/{name}/{n}", factory=lambda request: tree)

    def show(context: Any, request: Any) -> Response:
        return Response(f"{context} {request.view_name!r} {request.subpath} {request.traversed}")

    for name in ("star", "said"):
        config.add_view(show, route_name=name)
        config.add_view(show, route_name=name, name="edit")
    app = config.make_wsgi_app()

    assert "{'7': {}} '' () ('a',)" == ask(app, "/star/a").text
    assert "{} 'edit' ('x', 'y') ('a', '7')" == ask(app, "/star/a/7/edit/x/y").text
    assert "{} '' () ('a', '7')" == ask(app, "/said/a/7").text
    assert 404 == ask(app, "/said/a/8").status


def test_a_star_named_subpath_is_the_subpath() -> None:
    """As Pyramid documents it for ``*subpath``."""
    config = Configurator()
    config.add_route("files", "/files/*subpath")
    config.add_view(lambda request: Response(repr(request.subpath)), route_name="files")

    assert "('a', 'b')" == ask(config.make_wsgi_app(), "/files/a/b").text


def test_a_traversal_that_its_pattern_cannot_fill_is_refused() -> None:
    """A misspelt name is found when the application is built, not by a request."""
    config = Configurator()
    config.add_route("card", "/card/{name}", traverse="/cards/{nmae}")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-513" == problem.code
    assert (
        'The traversal "/cards/{nmae}" needs "nmae", which the pattern "/card/{name}" does not give. '
        'Did you mean "name"?'
    ) == problem.what
    assert ["test_route.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


def test_an_unknown_argument_of_a_route_is_refused_whole() -> None:
    """The text names the argument, what was probably meant, and the place."""
    config = Configurator()
    config.add_route("card", "/card", request_metod="GET")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    (witness,) = problem.witnesses
    assert (
        'CFW-501  The route "card" has an unknown argument "request_metod". '
        'Did you mean "request_method"?\n\n'
        f'  {witness.owner}   {witness.place}   config.add_route("card", "/card", request_metod="GET")\n\n'
        "  Choose one:\n"
        "    request_method was meant    write  request_method=...\n"
        '    a predicate is to take it   config.add_route_predicate("request_metod", Factory)\n'
        "    an addon brings it          enable the addon in [corefw], or include it"
    ) == str(caught.value)


def test_a_route_needs_a_pattern() -> None:
    """A name alone matches nothing."""
    with pytest.raises(ConfigurationError, match=r'CFW-511  The route "card" has no pattern\.'):
        Configurator().add_route("card")


@pytest.mark.parametrize("name", [3, None, ""])
def test_the_name_of_a_route_is_text(name: Any) -> None:
    """Anything else is refused at the call."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_route(name, "/card")

    (problem,) = caught.value.problems
    assert ("CFW-204", f"The name of a route is text, and is {name!r} here.") == (problem.code, problem.what)


def test_a_pattern_is_text() -> None:
    """Anything else is refused at the call."""
    pattern: Any = 3
    with pytest.raises(
        ConfigurationError, match=r'CFW-511  The pattern of the route "card" must be text, and is 3\.'
    ):
        Configurator().add_route("card", pattern)


def test_two_routes_of_one_name_are_a_conflict() -> None:
    """Both places are in the error."""
    config = Configurator()
    config.add_route("card", "/a")
    config.add_route("card", "/b")

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    assert ['config.add_route("card", "/a")', 'config.add_route("card", "/b")'] == sorted(
        row.place.source for row in caught.value.problems[0].witnesses
    )


def test_predicates_of_a_route_send_the_request_on() -> None:
    """A route whose predicates refuse is as if it did not match."""
    config = Configurator()
    config.add_route("post", "/x", request_method="POST")
    config.add_route("ajax", "/x", xhr=True)
    config.add_route("json", "/x", accept="application/json", header="X-Api:2")
    config.add_route("asked", "/x", request_param="q=1", path_info="/x")
    config.add_route("rest", "/x")
    for name in ("post", "ajax", "json", "asked", "rest"):
        config.add_view(named, route_name=name)
    app = config.make_wsgi_app()

    assert ["post", "ajax", "json", "asked", "rest", "rest"] == [
        ask(app, "/x", method, query=query, headers=headers).text
        for method, query, headers in (
            ("POST", "", {}),
            ("GET", "", {"X-Requested-With": "XMLHttpRequest"}),
            ("GET", "", {"Accept": "application/json", "X-Api": "2"}),
            ("GET", "q=1", {}),
            ("GET", "q=2", {}),
            ("GET", "", {"Accept": "application/json"}),
        )
    ]
