"""Which names a client may ask for: no way up, nothing hidden, nothing only Windows has.

Floor 4.  Where the files lie is the neighbour ``view``'s business.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["is_servable"]

_RESERVED = frozenset(
    [
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"com{n}" for n in "0123456789¹²³"),
        *(f"lpt{n}" for n in "0123456789¹²³"),
    ]
)
_SOURCES = (".py", ".pyc", ".pyo", ".pyd", "~")
_LONGEST_NAME = 255
_LONGEST_PATH = 4000


def is_servable(segments: Sequence[str]) -> bool:
    """Say whether every segment of a path is a plain, visible name on every system."""
    return sum(map(len, segments)) <= _LONGEST_PATH and all(map(_is_plain, segments))


def _is_plain(name: str) -> bool:
    if not name or name[0] == "." or name[-1] in ". " or not name.isprintable():
        return False
    if any(char in name for char in '/\\:*?"<>|') or name == "__pycache__":
        return False
    if name.lower().endswith(_SOURCES) or len(name.encode("utf-8", "replace")) > _LONGEST_NAME:
        return False
    return name.partition(".")[0].rstrip().lower() not in _RESERVED
