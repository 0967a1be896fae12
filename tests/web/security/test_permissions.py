"""Answers of a security policy."""

from __future__ import annotations

from corefw.web.security.permissions import ACLAllowed, ACLDenied, Allowed, Denied


def test_an_answer_is_true_or_false() -> None:
    """And equal to it."""
    assert (True, False) == (bool(Allowed("yes")), bool(Denied("no")))
    assert 1 == Allowed("yes")
    assert isinstance(ACLAllowed(None, None, "", [], None), Allowed)
    assert isinstance(ACLDenied(None, None, "", [], None), Denied)


def test_the_reason_is_filled_when_it_is_read() -> None:
    """Arguments cost nothing until then; a text without them may hold a percent sign."""
    assert "ann may edit" == Allowed("%s may %s", "ann", "edit").msg
    assert "100 %" == str(Denied("100 %"))
    assert "<Denied: no>" == repr(Denied("no"))
