"""Which forms of a file a client takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.base.errors import ConfigurationError
from corefw.web.static.encodings import ENDINGS, accepted, endings_of


def test_an_encoding_has_the_ending_of_its_files() -> None:
    """In the order given; one alone may be said as a text."""
    assert (("br", ".br"), ("gzip", ".gz")) == endings_of(["br", "gzip"])
    assert (("gzip", ".gz"),) == endings_of("gzip")


def test_an_unknown_encoding_is_refused() -> None:
    """With what was probably meant."""
    with pytest.raises(ConfigurationError) as caught:
        endings_of(["gzp"])

    assert (
        'CFW-563  Static files cannot be sent in the content encoding "gzp". Did you mean "gzip"?\n\n'
        "  Known are: br, bzip2, compress, gzip, xz, zstd.\n\n"
        '  To mend it: content_encodings=("br", "gzip")' == str(caught.value)
    )


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("gzip, br", {"gzip", "br"}),
        ("gzip;q=0.5", {"gzip"}),
        ("gzip;q=0", set()),
        ("*", {"br", "gzip"}),
        ("*;q=0, br", {"br"}),
        ("gzip;q=2", set()),
        ("gzip;q=x", set()),
        ("gzip;level=9", {"gzip"}),
        ("identity", set()),
        (None, set()),
    ],
)
def test_the_header_says_which(header: str | None, names: set[str]) -> None:
    """What it does not name is not taken, unless the star says so."""
    assert names == accepted(header, ["br", "gzip"])


@given(st.text())
def test_no_header_raises(header: str) -> None:
    """And nothing is accepted that was not offered."""
    assert accepted(header, ENDINGS) <= set(ENDINGS)
