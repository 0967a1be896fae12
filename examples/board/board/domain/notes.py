"""Notes in a board's feed: kept so that each reader can be told in their own language.

What is kept is the English text with its markers, and what stands for each marker, as a JSON object.
Whatever else is found there is a note of an older board, and is told as it is.
"""

from __future__ import annotations

import json

from board.texts import DOMAIN
from corefw.i18n import TranslationString

__all__ = ["kept", "noted"]


def kept(words: TranslationString) -> str:
    """Return what is stored of a note."""
    return json.dumps({"words": str(words), "with": words.mapping}, ensure_ascii=False)


def noted(stored: str) -> str:
    """Return the note of which *stored* was kept."""
    if not stored.startswith("{"):
        return stored
    note = json.loads(stored)
    return TranslationString(note["words"], DOMAIN, mapping=note["with"])
