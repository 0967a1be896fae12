"""The board's own texts: English where they stand, and translated for who reads them.

They are in the general domain ``messages``, so that the pages of an addon, which have a domain of their own
and stand in the frame of the board's pages, find the texts of that frame.  The catalogues are in ``locale``.
"""

from __future__ import annotations

from corefw.i18n import TranslationString, TranslationStringFactory

__all__ = ["DOMAIN", "_", "english"]

DOMAIN = "messages"

_ = TranslationStringFactory(DOMAIN)


def english(text: str) -> str:
    """Return the text as it stands, for a log and wherever no reader is known."""
    return text.interpolate() if isinstance(text, TranslationString) else text
