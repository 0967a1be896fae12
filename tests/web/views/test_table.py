"""Choosing a view: by method, by what the client accepts, by context and predicates."""

from __future__ import annotations

from typing import Any

import pytest
from zope.interface import Interface, implementer

from corefw.config import Configurator, not_
from corefw.response import Response
from corefw.web.views.record import ViewRecord
from corefw.web.views.table import ViewTable
from tests.wsgi import ask


def answering(text: str) -> Any:
    """Return a view that answers with *text*."""
    return lambda request: Response(text, content_type="text/plain")


def app_of(*views: dict[str, Any]) -> Any:
    """Return an application with one route and these views, each answering with its number."""
    config = Configurator()
    config.add_route("it", "/")
    for number, options in enumerate(views):
        config.add_view(answering(str(number)), route_name="it", **options)
    return config.make_wsgi_app()


def test_a_method_that_no_view_takes_is_405_with_allow() -> None:
    """RFC 9110, section 15.5.6: the answer says which methods there are."""
    app = app_of({"request_method": "GET"}, {"request_method": ("PUT", "DELETE")})

    answers = [ask(app, "/", method) for method in ("POST", "FOO", "get", "M" * 1000, "TRACE", "CONNECT")]

    assert {(405, "DELETE, GET, HEAD, OPTIONS, PUT")} == {
        (answer.status, answer.headers["Allow"]) for answer in answers
    }


def test_options_is_answered_for_everybody() -> None:
    """Without a view for it OPTIONS tells the methods (RFC 9110, section 9.3.7)."""
    answer = ask(app_of({"request_method": "GET"}), "/", "OPTIONS")

    assert (204, "GET, HEAD, OPTIONS", "") == (answer.status, answer.headers["Allow"], answer.text)
    assert (200, "1") == ask(
        app_of({"request_method": "GET"}, {"request_method": "OPTIONS"}), "/", "OPTIONS"
    ).said
    assert 404 == ask(app_of({}), "*", "OPTIONS").status


def test_head_is_answered_as_get_without_a_body() -> None:
    """The same status and headers, and nothing else (RFC 9110, section 9.3.2)."""
    app = app_of({"request_method": "GET"})
    got, head = ask(app), ask(app, "/", "HEAD")

    assert (200, "0") == got.said
    assert (200, "", got.headers) == (head.status, head.text, head.headers)
    missed = ask(app, "/missing", "HEAD")
    assert (404, "", "49") == (missed.status, missed.text, missed.headers["Content-Length"])


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_a_view_that_names_no_method_is_not_asked_to_trace(method: str) -> None:
    """TRACE and CONNECT are for those who name them."""
    answer = ask(app_of({}), "/", method)

    assert (405, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT") == (answer.status, answer.headers["Allow"])
    assert (200, "1") == ask(app_of({}, {"request_method": method}), "/", method).said


def test_a_view_that_names_no_method_takes_any_other() -> None:
    """As Pyramid documents it, and methods that no standard knows as well."""
    app = app_of({})

    assert [(200, "0")] * 4 == [ask(app, "/", method).said for method in ("GET", "POST", "OPTIONS", "FOO")]


def test_a_predicate_that_refuses_makes_it_404_and_not_405() -> None:
    """Where a view takes the method, that another predicate refuses is not about the method."""
    app = app_of({"request_method": "GET", "request_param": "a"}, {"request_method": "POST"})

    assert [404, 200, 200, 405] == [
        ask(app, "/", method, query=query).status
        for method, query in (("GET", ""), ("GET", "a"), ("POST", ""), ("PUT", ""))
    ]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "0"),
        ("*/*", "0"),
        ("application/json", "1"),
        ("application/json, text/html;q=0.5", "1"),
        ("text/html, application/json;q=0.5", "0"),
        ("text/csv, */*;q=0.1", "2"),
        ("image/png", None),
        ("text/html;q=0, application/json;q=0, text/csv;q=0", None),
    ],
)
def test_the_client_chooses_among_media_types(accept: str | None, chosen: str | None) -> None:
    """What it likes best wins; nothing of what it takes is 406 (RFC 9110, section 15.5.7)."""
    app = app_of(
        {"accept": "text/html"}, {"accept": "application/json"}, {"accept": ("text/csv", "text/tab")}
    )
    answer = ask(app, headers={"Accept": accept} if accept else {})

    assert (406 if chosen is None else 200) == answer.status
    assert chosen is None or chosen == answer.text


def test_a_view_without_a_media_type_takes_what_the_others_do_not() -> None:
    """It is tried last, as Pyramid documents it."""
    app = app_of({}, {"accept": "text/html"})

    assert ["1", "1", "0"] == [
        ask(app, headers={"Accept": accept}).text for accept in ("text/html", "*/*", "image/png")
    ]


def test_negotiation_looks_at_views_that_agree_otherwise() -> None:
    """A media type whose view refuses for another reason is no reason for 406."""
    app = app_of({"accept": "text/html", "request_param": "a"}, {"accept": "application/json"})

    assert [(200, "1"), (200, "0")] == [
        ask(app, query=query, headers={"Accept": "text/html, */*;q=0.1"}).said for query in ("", "a")
    ]
    assert 404 == ask(app, headers={"Accept": "text/html"}).status
    assert 406 == ask(app, query="a", headers={"Accept": "image/png"}).status


class IThing(Interface):
    """Something."""


class INamed(Interface):
    """Something with a name."""


