"""Default headers: every answer has them, and no answer has two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import Configurator
from corefw.httpexceptions import HTTPFound, HTTPNoContent
from corefw.response import Response
from corefw.web.security.default_headers import DefaultHeader, completing
from tests.wsgi import Answer, ask

HEADER = ("X-Frame-Options", "DENY")


def view(request: Any) -> Any:
    """Answer as the query says."""
    match request.query_string:
        case "own":
            response = Response("own")
            response.headers["x-frame-options"] = "SAMEORIGIN"
            return response
        case "none":
            request.response.headers["X-Frame-Options"] = ""
            return "none"
        case "redirect":
            raise HTTPFound("/")
        case "empty":
            return HTTPNoContent()
        case "broken":
            raise ValueError("broken")
        case "split":
            response = Response("split")
            response.headerlist.append(("X-Split", "a\r\nb"))
            return response
        case "foreign":
            return foreign
    return "text"


def foreign(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer as a guest does."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"foreign"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application with two default headers, one for https only."""
    config = Configurator()
    config.add_default_header(*HEADER)
    config.add_default_header("Strict-Transport-Security", "max-age=60", https_only=True)
    config.add_route("view", "/")
    config.add_view(view, route_name="view", renderer="string")
    config.add_static_view("files", str(tmp_path_factory.mktemp("files")))
    config.mount("/guest", foreign)
    return config.make_wsgi_app()


def framing(answer: Answer) -> list[str]:
    return [value for name, value in answer.pairs if name.lower() == "x-frame-options"]


@pytest.mark.parametrize(
    ("status", "path", "query"),
    [
        (200, "/", ""),
        (302, "/", "redirect"),
        (204, "/", "empty"),
        (500, "/", "broken"),
        (500, "/", "split"),
        (404, "/nowhere", ""),
        (200, "/guest", ""),
        (404, "/files/none", ""),
    ],
)
def test_every_answer_has_them(app: Any, status: int, path: str, query: str) -> None:
    """Also one that no view gave."""
    answer = ask(app, path, query=query)

    assert (status, ["DENY"]) == (answer.status, framing(answer))


def test_an_answer_without_tweens_has_them(app: Any) -> None:
    """A host that is not allowed, and a method that is not."""
    refused = ask(app, "/", headers={"Host": "evil.example"})

    assert (400, ["DENY"]) == (refused.status, framing(refused))
    assert ["DENY"] == framing(ask(app, "/", "HEAD"))
    assert ["DENY"] == framing(ask(app, "/", "OPTIONS"))


def test_what_an_answer_says_itself_stays(app: Any) -> None:
    """Whichever way the name is written."""
    assert ["SAMEORIGIN"] == framing(ask(app, "/", query="own"))


def test_an_answer_that_sets_it_empty_has_none(app: Any) -> None:
    """So one view can be left out."""
    answer = ask(app, "/", query="none")

    assert (200, "none", []) == (*answer.said, framing(answer))


def test_some_are_for_https_only(app: Any) -> None:
    """RFC 6797, section 7.2."""
    plain, secure = ask(app, "/"), ask(app, "/", **{"wsgi.url_scheme": "https"})

    assert "Strict-Transport-Security" not in plain.headers
    assert "max-age=60" == secure.headers["Strict-Transport-Security"]


def test_a_trusted_proxy_says_that_it_is_https() -> None:
    """And nobody else."""
    config = Configurator(settings={"corefw.trusted_proxies": ["127.0.0.1"]})
    config.add_default_header("Strict-Transport-Security", "max-age=60", https_only=True)
    app = config.make_wsgi_app()
    sent = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}

    assert "Strict-Transport-Security" in ask(app, "/", headers=sent).headers
    assert "Strict-Transport-Security" not in ask(app, "/", headers=sent, REMOTE_ADDR="192.0.2.2").headers


@pytest.mark.parametrize(
    "value",
    [lambda environ: 1 / 0, lambda environ: "a\r\nb", lambda environ: 5, lambda environ: None],
)
def test_a_value_that_cannot_be_made_costs_no_answer(value: Any, caplog: pytest.LogCaptureFixture) -> None:
    """It goes without that header, with a line in the log; the others are there."""
    config = Configurator()
    config.add_default_header("X-Made", value)
    config.add_default_header(*HEADER)
    answer = ask(config.make_wsgi_app(), "/")

    assert (404, ["DENY"]) == (answer.status, framing(answer))
    assert "X-Made" not in answer.headers
    assert ["the default header X-Made could not be made"] == [row.getMessage() for row in caplog.records]


def test_a_value_may_be_made_of_the_request() -> None:
    """When the answer is sent; an empty one is no header."""
    config = Configurator()
    config.add_default_header("X-Path", lambda environ: environ["PATH_INFO"].strip("/"))
    app = config.make_wsgi_app()

    assert "a" == ask(app, "/a").headers["X-Path"]
    assert "X-Path" not in ask(app, "/").headers


def test_an_empty_default_takes_away_that_of_an_addon() -> None:
    """And a view may have its own all the same."""
    config = Configurator()
    config.include(lambda config: config.add_default_header(*HEADER))
    config.add_default_header("X-Frame-Options", "")
    config.add_route("view", "/")
    config.add_view(view, route_name="view", renderer="string")
    app = config.make_wsgi_app()

    assert [] == framing(ask(app, "/"))
    assert ["SAMEORIGIN"] == framing(ask(app, "/", query="own"))


def test_two_applications_share_none() -> None:
    """One that declares none has none."""
    assert [] == framing(ask(Configurator().make_wsgi_app(), "/"))
    assert completing(()) is None


_NAMES = st.sampled_from(["A", "a", "B", "b", "C"])
_VALUES = st.sampled_from(["", "1", "2"])
_DEFAULTS = st.lists(
    st.builds(DefaultHeader, _NAMES, st.just("default") | st.just(lambda environ: "default"), st.booleans()),
    min_size=1,
    unique_by=lambda row: row.name.lower(),  # as they are kept
)


@given(
    st.lists(st.tuples(_NAMES, _VALUES)),
    _DEFAULTS,
    st.booleans(),
)
def test_no_header_is_lost_and_none_is_said_twice(
    own: list[tuple[str, str]], defaults: list[DefaultHeader], is_https: bool
) -> None:
    """What an answer has stays, in its order; a default comes only where it has nothing."""
    sent: list[tuple[str, str]] = []
    complete = completing(defaults)
    assert complete is not None
    environ = {"wsgi.url_scheme": "https" if is_https else "http"}

    complete(environ, lambda status, headers: sent.extend(headers))("200 OK", own)

    meant = {row.name.lower() for row in defaults if is_https or not row.https_only}
    declared = {row.name.lower() for row in defaults}
    kept = [pair for pair in own if pair[1] or pair[0].lower() not in declared]
    assert kept == [pair for pair in sent if pair[1] != "default"]
    added = [name.lower() for name, value in sent if value == "default"]
    assert sorted(meant - {name.lower() for name, _ in own}) == sorted(added)
