"""Passwords are kept as hashes only."""

from __future__ import annotations

import pytest

from board.domain.passwords import DECOY, LONGEST, Passwords


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


def test_a_password_fits_its_hash_only(passwords: Passwords) -> None:
    """The right password is accepted, in either way of writing a letter; others are not."""
    kept = passwords.hash("Grüße an alle")

    assert kept.startswith("$argon2id$")
    assert (True, None) == passwords.check("Gru\u0308ße an alle", kept)
    assert (False, None) == passwords.check("grüße an alle", kept)


def test_an_unknown_user_takes_as_long_as_a_known_one(passwords: Passwords) -> None:
    """The decoy has the parameters of a fresh hash, and fits no password."""
    assert DECOY.split("$")[:4] == passwords.hash("any").split("$")[:4]
    assert (False, None) == passwords.check("any", None)


def test_an_endless_password_is_refused_unhashed(passwords: Passwords) -> None:
    """Length costs time, so there is a limit."""
    assert (False, None) == passwords.check("a" * (LONGEST + 1), passwords.hash("a"))
