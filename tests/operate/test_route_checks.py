"""Routes that are understood otherwise than meant are found, under ids that stay the same."""

from __future__ import annotations

import pytest

from corefw.config import Configurator
from corefw.engine.registry import Registry
from corefw.operate.checks import CheckRow, check


def registry_of(pattern: str, **settings: object) -> Registry:
    config = Configurator(settings={"corefw": settings})
    config.add_placeholder_type("month", "[0-9]{4}-[0-9]{2}")
    config.add_route("card", pattern)
    registry: Registry = config.make_wsgi_app().registry
    return registry


def rows_of(pattern: str) -> list[CheckRow]:
    return check(registry_of(pattern)).rows


@pytest.mark.parametrize(
    ("pattern", "typed", "literal"),
    [
        ("/cards/{id:itn}", "/cards/{id:int}", "/cards/{id:(?:itn)}"),
        ("/cards/{id:Int}/x", "/cards/{id:int}/x", "/cards/{id:(?:Int)}/x"),
        ("/{day:dat}", "/{day:date}", "/{day:(?:dat)}"),
        ("/{m:monht}", "/{m:month}", "/{m:(?:monht)}"),
        ("https://cdn.example/{id:uid}", "https://cdn.example/{id:uuid}", "https://cdn.example/{id:(?:uid)}"),
    ],
)
def test_a_misspelt_type_is_told(pattern: str, typed: str, literal: str) -> None:
    """With the place of the route, and with what to write for either meaning."""
    (row,) = rows_of(pattern)

    assert ("warning", "core.route.type", "corefw") == (row.level, row.id, row.owner)
    assert "tests/operate/test_route_checks.py:" in row.place
    assert f'"{typed}", or "{literal}" where that word is meant' == row.hint


@pytest.mark.parametrize("at", [0, 1])
def test_what_it_says_to_write_is_right(at: int) -> None:
    """Each of the two patterns can be used, and is not told of again."""
    (row,) = rows_of("/cards/{id:itn}")

    assert [] == rows_of(row.hint.split('"')[1 + 2 * at])


def test_it_is_told_in_words() -> None:
    """What was written, what it does, and what was probably meant."""
    (row,) = rows_of("/cards/{id:itn}")

    assert (
        'The route "card" has {id:itn}, which matches the word "itn" alone. Did you mean the type "int"?'
        == row.message
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "/",
        "/{id}",
        "/{id:int}",
        r"/{id:\d+}",
        "/{id:[int]}",
        "/{id:in.}",
        "/{lang:en}",
        "/{kind:pdf}",
        "/*rest",
    ],
)
def test_an_expression_is_no_misspelt_type(pattern: str) -> None:
    """Nor is a word that is near to none."""
    assert [] == rows_of(pattern)


def test_it_can_be_silenced() -> None:
    """Then it is not told, and once it is mended the silence is."""
    wrong = check(registry_of("/{id:itn}", silence=["core.route.type"]))
    mended = check(registry_of("/{id:int}", silence=["core.route.type"]))

    assert ([], ["core.route.type"]) == (wrong.rows, [row.id for row in wrong.silenced])
    assert ["core.silence"] == [row.id for row in mended.rows]
