"""Redirections and successes."""

from __future__ import annotations

import pytest

from corefw.web.httpexceptions import HTTPFound, HTTPNotModified, HTTPSeeOther
from corefw.web.response import check_headers


def test_the_location_comes_first() -> None:
    """As Pyramid documents it."""
    assert "/boards" == HTTPSeeOther("/boards").location
    assert "/boards" == HTTPFound(location="/boards", headers={"X-A": "1"}).location


def test_a_location_beyond_ascii_becomes_a_uri() -> None:
    """A server could not send it as it is."""
    response = HTTPFound("/é?q=ü&a=%20#€")
    check_headers(response.status, response.headerlist)

    assert "/%C3%A9?q=%C3%BC&a=%20#%E2%82%AC" == response.location


def test_a_location_with_a_line_end_is_refused() -> None:
    """It would split the response."""
    with pytest.raises(ValueError, match="control characters"):
        HTTPFound("/\r\nSet-Cookie: a=1")


def test_a_location_is_needed() -> None:
    """None is a mistake."""
    with pytest.raises(ValueError, match="needs a location"):
        HTTPFound(None)  # type: ignore[arg-type]


def test_not_modified_has_no_body_and_no_type() -> None:
    """RFC 9110, section 15.4.5."""
    assert [] == HTTPNotModified().headerlist
