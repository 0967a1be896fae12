"""URLs of routes: every keyword, and what no value can do to an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from corefw.config import Configurator
from corefw.response import Response
from corefw.url import route_path, route_url, urlencode
from corefw.web.routing.route import Route
from tests.wsgi import ask


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application with a route of every kind."""
    config = Configurator(settings={"corefw.allowed_hosts": ["*"]})
    config.add_route("home", "/")
    config.add_route("card", "/cards/{id:int}")
    config.add_route("name", "/names/{name}")
    config.add_route("day", "/days/{day:date}")
    config.add_route("files", "/files/*rest")
    config.add_route("any", "/{path:.*}")
    config.add_route("cdn", "https://cdn.example/{file}")
    config.add_route("signed", "/signed/{a}", pregenerator=sign)
    config.add_view(current, route_name="card")
    config.add_view(current, route_name="files")
    return config.make_wsgi_app()


def sign(request: Any, elements: Any, kw: dict[str, Any]) -> Any:
    """Add an element, and a query, to every URL."""
    kw.setdefault("_query", {"key": "k"})
    return (*elements, "end"), kw


def current(request: Any) -> Response:
    """Answer with the current address, and one that is changed."""
    if request.matched_route.name == "files":
        return Response(request.current_route_path("x", _anchor="a"))
    return Response(
        f"{request.current_route_url()} {request.current_route_url(id=8, _query={'q': 2})} "
        f"{request.current_route_path(_route_name='name', name='n')}"
    )


@pytest.fixture
def request_(app: Any) -> Any:
    """Return a request of the application."""
    return app.make_request("/", base_url="http://localhost:8080")


@pytest.mark.parametrize(
    ("name", "elements", "values", "url"),
    [
        ("home", (), {}, "/"),
        ("card", (), {"id": 7}, "/cards/7"),
        ("name", (), {"name": "é/ü ?"}, "/names/%C3%A9%2F%C3%BC%20%3F"),
        ("day", (), {"day": date(2024, 2, 29)}, "/days/2024-02-29"),
        ("files", (), {"rest": ("a", "b c")}, "/files/a/b%20c"),
        ("files", (), {"rest": "a/b"}, "/files/a/b"),
        ("name", ("x", "y/z", 1), {"name": "n"}, "/names/n/x/y%2Fz/1"),
        ("home", ("x",), {}, "/x"),
        ("signed", (), {"a": "b"}, "/signed/b/end?key=k"),
        ("signed", (), {"a": "b", "_query": {}}, "/signed/b/end"),
        ("card", (), {"id": 7, "_query": {"a": 1, "b": ["x", "y"], "c": None}}, "/cards/7?a=1&b=x&b=y&c="),
        (
            "card",
            (),
            {"id": 7, "_query": [("a", "&;=\r\n "), ("a", "é")]},
            "/cards/7?a=%26%3B%3D%0D%0A+&a=%C3%A9",
        ),
        ("card", (), {"id": 7, "_query": "a=1&b=é#"}, "/cards/7?a=1&b=%C3%A9%23"),
        ("card", (), {"id": 7, "_query": {}}, "/cards/7"),
        ("card", (), {"id": 7, "_anchor": "é #x"}, "/cards/7#%C3%A9%20%23x"),
    ],
)
def test_a_path_is_made(
    request_: Any, name: str, elements: tuple[Any, ...], values: dict[str, Any], url: str
) -> None:
    """Values, elements, query and anchor are encoded as RFC 3986 asks."""
    assert url == request_.route_path(name, *elements, **dict(values))
    assert f"http://localhost:8080{url}" == request_.route_url(name, *elements, **dict(values))


@pytest.mark.parametrize(
    ("keywords", "base"),
    [
        ({}, "http://localhost:8080"),
        ({"_scheme": "https"}, "https://localhost"),
        ({"_scheme": "https", "_port": 8443}, "https://localhost:8443"),
        ({"_port": 80}, "http://localhost"),
        ({"_port": "9000"}, "http://localhost:9000"),
        ({"_host": "example.org:90"}, "http://example.org:90"),
        ({"_host": "example.org", "_port": 91}, "http://example.org:91"),
        ({"_host": "[::1]:90"}, "http://[::1]:90"),
        ({"_host": "[::1]", "_scheme": "https"}, "https://[::1]"),
        ({"_app_url": "https://app.example/base/"}, "https://app.example/base"),
        ({"_app_url": ""}, ""),
    ],
)
def test_an_address_is_what_its_keywords_say(request_: Any, keywords: dict[str, Any], base: str) -> None:
    """Scheme, host, port and the address of the application, each alone and together."""
    assert f"{base}/cards/7" == request_.route_url("card", id=7, **keywords)


