"""What the values of predicates mean, and which view is asked first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pyramid_alike.frameworks import Framework

pytestmark = pytest.mark.filterwarnings("ignore")

XHR = {"X-Requested-With": "XMLHttpRequest"}


def taken(framework: Framework, asked: list[Any], **predicates: Any) -> list[bool]:
    """Return for each request whether the view with the predicates took it."""
    config = framework.configurator()
    config.add_route("it", "/it/{a}")
    config.add_view(framework.says("yes"), route_name="it", **predicates)
    return [text == "yes" for text in framework.texts(config, *asked)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", [False, True, True, True]),
        ("a=1", [False, False, True, False]),
        (" a = 1 ", [False, False, True, False]),
        (("a", "b=2"), [False, False, False, True]),
        ("a=", [False, True, False, False]),
    ],
)
def test_request_param(framework: Framework, value: Any, expected: list[bool]) -> None:
    """A name, a name with a value, or several that must all hold."""
    asked = ["/it/1", "/it/1?a", "/it/1?a=1", "/it/1?a=2&b=2"]

    assert expected == taken(framework, asked, request_param=value)


def test_a_name_of_request_param_may_begin_with_an_equals_sign(framework: Framework) -> None:
    """A leading one belongs to the name."""
    asked = ["/it/1?%3Da=1", "/it/1?a=1"]

    assert [True, False] == taken(framework, asked, request_param="=a=1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("X-A", [False, True, True]),
        ("X-A:foo", [False, True, True]),
        ("X-A:oo", [False, False, False]),
        ("X-A:foo$", [False, True, False]),
        (("X-A", "X-B:b"), [False, False, True]),
    ],
)
def test_header(framework: Framework, value: Any, expected: list[bool]) -> None:
    """A name, or a name with an expression that is matched at the beginning of its value."""
    asked = [
        "/it/1",
        ("/it/1", {"headers": {"X-A": "foo"}}),
        ("/it/1", {"headers": {"X-A": "foobar", "X-B": "b"}}),
    ]

    assert expected == taken(framework, asked, header=value)


@pytest.mark.parametrize(
    ("predicate", "value", "expected"),
    [
        ("match_param", "a=1", [True, False]),
        ("match_param", " a = 1", [True, False]),
        ("match_param", ("a=1", "a=2"), [False, False]),
        ("path_info", "/it/1$", [True, False]),
        ("path_info", "/it", [True, True]),
        ("path_info", "it", [False, False]),
        ("request_method", "POST", [False, False]),
    ],
)
def test_paths_and_their_values(
    framework: Framework, predicate: str, value: Any, expected: list[bool]
) -> None:
    """``path_info`` is matched at the beginning; of several in ``match_param`` all must hold."""
    assert expected == taken(framework, ["/it/1", "/it/2"], **{predicate: value})


@pytest.mark.parametrize(("value", "expected"), [(True, [False, True]), (False, [True, False])])
def test_xhr(framework: Framework, value: bool, expected: list[bool]) -> None:
    """By the header that libraries of JavaScript send; False wants it not to be there."""
    assert expected == taken(framework, ["/it/1", ("/it/1", {"headers": XHR})], xhr=value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("GET", [True, True, False]), ("HEAD", [False, True, False]), (("GET", "POST"), [True, True, True])],
)
def test_request_method(framework: Framework, value: Any, expected: list[bool]) -> None:
    """GET means HEAD as well."""
    asked = [("/it/1", {"method": method}) for method in ("GET", "HEAD", "POST")]
    config = framework.configurator()
    config.add_route("it", "/it/{a}")
    config.add_view(framework.says("yes"), route_name="it", request_method=value)
    app = config.make_wsgi_app()

    assert expected == [framework.ask(app, path, **kw).status_int == 200 for path, kw in asked]


def test_a_predicate_can_be_turned_round(framework: Framework) -> None:
    """With ``not_`` around its value."""
    not_ = framework.config.not_
    config = framework.configurator()
    config.add_route("it", "/it")
    config.add_view(framework.says("other"), route_name="it", request_method=not_("POST"))
    config.add_view(framework.says("post"), route_name="it", request_method="POST")

    asked = [("/it", {"method": method}) for method in ("GET", "POST", "PUT")]
    assert ["other", "post", "other"] == framework.texts(config, *asked)


def test_more_and_heavier_predicates_are_asked_first(framework: Framework) -> None:
    """Of as many, the heaviest decides: a header more than a parameter, that more than a method."""
    config = framework.configurator()
    config.add_route("it", "/it")
    views: dict[str, dict[str, Any]] = {
        "none": {},
        "param": {"request_param": "a"},
        "method": {"request_method": "GET"},
        "both": {"request_method": "GET", "request_param": "a"},
        "header": {"header": "X-A"},
        "xhr": {"xhr": True},
    }
    for name, predicates in views.items():
        config.add_view(framework.says(name), route_name="it", **predicates)

    asked: list[Any] = [
        "/it",
        "/it?a",
        ("/it?a", {"method": "POST"}),
        ("/it", {"headers": {"X-A": "1"}}),
        ("/it?a", {"headers": {"X-A": "1"}, "method": "POST"}),
        ("/it", {"headers": {"X-A": "1", **XHR}}),
    ]
    expected = ["method", "both", "param", "header", "header", "header"]
    assert expected == framework.texts(config, *asked)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("application/*", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("application/json, text/html", "text/html"),
    ],
)
def test_accept_decides_between_offers(framework: Framework, accept: str | None, expected: str) -> None:
    """The client's wishes go first, the order of the offers second."""
    config = framework.configurator()
    config.add_route("it", "/it")
    for offer in ("application/json", "text/html"):
        config.add_view(framework.says(offer), route_name="it", accept=offer)

    asked = ("/it", {"headers": {"Accept": accept} if accept else {}})
    assert [expected] == framework.texts(config, asked)


def test_the_order_of_offers_can_be_changed(framework: Framework) -> None:
    """With ``add_accept_view_order``."""
    config = framework.configurator()
    config.add_route("it", "/it")
    config.add_accept_view_order("application/x", weighs_more_than="text/html")
    for offer in ("text/html", "application/x"):
        config.add_view(framework.says(offer), route_name="it", accept=offer)

    assert ["application/x"] == framework.texts(config, "/it")


def test_a_view_without_accept_takes_what_no_offer_fits(framework: Framework) -> None:
    """And goes after the offers that do."""
    config = framework.configurator()
    config.add_route("it", "/it")
    config.add_view(framework.says("any"), route_name="it")
    config.add_view(framework.says("json"), route_name="it", accept="application/json")

    asked = [("/it", {"headers": {"Accept": one}}) for one in ("text/plain", "application/json")]
    assert ["any", "json"] == framework.texts(config, *asked)


def test_a_predicate_of_subscribers(framework: Framework) -> None:
    """It is given the event."""

    class At:
        def __init__(self, value: str, info: Any) -> None:
            self.value = value

        def text(self) -> str:
            return f"at = {self.value}"

        phash = text

        def __call__(self, event: Any) -> bool:
            return bool(event.request.path == self.value)

    heard: list[str] = []
    config = framework.configurator()
    config.add_subscriber_predicate("at", At)
    config.add_subscriber(
        lambda event: heard.append(event.request.path), framework.events.NewRequest, at="/x"
    )
    config.add_view(framework.says("x"))
    config.add_view(framework.says("x"), name="x")

    framework.texts(config, "/", "/x")
    assert ["/x"] == heard
