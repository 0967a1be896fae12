"""The 400s that take more than the usual arguments."""

from __future__ import annotations

from corefw.web.httpexceptions import HTTPForbidden, HTTPMethodNotAllowed


def test_the_allowed_methods_become_a_header() -> None:
    """RFC 9110 requires it with a 405."""
    assert "GET, HEAD" == HTTPMethodNotAllowed(allowed=("GET", "HEAD")).headers["Allow"]


def test_a_list_in_the_place_of_the_detail_is_the_methods() -> None:
    """A text there is the detail still."""
    error = HTTPMethodNotAllowed(["GET"])

    assert ("GET", None) == (error.headers["Allow"], error.detail)
    assert "no" == HTTPMethodNotAllowed("no").detail


def test_the_answer_of_the_policy_is_kept_and_not_told() -> None:
    """It is for the log."""
    error = HTTPForbidden(result="<ACLDenied>")
    error.prepare({})

    assert "<ACLDenied>" == error.result
    assert b"ACLDenied" not in error.body
