"""Placeholder types: an application's own beside the built-in ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from corefw.web.routing.placeholders import BUILTIN_TYPES, PlaceholderType
from tests.wsgi import ask


def colour(text: str) -> tuple[int, ...]:
    """Return the three parts of a colour; grey is none."""
    parts = tuple(bytes.fromhex(text))
    if len(set(parts)) == 1:
        raise ValueError(text)
    return parts


def test_a_type_of_an_application_is_read_and_built() -> None:
    """A view gets the value, and a URL the text; ValueError of the reader is a miss."""
    config = Configurator()
    config.add_placeholder_type("colour", "[0-9a-f]{6}", colour, lambda parts: bytes(parts).hex())
    config.add_route("paint", "/paint/{tone:colour}")

    def paint(request: Any) -> Response:
        tone = request.matchdict["tone"]
        return Response(f"{tone} {request.route_path('paint', tone=tone)}")

    config.add_view(paint, route_name="paint")
    app = config.make_wsgi_app()

    assert (200, "(255, 0, 16) /paint/ff0010") == ask(app, "/paint/ff0010").said
    assert [404, 404, 404] == [ask(app, f"/paint/{text}").status for text in ("777777", "FF0010", "ff0010\n")]


@pytest.mark.parametrize(
    ("regex", "what"),
    [
        (".+", 'The placeholder type "t" matches a slash, and must stay in one segment.'),
        (
            "[",
            'The expression of the placeholder type "t" is not one: '
            "unterminated character set at position 10.",
        ),
        (
            "(?i)a",
            'The expression of the placeholder type "t" is not one: '
            "global flags not at the start of the expression at position 10.",
        ),
    ],
)
def test_a_type_that_cannot_be_used_is_refused(regex: str, what: str) -> None:
    """The error comes at once, where the type is declared."""
    with pytest.raises(ConfigurationError) as caught:
        Configurator().add_placeholder_type("t", regex)

    (problem,) = caught.value.problems
    assert ("CFW-512", what) == (problem.code, problem.what)
    assert ["test_placeholders.py"] == [row.place.file.rpartition("/")[2] for row in problem.witnesses]


def test_a_type_reads_only_what_its_expression_matches_whole() -> None:
    """The reader is never called with a text that the expression does not match."""
    kind = PlaceholderType("t", "[0-9]", int)

    assert 7 == kind.read("7")
    with pytest.raises(ValueError, match="77"):
        kind.read("77")


@given(st.text("0123456789-+_ \n\u0664x", max_size=22) | st.integers().map(str))
def test_a_type_that_is_strict_parses_what_its_expression_matches_and_nothing_else(text: str) -> None:
    """The index asks the parser of an int alone, and routes with expressions ask both."""
    kind = BUILTIN_TYPES["int"]
    try:
        parsed: int | None = kind.parse(text)
    except ValueError:
        parsed = None

    matched = re.fullmatch(kind.regex, text)

    assert kind.is_strict
    assert (int(text) if matched else None) == parsed


def test_what_parses_need_not_be_hashable() -> None:
    """Such as an object that equals others by what it holds."""

    @dataclass
    class OneOf:
        words: list[str]

        def __call__(self, text: str) -> str:
            return self.words[self.words.index(text)]

    config = Configurator()
    config.add_placeholder_type("word", "[a-z]+", OneOf(["red", "blue"]))
    for name, pattern in (("last", "/{word:word}"), ("more", "/{word:word}/{other:word}")):
        config.add_route(name, pattern)
        config.add_view(lambda request: str(request.matchdict), route_name=name, renderer="string")
    app = config.make_wsgi_app()

    assert ["{'word': 'red'}", "{'word': 'red', 'other': 'blue'}"] == [
        ask(app, path).text for path in ("/red", "/red/blue")
    ]
    assert [404, 404] == [ask(app, path).status for path in ("/green", "/red/green")]
