"""Words as people type them: clean for keeping, and folded for finding and comparing.

A storage keeps the folded text beside the text, so that searching means the same in every
store: databases disagree about the case of letters beyond ASCII.
"""

from __future__ import annotations

import unicodedata

__all__ = ["clean_line", "clean_text", "fold", "fold_login", "unfit"]


def clean_line(typed: str) -> str:
    """Return *typed* as one line: composed, with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def clean_text(typed: str) -> str:
    """Return *typed* with line feeds only, and without blank ends."""
    lines = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def fold(text: str) -> str:
    """Return *text* as it is compared: without case, width and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def fold_login(typed: str) -> str:
    """Return the one form of a login name, whatever case it was typed in."""
    return fold(typed)


def unfit(text: str) -> bool:
    """Return whether *text* holds what no store keeps: NUL, other controls, lone surrogates."""
    return any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\r\n" for letter in text)