@implementer(IThing)
class Thing:
    """A resource."""


@implementer(INamed)
class Special(Thing):
    """A special one."""


def traversal_app(*rows: tuple[str, Any, dict[str, Any]]) -> Any:
    """Return an application over a tree with one resource of every kind."""
    config = Configurator(root_factory=lambda request: {"thing": Thing(), "special": Special(), "list": []})
    for text, context, options in rows:
        config.add_view(answering(text), context=context, **options)
    return config.make_wsgi_app()


def test_the_view_of_the_most_specific_context_is_chosen() -> None:
    """A class before its interfaces, a subclass before its base, everything before none."""
    app = traversal_app(
        ("any", None, {}),
        ("thing", IThing, {}),
        ("special", Special, {}),
        ("list", list, {}),
        ("named of a thing", IThing, {"name": "n"}),
        ("named", INamed, {"name": "n"}),
    )

    assert ["any", "thing", "special", "list", "named of a thing", "named"] == [
        ask(app, path).text for path in ("/", "/thing", "/special", "/list", "/thing/n", "/special/n")
    ]


def test_a_view_that_refuses_leaves_it_to_the_less_specific() -> None:
    """As Pyramid falls back through the contexts."""
    app = traversal_app(
        ("special", Special, {"request_param": "a"}), ("thing", IThing, {}), ("any", None, {"xhr": True})
    )

    assert ["special", "thing"] == [ask(app, "/special", query=query).text for query in ("a", "")]
    assert 404 == ask(app, "/").status


def test_a_view_of_the_route_comes_before_a_more_specific_one_of_no_route() -> None:
    """With ``use_global_views`` the route's own are asked first, whatever their context."""
    config = Configurator()
    config.add_route("it", "/it", factory=lambda request: Special(), use_global_views=True)
    config.add_view(answering("own"), route_name="it")
    config.add_view(answering("global"), context=Special)

    assert "own" == ask(config.make_wsgi_app(), "/it").text


def test_why_no_view_took_the_request_is_told_to_the_developer_only() -> None:
    """Each candidate says what it wanted; the client learns nothing of it."""
    reasons: list[str] = []

    def lost(exc: Any, request: Any) -> Any:
        reasons.extend(exc.reasons)
        return exc

    config = Configurator()
    config.add_route("it", "/")
    config.add_view(answering("a"), route_name="it", request_param="secret=7")
    config.add_view(answering("b"), route_name="it", xhr=not_(False), request_method="GET")
    config.add_notfound_view(lost)
    answer = ask(config.make_wsgi_app())

    assert 404 == answer.status
    assert "secret" not in answer.text
    assert ["request_param secret=7", "not xhr = False"] == sorted(
        (row.rpartition(": ")[2] for row in reasons), reverse=True
    )


def test_contexts_of_many_classes_do_not_fill_the_memory() -> None:
    """What is remembered of a class of contexts is bounded."""
    config = Configurator()
    config.add_route("it", "/{n}", factory=lambda request: type(f"C{request.matchdict['n']}", (Thing,), {})())
    config.add_view(answering("thing"), route_name="it", context=IThing)
    app = config.make_wsgi_app()

    assert {"thing"} == {ask(app, f"/{number}").text for number in range(600)}


def test_methods_that_clients_invent_do_not_fill_the_memory() -> None:
    """What to call is kept for the methods that everybody knows, or that a view names."""
    config = Configurator()
    config.add_view(answering("any"), name="it")
    config.add_view(answering("own"), name="it", request_method="PUBLISH")
    config.make_wsgi_app()
    views = config.registry.all(ViewRecord).values()
    candidates = ViewTable(row for row in views if row.name == "it").plain("it")
    assert candidates is not None

    for method in ("GET", "PUBLISH", *(f"M{number}" for number in range(100))):
        assert callable(candidates.answer_to(method))

    assert ["GET", "PUBLISH"] == sorted(candidates.answers)


def test_methods_that_need_no_check_lead_past_it() -> None:
    """A view says itself what answers the methods it is not checked for; the others are checked."""
    config = Configurator()
    config.add_route("it", "/")
    config.add_view(answering("open"), route_name="it")
    app = config.make_wsgi_app()
    elsewhere = {"HTTP_ORIGIN": "https://elsewhere.example"}

    assert [(200, "open"), (403, 403)] == [
        ask(app, "/", "GET", **elsewhere).said,
        (ask(app, "/", "POST", **elsewhere).status, 403),
    ]


@pytest.mark.parametrize(
    ("varied", "expected"),
    [(None, "Accept"), ("Cookie", "Cookie, Accept"), ("accept", "accept"), ("*", "*")],
)
def test_an_answer_that_was_chosen_says_so_to_caches(varied: str | None, expected: str) -> None:
    """RFC 9110, section 12.5.5; so does a refusal, and where nothing is chosen, nothing is said."""

    def view(request: Any) -> Response:
        return Response("x", vary=varied)

    config = Configurator()
    config.add_route("chosen", "/chosen")
    config.add_route("plain", "/plain")
    config.add_view(view, route_name="chosen", accept="text/html")
    config.add_view(view, route_name="plain")
    app = config.make_wsgi_app()

    assert expected == ask(app, "/chosen").headers["Vary"]
    refused = ask(app, "/chosen", headers={"Accept": "a/b"})
    assert (406, "Accept") == (refused.status, refused.headers["Vary"])
    assert varied == ask(app, "/plain").headers.get("Vary")
