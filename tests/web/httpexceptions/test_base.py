"""Responses that can be raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
import webob
from hypothesis import given
from hypothesis import strategies as st

from corefw.contracts.interfaces import IExceptionResponse
from corefw.web.httpexceptions import (
    HTTPBadRequest,
    HTTPException,
    HTTPFound,
    HTTPNoContent,
    HTTPNotFound,
    exception_response,
    status_map,
)
from corefw.web.response import Response, check_headers


def sent(error: HTTPException, accept: str = "") -> webob.Response:
    """Return what a client that accepts *accept* gets."""
    return webob.Request.blank("/<path>", headers={"Accept": accept}).get_response(error)


@pytest.mark.parametrize("code", sorted(status_map))
def test_each_status_can_be_raised_and_sent(code: int) -> None:
    """Every class is a response and an exception with its own status line."""
    error = exception_response(code)
    with pytest.raises(status_map[code]):
        raise error
    for accept in ("text/html", "application/json", "*/*", ""):
        got = sent(error, accept)
        check_headers(got.status, got.headerlist)
        assert code == got.status_int
        assert error.empty_body == (got.body == b"")
    assert isinstance(error, Response)
    assert IExceptionResponse.providedBy(error)


def test_an_unknown_status_is_a_key_error() -> None:
    """There are no invented classes."""
    with pytest.raises(KeyError):
        exception_response(299)


def test_without_keywords_the_response_is_as_webob_would_make_it() -> None:
    """WebOb's constructor is avoided, not its result."""
    assert Response(status=404).headerlist == HTTPNotFound().headerlist
    assert HTTPNotFound(charset="UTF-8").headerlist == HTTPNotFound().headerlist


def test_the_form_follows_accept() -> None:
    """HTML for browsers, RFC 9457 for programs, plain text for everybody else."""
    error = HTTPBadRequest("No <title> given.")

    assert (
        "text/html; charset=UTF-8",
        "<!DOCTYPE html>\n"
        '<html lang="en">\n'
        '<head><meta charset="utf-8"><title>400 Bad Request</title></head>\n'
        "<body>\n"
        "<h1>400 Bad Request</h1>\n"
        "The request cannot be understood as it was sent.<br><br>\n"
        "No &lt;title&gt; given.\n"
        "</body>\n"
        "</html>\n",
    ) == (sent(error, "text/html").headers["Content-Type"], sent(error, "text/html").text)
    document = sent(error, "application/json")
    assert "application/problem+json" == document.content_type
    assert {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The request cannot be understood as it was sent.\n\nNo <title> given.",
    } == json.loads(document.body)
    assert (
        "400 Bad Request\n\nThe request cannot be understood as it was sent.\n\nNo <title> given.\n"
        == sent(error).text
    )
    assert "Accept" == sent(error).headers["Vary"]


def test_the_body_says_nothing_of_the_request() -> None:
    """Neither the path nor a header comes back."""
    for accept in ("text/html", "application/json", ""):
        assert b"path" not in sent(HTTPNotFound(), accept).body


def test_a_body_of_the_programmer_is_kept() -> None:
    """Then there is nothing to negotiate."""
    error = HTTPNotFound(text="<b>gone</b>", content_type="text/html")

    assert "<b>gone</b>" == sent(error, "application/json").text


def test_a_comment_cannot_end_itself() -> None:
    """It is in the source of the page and nowhere else."""
    error = HTTPNotFound(comment="--><script>")

    assert "<!-- &#45;&#45;&gt;&lt;script&gt; -->" in sent(error, "text/html").text
    assert "script" not in sent(error, "application/json").text


def test_a_template_of_the_programmer_is_filled_with_escaped_values() -> None:
    """The request's headers may be named; those that are missing are empty."""
    error = HTTPNotFound(
        "<d>", body_template="${detail}|${HTTP_ACCEPT}|${HTTP_X}|${br}|${x_a}", headers={"X-A": "<"}
    )

    assert "&lt;d&gt;|text/html||<br>|&lt;" in sent(error, "text/html").text


def test_a_json_formatter_makes_the_document() -> None:
    """With the keywords that Pyramid documents."""

    def formatter(status: str, body: str, title: str, environ: dict[str, Any]) -> dict[str, str]:
        return {"error": title, "path": environ["PATH_INFO"]}

    got = sent(HTTPNotFound(json_formatter=formatter), "application/json")

    assert "application/json" == got.content_type
    assert {"error": "Not Found", "path": "/<path>"} == got.json


def test_headers_are_added() -> None:
    """Pairs or a mapping."""
    assert "1" == HTTPNotFound(headers=[("X-A", "1")]).headers["X-A"]
    assert "1" == HTTPNoContent(headers={"X-A": "1"}).headers["X-A"]


def test_one_instance_answers_each_client_in_its_form() -> None:
    """The body of one client is not kept for the next."""
    error = HTTPNotFound()

    assert ["text/html", "text/plain"] == [sent(error, "text/html").content_type, sent(error).content_type]


def test_the_text_of_an_exception_is_its_detail_or_its_explanation() -> None:
    """For logs."""
    assert "why" == str(HTTPNotFound("why"))
    assert "There is nothing at this address." == str(HTTPNotFound())


@given(detail=st.text(), accept=st.sampled_from(["text/html", "application/json", ""]))
def test_whatever_the_detail_is_the_response_can_be_sent(detail: str, accept: str) -> None:
    """And in HTML no markup of it survives."""
    got = sent(HTTPNotFound(detail), accept)
    check_headers(got.status, got.headerlist)
    if accept == "text/html":
        assert (
            got.text.count("<")
            == sent(HTTPNotFound(detail.replace("<", "").replace(">", "") or "x"), accept).text.count("<")
            or not detail
        )


def test_a_redirect_escapes_its_location() -> None:
    """CVE-2024-41810: the location is in the page, too."""
    got = sent(HTTPFound('/"><script>'), "text/html")

    assert "<script>" not in got.text
