"""Passwords: hashed with Argon2id, checked in constant time whoever asks, and length-limited.

Nothing here knows of users' names or sessions; `board.views.login` does.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pwdlib import PasswordHash

__all__ = ["DECOY", "LONGEST", "SHORTEST", "Passwords"]

#: Longer ones cost time and protect nothing (CVE-2013-1443).
LONGEST = 4096

#: What is asked of a new one.
SHORTEST = 10

#: What an unknown name is checked against, so that it takes as long as a known one.  It is the
#: hash of random bytes that nobody kept, with the parameters of today.
DECOY = "$argon2id$v=19$m=65536,t=3,p=4$VavjMIuDpRNoKjjP0E6iQQ$ws286/VFQT/NMIIcDjBZJEHmhLxfd691mwvJc5gVsNU"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and checks passwords; one of them serves a whole application."""

    hashing: PasswordHash = field(default_factory=PasswordHash.recommended)

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self.hashing.hash(_normal(password))

    def check(self, password: str, kept: str | None) -> tuple[bool, str | None]:
        """Return whether *password* fits the *kept* hash, and a stronger hash to keep instead.

        *kept* is None for a user who does not exist: the answer is no, after the same time.
        """
        if len(password) > LONGEST:
            return False, None
        fits, stronger = self.hashing.verify_and_update(_normal(password), kept or DECOY)
        return (fits, stronger) if kept is not None else (False, None)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
