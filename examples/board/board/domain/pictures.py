"""Pictures that people upload: told by their first bytes, never by their name or what was claimed.

A picture is not decoded here.  It is kept as bytes under a name that was made up, and served so that
a browser can do nothing with it but show it (`board.views.pictures`).
"""

from __future__ import annotations

import secrets

from board.domain.entities import Picture
from board.domain.errors import Refused
from board.texts import _

__all__ = ["LARGEST", "media_type_of", "picture_from"]

LARGEST = 300_000

#: The first bytes of each type; WebP has four bytes of length in between.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def media_type_of(data: bytes) -> str | None:
    """Return the type of a picture that browsers show as a picture, or None."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)


def picture_from(data: bytes) -> Picture:
    """Return a picture with a new name.  Raises `Refused`."""
    if len(data) > LARGEST:
        size = {"most": LARGEST // 1000}
        raise Refused("picture", _("The file is larger than ${most} KB. Please make it smaller.", size))
    media_type = media_type_of(data)
    if media_type is None:
        raise Refused("picture", _("This is no PNG, JPEG, GIF or WebP picture."))
    return Picture(secrets.token_urlsafe(18), media_type, data)
