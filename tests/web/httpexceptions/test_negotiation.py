"""Which form of an error page a client wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.httpexceptions.negotiation import wanted_form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "plain"),
        ("", "plain"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/json", "json"),
        ("application/json, text/plain, */*", "json"),
        ("application/json, */*;q=0.5", "json"),
        ("*/*, text/plain", "plain"),
        ("text/*, application/json", "json"),
        ("application/json;q=0.5, */*", "html"),
        ("application/problem+json, text/html;q=0.5", "json"),
        ("text/html;q=0.1, application/json;q=0.2", "json"),
        ("text/plain, text/html;q=0.9", "plain"),
        ("image/png", "plain"),
        ("text/html;q=0, */*", "json"),
        ("application/json;q=1e999, text/plain", "plain"),
        ("text/html, " * 10_000, "plain"),
    ],
)
def test_the_preferred_form_is_found(accept: str | None, form: str) -> None:
    """Weights as RFC 9110 has them; what cannot be read counts as nothing."""
    assert form == wanted_form(accept)


@given(st.text())
def test_no_header_raises(accept: str) -> None:
    """Garbage is a client without wishes."""
    assert wanted_form(accept) in ("html", "json", "plain")
