"""Pictures are told by their bytes."""

from __future__ import annotations

import pytest

from board.domain.pictures import media_type_of, picture_from


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89arest", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPrest", "image/webp"),
        (b"<svg/>", None),
        (b"BM", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_type(data: bytes, kind: str | None) -> None:
    """Never the name, never what was claimed."""
    assert kind == media_type_of(data)


def test_each_upload_gets_a_name_of_its_own() -> None:
    """Nobody can guess one, and a browser never shows an old picture for a new one."""
    assert picture_from(b"GIF89a").name != picture_from(b"GIF89a").name