def test_an_address_of_elsewhere_keeps_its_host(request_: Any) -> None:
    """Of a route whose pattern is an address only the scheme can be changed."""
    assert "https://cdn.example/x.js" == request_.route_url("cdn", file="x.js")
    assert "http://cdn.example/x.js?v=1" == request_.route_url(
        "cdn", file="x.js", _scheme="http", _query={"v": 1}
    )


def test_an_application_below_a_path_has_it_in_its_urls(app: Any) -> None:
    """SCRIPT_NAME is encoded like everything else."""
    request = app.make_request("/", environ={"SCRIPT_NAME": "/ä b".encode().decode("latin-1")})

    assert "http://localhost/%C3%A4%20b/cards/7" == request.route_url("card", id=7)
    assert "/%C3%A4%20b/cards/7" == request.route_path("card", id=7)
    assert "https://localhost/%C3%A4%20b/" == request.route_url("home", _scheme="https")


@pytest.mark.parametrize(
    ("name", "elements", "values"),
    [
        ("any", (), {"path": "/evil.example"}),
        ("any", (), {"path": "//evil.example"}),
        ("home", ("", "evil.example"), {}),
        ("files", (), {"rest": ("", "evil.example")}),
    ],
)
def test_a_path_never_begins_with_two_slashes(
    request_: Any, name: str, elements: tuple[str, ...], values: dict[str, Any]
) -> None:
    """A browser would take such a path for another host (CVE-2018-14574)."""
    assert not request_.route_path(name, *elements, **values).startswith("//")


def test_more_values_than_a_pattern_asks_for_do_not_matter(request_: Any) -> None:
    """As Pyramid documents it, a view may hand over all it has."""
    assert "http://localhost:8080/cards/7" == request_.route_url("card", id=7, name="n")
    assert "http://localhost:8080/cards/7#a" == request_.route_url("card", id=7, name="n", _anchor="a")


@pytest.mark.parametrize("keyword", ["_query", "_anchor", "_scheme", "_host", "_port", "_app_url"])
def test_a_keyword_does_not_stand_for_a_value(request_: Any, keyword: str) -> None:
    """As many keywords as placeholders are no values yet."""
    with pytest.raises(KeyError, match="needs name"):
        request_.route_url("name", **{keyword: "8"})


def test_a_missing_value_and_a_missing_route_are_named(request_: Any) -> None:
    """The errors have the route, its pattern, what it needs, and what was probably meant."""
    with pytest.raises(KeyError) as missing:
        request_.route_url("name")
    with pytest.raises(KeyError) as unknown:
        request_.route_url("crad", id=7)

    assert 'the route "name" (/names/{name}) needs name' == missing.value.args[0]
    assert 'there is no route "crad". Did you mean "card"?' == unknown.value.args[0]


def test_an_error_of_a_value_is_not_taken_for_a_missing_one(request_: Any) -> None:
    """What a value raises when it is asked for its text is told as it is."""

    class Lost:
        def __str__(self) -> str:
            raise KeyError("of the value")

    route = request_.registry.find(Route, "name")
    calls: list[Callable[[], object]] = [
        lambda: request_.route_url("name", name=Lost()),
        lambda: route.generate({"name": Lost()}),
    ]
    for make in calls:
        with pytest.raises(KeyError) as raised:
            make()
        assert ("of the value",) == raised.value.args


def test_the_current_route_keeps_its_values_and_its_query(app: Any) -> None:
    """What is given replaces; ``_route_name`` names another route."""
    answer = ask(app, "/cards/7", query="a=1&a=2")

    assert ("http://localhost/cards/7?a=1&a=2 http://localhost/cards/8?q=2 /names/n?a=1&a=2") == answer.text
    assert "/files/a/b/x#a" == ask(app, "/files/a/b").text


def test_without_a_route_there_is_no_current_one(request_: Any) -> None:
    """The error says so."""
    with pytest.raises(ValueError, match="no route matched this request, so there is no current route"):
        request_.current_route_url()


def test_the_functions_of_the_face_are_those_of_the_request(request_: Any) -> None:
    """``corefw.url`` has them for code that prefers functions."""
    assert request_.route_url("card", id=7) == route_url("card", request_, id=7)
    assert request_.route_path("card", id=7) == route_path("card", request_, id=7)


def test_a_query_is_encoded_as_forms_are() -> None:
    """Bytes are taken as they are, a None has no value, a list repeats its name."""
    assert "a=%FF&b=&c=1&c=2&d=True" == urlencode({"a": b"\xff", "b": None, "c": (1, 2), "d": True})
