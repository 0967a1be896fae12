"""Secrets that change: one form for whatever signs.

Every part of corefw that signs takes one secret or a list of them.  The first of the list
signs; what the others signed is still believed and signed anew.  So a secret is changed by
putting the new one in front, and the old one is taken out when what it signed has run out
(GHSA-4grg-w6v8-c28g).  Floor 4.
"""

from __future__ import annotations

from collections.abc import Sequence

from corefw.base.errors import ConfigurationError, Fix, Problem

__all__ = ["Secrets", "secrets_of"]

Secrets = str | bytes | Sequence[str | bytes]


def secrets_of(secret: Secrets, what: str) -> list[str | bytes]:
    """Return one secret or several as a list.

    Raises `ConfigurationError` (CFW-527), which names *what* is signed with it, if there is
    none, or an empty one.
    """
    found = [secret] if isinstance(secret, str | bytes) else list(secret)
    if not found or not all(isinstance(one, str | bytes) and one for one in found):
        raise ConfigurationError(
            Problem(
                "CFW-527",
                f"The secret of the {what} is empty.",
                why="Whoever knows the secret can sign what others believe.",
                fixes=(Fix("", "python -c 'import secrets; print(secrets.token_urlsafe(48))'"),),
            )
        )
    return found
