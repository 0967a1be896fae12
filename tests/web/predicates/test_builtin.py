"""The predicates that corefw brings: when each agrees, and in which order they weigh."""

from __future__ import annotations

from typing import Any

import pytest
from zope.interface import Interface, alsoProvides

from corefw.config import ConfigurationError, Configurator, not_
from corefw.events import NewRequest
from corefw.response import Response
from tests.wsgi import ask

OTHER = (404, "404 Not Found\n\nThere is nothing at this address.\n")


class IMobile(Interface):
    """A request from a small screen."""


class Place:
    """A resource with a place in a tree."""

    def __init__(self, name: str = "", parent: Any = None) -> None:
        self.__name__, self.__parent__ = name, parent


class Board(Place):
    """What the containment predicate looks for."""

    def __getitem__(self, key: str) -> Place:
        return Place(key, self)


class Known:
    """Knows who sends a header."""

    def identity(self, request: Any) -> Any:
        return self.authenticated_userid(request)

    def authenticated_userid(self, request: Any) -> str | None:
        userid: str | None = request.headers.get("X-User")
        return userid

    def permits(self, request: Any, context: Any, permission: str) -> bool:
        return False


def agrees(option: str, value: Any, path: str = "/x", method: str = "GET", **how: Any) -> bool:
    """Say whether a view with one predicate takes a request."""
    config = Configurator(security_policy=Known())
    config.add_route("it", "/x")
    config.add_route("more", "/x/{a}/{b}")
    for name in ("it", "more"):
        config.add_view(lambda request: Response("taken"), route_name=name, **{option: value})
    config.add_subscriber(mark_mobile, NewRequest)
    return "taken" == ask(config.make_wsgi_app(), path, method, **how).text


def mark_mobile(event: NewRequest) -> None:
    """Let requests with a header provide an interface."""
    if "X-Mobile" in event.request.headers:
        alsoProvides(event.request, IMobile)


AJAX = {"X-Requested-With": "XMLHttpRequest"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("option", "value", "how", "expected"),
    [
        ("xhr", True, {"headers": AJAX}, True),
        ("xhr", True, {}, False),
        ("xhr", False, {}, True),
        ("xhr", False, {"headers": AJAX}, False),
        ("request_method", "GET", {}, True),
        ("request_method", "get", {}, True),
        ("request_method", "GET", {"method": "HEAD"}, False),  # its answer has no body to tell by
        ("request_method", ("POST", "PUT"), {"method": "PUT"}, True),
        ("request_method", ("POST", "PUT"), {}, False),
        ("path_info", "/x", {}, True),
        ("path_info", "^/x$", {}, True),
        ("path_info", "/y", {}, False),
        ("request_param", "a", {"query": "a="}, True),
        ("request_param", "a", {"query": "b=a"}, False),
        ("request_param", "a=1", {"query": "a=2&a=1"}, True),
        ("request_param", "a=1", {"query": "a=2"}, False),
        ("request_param", ("a", "b=2"), {"query": "a=1&b=2"}, True),
        ("request_param", ("a", "b=2"), {"query": "a=1"}, False),
        ("request_param", "=a=1", {"query": "%3Da=1"}, True),
        ("request_param", "a=1", {"method": "POST", "body": b"a=1", "headers": FORM}, True),
        ("header", "X-Api", {"headers": {"X-Api": ""}}, True),
        ("header", "X-Api", {}, False),
        ("header", r"X-Api:\d+", {"headers": {"X-Api": "12"}}, True),
        ("header", r"X-Api:\d+", {"headers": {"X-Api": "a"}}, False),
        ("header", ("X-Api:1", "X-Key"), {"headers": {"X-Api": "1"}}, False),
        ("accept", "text/html", {"headers": {"Accept": "text/*"}}, True),
        ("accept", "text/html", {"headers": {"Accept": "text/html;q=0"}}, False),
        ("accept", "text/html", {}, True),
        ("accept", ("text/html", "text/plain"), {"headers": {"Accept": "text/plain"}}, True),
        ("request_type", IMobile, {"headers": {"X-Mobile": "1"}}, True),
        ("request_type", IMobile, {}, False),
        ("match_param", "a=1", {"path": "/x/1/2"}, True),
        ("match_param", ("a=1", "b=2"), {"path": "/x/1/2"}, True),
        ("match_param", ("a=1", "b=3"), {"path": "/x/1/2"}, False),
        ("match_param", "c=None", {"path": "/x/1/2"}, False),
        ("match_param", "a=1", {}, False),
        ("is_authenticated", True, {"headers": {"X-User": "ann"}}, True),
        ("is_authenticated", True, {}, False),
        ("is_authenticated", False, {}, True),
        ("physical_path", "/", {}, True),
        ("physical_path", "/other", {}, False),
    ],
)
def test_when_a_predicate_agrees(option: str, value: Any, how: dict[str, Any], expected: bool) -> None:
    """Each predicate takes what Pyramid documents, and ``not_`` turns it round."""
    assert expected is agrees(option, value, **how)
    if how.get("method") != "HEAD":
        assert expected is not agrees(option, not_(value), **how)


