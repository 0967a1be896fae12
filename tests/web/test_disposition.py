"""The name under which a browser keeps a file."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.web.disposition import content_disposition
from corefw.web.response import check_headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a.csv", 'attachment; filename="a.csv"'),
        ('a"; x=.bat', 'attachment; filename="a\'; x=.bat"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("C:\\x.txt", 'attachment; filename="C:_x.txt"'),
        ("été.csv", "attachment; filename=\"_t_.csv\"; filename*=UTF-8''%C3%A9t%C3%A9.csv"),
        ("...", 'attachment; filename="_"'),
        ("100%.txt", 'attachment; filename="100_.txt"'),
        ("n" * 300 + ".csv", f'attachment; filename="{"n" * 251}.csv"'),
        ("n" * 300, f'attachment; filename="{"n" * 255}"'),
    ],
)
def test_a_name_is_quoted(name: str, value: str) -> None:
    """It cannot leave its quotes, nor name a folder; beyond ASCII it is said twice (RFC 6266)."""
    assert value == content_disposition(name)


def test_a_file_may_be_shown_instead() -> None:
    """With the name that it would be kept by."""
    assert 'inline; filename="a.pdf"' == content_disposition("a.pdf", inline=True)


@pytest.mark.parametrize("name", ["", "a\r\nb", "a\0", "a\x7f", "\u202egpj.exe"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """Ends of lines, and signs that only change how the rest is read."""
    with pytest.raises(ValueError, match="is not the name of a file"):
        content_disposition(name)


@given(st.text(st.characters().filter(str.isprintable), min_size=1))
def test_every_other_name_is_a_good_header(name: str) -> None:
    """And what is sent in full can be read again."""
    value = content_disposition(name)
    check_headers("200 OK", [("Content-Disposition", value)])
    plain, _, whole = value.removeprefix('attachment; filename="').partition("; filename*=UTF-8''")
    assert '"' not in plain[:-1]
    assert (unquote(whole) or plain[:-1]).isprintable()
