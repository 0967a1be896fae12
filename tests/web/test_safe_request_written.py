"""A request that a program writes to: a test, a tween, or one that makes a request of its own."""

from __future__ import annotations

import io
from typing import Any

import pytest

from corefw.web.httpexceptions import HTTPBadRequest
from corefw.web.request import Request


def posted(body: bytes = b"old") -> Request:
    request: Request = Request.blank("/", method="POST", body=body)
    return request


def test_the_headers_can_be_replaced() -> None:
    """Those before are gone, also from the environment."""
    request = Request.blank("/", headers={"X-Old": "1"})
    request.headers = {"X-New": "2"}

    assert ("2", None) == (request.headers["X-New"], request.headers.get("X-Old"))
    assert ("2", False) == (request.environ["HTTP_X_NEW"], "HTTP_X_OLD" in request.environ)


def test_the_length_of_the_body_can_be_set_and_taken_away() -> None:
    """A number, and None for none."""
    request = posted()
    request.content_length = 2
    assert ("2", 2) == (request.environ["CONTENT_LENGTH"], request.content_length)
    request.content_length = None

    assert ("CONTENT_LENGTH" in request.environ, request.content_length) == (False, None)


@pytest.mark.parametrize(
    ("attribute", "value", "body"),
    [
        ("text", "é", "é".encode()),
        ("json_body", {"a": [1]}, b'{"a":[1]}'),
        ("json", "é", b'"\\u00e9"'),
        ("body_file", io.BytesIO(b"new"), b"new"),
    ],
)
def test_the_body_can_be_written_in_every_form_and_taken_away(
    attribute: str, value: Any, body: bytes
) -> None:
    """What is read next is what was written."""
    request = posted()
    request.charset = "UTF-8"
    setattr(request, attribute, value)
    if attribute == "body_file":
        request.content_length = len(body)
    assert body == request.body
    delattr(request, attribute)

    assert b"" == request.body


@pytest.mark.parametrize(("key", "attribute"), [("PATH_INFO", "path_info"), ("QUERY_STRING", "GET")])
def test_an_environment_that_is_not_latin_1_is_a_400(key: str, attribute: str) -> None:
    """A server that breaks PEP 3333 is no reason to fail."""
    request = Request.blank("/")
    request.environ[key] = "/€"

    with pytest.raises(HTTPBadRequest):
        getattr(request, attribute)


def test_without_a_host_the_address_is_that_of_the_server() -> None:
    """As HTTP/1.0 clients leave it out."""
    request = Request.blank("/x")
    del request.environ["HTTP_HOST"]
    request.environ.update(SERVER_NAME="here.example", SERVER_PORT="8080", SCRIPT_NAME="/at")

    assert "http://here.example:8080/at" == request.application_url
