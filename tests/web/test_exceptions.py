"""Exceptions of the request."""

from __future__ import annotations

from corefw.web.exceptions import BadCSRFOrigin, BadCSRFToken, NoRoute, PredicateMismatch, URLDecodeError
from corefw.web.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPNotFound


def test_a_mismatch_is_a_not_found_that_keeps_its_reasons_to_itself() -> None:
    """The developer reads them, the client does not."""
    miss = PredicateMismatch(reasons=("it is not a POST",))
    miss.prepare({})

    assert isinstance(miss, HTTPNotFound)
    assert ("it is not a POST",) == miss.reasons
    assert b"404 Not Found\n\nThere is nothing at this address.\n" == miss.body


def test_an_unknown_path_is_a_mismatch_that_says_so() -> None:
    """It is made without the constructor of its bases, and nothing is missing."""
    made, usual = NoRoute(), HTTPNotFound()

    assert (usual.args, str(usual), usual.headerlist) == (made.args, str(made), made.headerlist)
    assert (usual.body, usual.status) == (made.body, made.status)
    assert ("no route matches the path",) == made.reasons


def test_a_decode_error_does_not_repeat_the_url() -> None:
    """The bytes are attributes, as those of UnicodeDecodeError."""
    error = URLDecodeError("utf-8", b"/<\xff>", 2, 3, "invalid start byte")
    error.prepare({"HTTP_ACCEPT": "text/html"})

    assert (b"/<\xff>", 2, "invalid start byte") == (error.object, error.start, error.reason)
    assert "The URL is not valid UTF-8." == str(error)
    assert b"<\xff>" not in error.body


def test_csrf_refusals_are_sent_as_403_and_are_no_reason_to_log_in() -> None:
    """A view for HTTPForbidden, which often offers the login form, does not see them."""
    for refusal in (BadCSRFOrigin(), BadCSRFToken()):
        assert "403 Forbidden" == refusal.status
        assert isinstance(refusal, HTTPBadRequest)
        assert not isinstance(refusal, HTTPForbidden)