@pytest.mark.parametrize(
    ("option", "value", "path", "expected"),
    [
        ("containment", Board, "/page", True),
        ("containment", Place, "/page", True),
        ("containment", dict, "/page", False),
        ("physical_path", "/page", "/page", True),
        ("physical_path", ("", "page"), "/page", True),
        ("physical_path", "/", "/", True),
        ("physical_path", "/", "/page", False),
    ],
)
def test_predicates_about_the_context(option: str, value: Any, path: str, expected: bool) -> None:
    """They look at the context and at what it lies in."""
    config = Configurator(root_factory=lambda request: Board())
    config.add_view(lambda request: Response("taken"), **{option: value})

    assert expected is (200 == ask(config.make_wsgi_app(), path).status)


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [
        ("path_info", "[", 'path_info must be a regular expression, and "[" is not: unterminated'),
        ("header", "X:[", 'header must be a regular expression, and "[" is not: unterminated'),
        ("match_param", "a", 'match_param must be "name=value", and is "a".'),
        ("accept", "text/*", 'accept must be a media type such as text/html, and is "text/*".'),
        ("accept", "html", 'accept must be a media type such as text/html, and is "html".'),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(option: str, value: Any, what: str) -> None:
    """The error says what the value must be, and comes with the place of the view."""
    config = Configurator()
    config.add_route("it", "/x")
    config.add_view(lambda request: Response(), route_name="it", **{option: value})

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-502" == problem.code
    assert problem.what.startswith(what)
    assert ["test_builtin.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [
        ("request_method", 3, "request_method cannot be 3: TypeError: 'int' object is not iterable."),
        (
            "containment",
            not_(5),
            "containment cannot be not_(5): AttributeError: 'int' object has no attribute '__name__'.",
        ),
        (
            "header",
            object(),
            "header cannot be an object of class object: TypeError: 'object' object is not iterable.",
        ),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_by_the_name_of_its_predicate(
    option: str, value: Any, what: str
) -> None:
    """With the place of the view, and what Python said as the cause."""
    config = Configurator()
    config.add_view(lambda request: Response(), **{option: value})

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert ("CFW-502", what) == (problem.code, problem.what)
    assert ["test_builtin.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


@pytest.mark.parametrize(
    "headers",
    [{"Accept": "é;;q=x"}, {"Accept": ","}, {"Accept": "a" * 9000}, {"Accept": "text/html;q=1;q=2;q"}],
)
def test_a_broken_accept_header_is_no_error(headers: dict[str, str]) -> None:
    """What cannot be parsed accepts everything (RFC 9110, section 12.5.1)."""
    config = Configurator()
    config.add_route("it", "/x")
    for kind in ("text/html", "application/json"):
        config.add_view(lambda request: Response("taken"), route_name="it", accept=kind)

    assert ask(config.make_wsgi_app(), "/x", headers=headers).status in (200, 406)
