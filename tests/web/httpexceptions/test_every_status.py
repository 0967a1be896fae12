"""Every status there is: raised and returned, in each form, with the headers that belong to it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import corefw.httpexceptions
from corefw.config import Configurator
from corefw.httpexceptions import (
    HTTPClientError,
    HTTPError,
    HTTPException,
    HTTPMethodNotAllowed,
    HTTPRedirection,
    HTTPServerError,
    HTTPSuccessful,
    default_exceptionresponse_view,
    exception_response,
    status_map,
)
from tests.wsgi import Answer, ask

STATUSES = sorted(status_map)
BODILESS = (204, 205, 304)
FAMILIES = {2: HTTPSuccessful, 3: HTTPRedirection, 4: HTTPClientError, 5: HTTPServerError}
# What a class needs to be made; the rest can be made of nothing.
NEEDED: dict[int, dict[str, Any]] = {
    **{code: {"location": "/there"} for code in (300, 301, 302, 303, 305, 307, 308)},
    405: {"allowed": ("GET", "HEAD")},
}


@pytest.fixture(scope="module")
def app() -> Any:
    """Return an application that raises or returns the status that the path names."""
    config = Configurator()
    config.add_route("status", "/{how}/{code:int}")

    def view(request: Any) -> Any:
        made = exception_response(request.matchdict["code"], **NEEDED.get(request.matchdict["code"], {}))
        if request.matchdict["how"] == "raised":
            raise made
        return made

    config.add_view(view, route_name="status")
    return config.make_wsgi_app()


def get(app: Any, how: str, code: int, accept: str) -> Answer:
    """Return the answer to a client that accepts that."""
    return ask(app, f"/{how}/{code}", headers={"Accept": accept})


@pytest.mark.parametrize("how", ["raised", "returned"])
@pytest.mark.parametrize("code", STATUSES)
def test_the_body_is_in_the_form_that_the_client_wants(app: Any, how: str, code: int) -> None:
    """HTML, problem+json (RFC 9457) or plain text; no body where there is none (RFC 9110)."""
    title = status_map[code].title
    html, problem, plain = (
        get(app, how, code, accept) for accept in ("text/html,*/*;q=0.8", "application/json", "text/plain")
    )

    assert [code] * 3 == [html.status, problem.status, plain.status]
    if code in BODILESS:
        assert ["", "", ""] == [html.text, problem.text, plain.text]
        assert {205: {"Content-Type", "Content-Length"}}.get(code, set()) == set(html.headers)
        return
    assert f"<title>{code} {title.replace(chr(39), '&#x27;')}</title>" in html.text
    document = json.loads(problem.text)
    assert ("about:blank", title, code) == (document["type"], document["title"], document["status"])
    assert plain.text.startswith(f"{code} {title}\n")
    assert ["text/html; charset=UTF-8", "application/problem+json", "text/plain; charset=UTF-8"] == [
        each.headers["Content-Type"] for each in (html, problem, plain)
    ]
    assert {"Accept"} == {each.headers["Vary"] for each in (html, problem, plain)}


@pytest.mark.parametrize("code", STATUSES)
def test_a_class_is_of_its_family(code: int) -> None:
    """So that an exception view may be for all of the 400s, say; the face has each by its name."""
    cls = status_map[code]

    assert issubclass(cls, FAMILIES[code // 100])
    assert (code >= 400) == issubclass(cls, HTTPError)
    assert cls is getattr(corefw.httpexceptions, cls.__name__)
    assert cls.__doc__
    assert cls.__doc__.startswith(f"{code}: ")


@pytest.mark.parametrize("code", [code for code in STATUSES if code not in BODILESS])
def test_what_the_programmer_says_is_told(code: int) -> None:
    """The detail and the headers; in JSON by a formatter, if there is one."""

    def formatter(status: str, body: str, title: str, environ: Any) -> dict[str, str]:
        return {"status": status, "body": body, "title": title, "path": environ["PATH_INFO"]}

    error = exception_response(
        code, detail="Told & <b>.", headers=[("X-A", "1")], json_formatter=formatter, **NEEDED.get(code, {})
    )
    html, formatted = (
        ask(error, "/p", headers={"Accept": kind}) for kind in ("text/html", "application/json")
    )

    assert "Told &amp; &lt;b&gt;." in html.text
    assert "1" == html.headers["X-A"]
    document = json.loads(formatted.text)
    assert (error.status, error.title, "/p") == (document["status"], document["title"], document["path"])
    assert document["body"].endswith("Told & <b>.")
    assert "application/json" == formatted.headers["Content-Type"]


@pytest.mark.parametrize(
    ("code", "given", "name", "value"),
    [
        (201, {"location": "/new"}, "Location", "http://localhost/new"),
        (301, {"location": "/new"}, "Location", "http://localhost/new"),
        (302, {"location": "/new"}, "Location", "http://localhost/new"),
        (303, {"location": "/new"}, "Location", "http://localhost/new"),
        (304, {"etag": "a"}, "ETag", '"a"'),
        (307, {"location": "/new"}, "Location", "http://localhost/new"),
        (308, {"location": "/new"}, "Location", "http://localhost/new"),
        (401, {"www_authenticate": ("Basic", {"realm": "x"})}, "WWW-Authenticate", 'Basic realm="x"'),
        (401, {"headers": {"WWW-Authenticate": "Bearer"}}, "WWW-Authenticate", "Bearer"),
        (405, {"allowed": ["GET", "PUT"]}, "Allow", "GET, PUT"),
        (407, {"headers": {"Proxy-Authenticate": "Basic"}}, "Proxy-Authenticate", "Basic"),
        (413, {"retry_after": 30}, "Retry-After", "30"),
        (416, {"content_range": (None, None, 10)}, "Content-Range", "bytes */10"),
        (429, {"retry_after": 30}, "Retry-After", "30"),
        (503, {"retry_after": 120}, "Retry-After", "120"),
    ],
)
def test_a_status_has_the_headers_that_belong_to_it(
    code: int, given: dict[str, Any], name: str, value: str
) -> None:
    """By keywords that read like them."""
    answer = ask(exception_response(code, **given))

    assert value == answer.headers[name]


def test_a_status_that_is_none_has_no_class() -> None:
    """520 is nobody's, though Pyramid's map has it."""
    assert [] == [code for code in (100, 101, 299, 520, 600) if code in status_map]
    assert 51 == len(status_map)


def test_the_default_view_answers_with_the_exception() -> None:
    """It is there for applications that wrap it."""
    error = HTTPMethodNotAllowed()

    assert error is default_exceptionresponse_view(error, None)


@pytest.mark.parametrize("code", STATUSES)
def test_a_bare_exception_can_be_caught_by_its_class(code: int) -> None:
    """And says what it is."""
    with pytest.raises(HTTPException) as caught:
        raise exception_response(code, **NEEDED.get(code, {}))

    assert caught.value.code == caught.value.status_int == code
    assert str(caught.value) == caught.value.explanation
