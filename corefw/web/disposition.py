"""``Content-Disposition``: under which name a browser keeps what it is sent.  Floor 4."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

__all__ = ["content_disposition"]

_LONGEST: Final = 255
_UNSAFE: Final = str.maketrans({'"': "'", "\\": "_", "/": "_", "%": "_", "\u00a0": " "})
_ATTR_CHARS: Final = "!#$&+-.^_`|~"  # RFC 8187, section 3.2.1


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """Return the header's value for a file that is kept as *filename* (RFC 6266), or shown with *inline*.

    A name beyond ASCII is said twice, for old clients without what they cannot read.  Slashes, quotes
    and the like become underscores, and a name is cut to 255 characters before its ending.  Raises
    ValueError for control characters, which would split the header.
    """
    if not filename or any(not char.isprintable() and char != "\u00a0" for char in filename):
        raise ValueError(f"{filename!r} is not the name of a file")
    name = filename.translate(_UNSAFE).strip(" .") or "_"
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        name = name[: _LONGEST - len(kept)] + kept
    kind = "inline" if inline else "attachment"
    plain = name.encode("ascii", "replace").decode("ascii").replace("?", "_")
    value = f'{kind}; filename="{plain}"'
    if plain != name:
        value += f"; filename*=UTF-8''{quote(name, safe=_ATTR_CHARS, errors='replace')}"
    return value
