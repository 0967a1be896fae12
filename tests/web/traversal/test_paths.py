"""Paths of resources, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from corefw.exceptions import URLDecodeError
from corefw.traversal import (
    quote_path_segment,
    resource_path,
    resource_path_tuple,
    split_path_info,
    traversal_path,
    traversal_path_info,
)
from tests.web.traversal.trees import Folder, branch


def test_a_path_is_the_names_from_the_root() -> None:
    """As text it is encoded, as a tuple it is not; elements are put below."""
    root, found = branch("a b", "é/ü")

    assert "/a%20b/%C3%A9%2F%C3%BC" == resource_path(found)
    assert ("", "a b", "é/ü") == resource_path_tuple(found)
    assert "/a%20b/x/y%2Fz/1" == resource_path(root["a b"], "x", "y/z", 1)
    assert ("", "x") == resource_path_tuple(root, "x")
    assert "/" == resource_path(root)
    assert ("",) == resource_path_tuple(root)
    assert "named" == resource_path(Folder("named"))


@pytest.mark.parametrize(
    ("segment", "quoted"),
    [
        ("a b", "a%20b"),
        ("é", "%C3%A9"),
        ("é".encode(), "%C3%A9"),
        (7, "7"),
        ("~!$&'()*+,;=:@", "~!$&'()*+,;=:@"),
        ("/?#%[]", "%2F%3F%23%25%5B%5D"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
    ],
)
def test_a_segment_is_encoded_as_rfc_3986_asks(segment: Any, quoted: str) -> None:
    """What is no text is made text; what a browser would resolve is encoded too."""
    assert quoted == quote_path_segment(segment)


def test_what_is_safe_can_be_said() -> None:
    """As Pyramid documents it."""
    assert "a/b%3A" == quote_path_segment("a/b:", safe="/")


def test_no_path_holds_nul() -> None:
    """A name with one has no path."""
    _, found = branch("a\0b")

    with pytest.raises(ValueError, match="a path cannot hold NUL"):
        resource_path(found)


@pytest.mark.parametrize(
    ("path", "segments"),
    [
        ("", ()),
        ("/", ()),
        ("/a/b", ("a", "b")),
        ("a//b/./c/", ("a", "b", "c")),
        ("/a/../b", ("b",)),
        ("/../../a", ("a",)),
        ("/é", ("é",)),
    ],
)
def test_a_decoded_path_is_split(path: str, segments: tuple[str, ...]) -> None:
    """Nothing climbs above the root."""
    assert segments == split_path_info(path)


def test_a_path_of_wsgi_and_one_of_a_url_are_decoded() -> None:
    """PEP 3333 shows UTF-8 as Latin-1; a URL has it percent-encoded."""
    assert ("a", "é") == traversal_path_info("/a/Ã©")
    assert ("a", "é b") == traversal_path("/a/%C3%A9%20b")
    assert ("a",) == traversal_path(b"/a")


@pytest.mark.parametrize("path", ["/\xff", "/a\udcff", "/日"])
def test_a_path_of_wsgi_that_is_not_utf_8_is_a_client_error(path: str) -> None:
    """Answered with 400, and a UnicodeDecodeError as well."""
    with pytest.raises(URLDecodeError):
        traversal_path_info(path)


def test_a_path_that_should_be_encoded_and_is_not_is_refused() -> None:
    """It is text of a programmer, and so an error of another kind."""
    with pytest.raises(UnicodeEncodeError):
        traversal_path("/é")
    with pytest.raises(URLDecodeError):
        traversal_path("/%FF")
