"""What was probably meant by a name that nobody knows."""

from __future__ import annotations

import pytest

from corefw.base.nearest import did_you_mean, near_fixes, nearest

KNOWN = ["renderer", "request_method", "route_name", "permission", "csrf"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("rendrer", "renderer"),
        ("RENDERER", "renderer"),
        ("method", "request_method"),
        ("route", "route_name"),
        ("require_csrf", "csrf"),
        ("zebra", None),
        ("", None),
        ("r", None),
    ],
)
def test_the_nearest_name_is_found(name: str, meant: str | None) -> None:
    """A slip, other capitals or a part of the name are near; anything else is not."""
    assert meant == nearest(name, KNOWN)


def test_of_several_that_hold_it_the_shortest_is_meant() -> None:
    """The one with the least besides."""
    assert "view_name" == nearest("view", ["the_whole_view_thing", "view_name", "old_view_name"])


def test_the_order_of_what_is_known_does_not_matter() -> None:
    """Sets may be given."""
    assert nearest("ab1", ["ab2", "ab3"]) == nearest("ab1", ["ab3", "ab2"])


def test_did_you_mean_is_a_sentence_or_nothing() -> None:
    """It is put behind a sentence that ends with a full stop."""
    assert ' Did you mean "renderer"?' == did_you_mean("rendrer", KNOWN)
    assert "" == did_you_mean("zebra", KNOWN)


def test_the_near_name_is_a_remedy_to_paste() -> None:
    """Written as whoever asks writes it; none where nothing is near."""
    (fix,) = near_fixes("rendrer", KNOWN, lambda near: f"write  {near}=...")

    assert ("renderer was meant", "write  renderer=...") == (fix.when, fix.do)
    assert () == near_fixes("zebra", KNOWN, str)
