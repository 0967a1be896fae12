"""The pattern language of routes: what it matches, what it makes, and what it refuses."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefw.config import ConfigurationError, Configurator
from corefw.response import Response
from corefw.web.routing.pattern import Pattern, parse_pattern, quote_segment
from corefw.web.routing.placeholders import BUILTIN_TYPES, PlaceholderType
from tests.wsgi import ask

#: What a client can send in a segment: any text that UTF-8 can hold, without NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
SEGMENT = TEXT.filter(lambda text: "/" not in text)
SLUG = st.from_regex(r"[a-z0-9]+(?:-[a-z0-9]+)*", fullmatch=True)
INT = st.integers(-(10**18), 10**18)


def pattern(text: str) -> Pattern:
    """Return a pattern with the built-in types."""
    return parse_pattern(text, BUILTIN_TYPES)


def there_and_back(text: str, **values: Any) -> dict[str, Any] | None:
    """Return what a server finds in the path that *values* made."""
    parsed = pattern(text)
    return parsed.match(unquote(parsed.generate(values)))


@given(SEGMENT)
def test_a_plain_placeholder_comes_back(value: str) -> None:
    """Every text that one segment can hold survives the way through a URL (CVE-2014-0480)."""
    assert {"x": value} == there_and_back("/cards/{x}", x=value)


@given(SEGMENT, SEGMENT)
def test_a_placeholder_between_text_comes_back(first: str, second: str) -> None:
    """Text around a placeholder stays where it is."""
    found = there_and_back("/a-{x}/{y}.html", x=first, y=second)

    assert {"x": first, "y": second} == found


@given(st.lists(TEXT.filter(lambda text: not {"{", "}", "*"} & {*text}), max_size=9), st.data())
def test_a_path_is_its_texts_and_values_one_after_the_other(texts: list[str], data: st.DataObject) -> None:
    """However many there are, with text between them or none, and whatever the text means elsewhere."""
    written, expected, values = "/p", "/p", {}
    for number, text in enumerate(texts):
        if data.draw(st.booleans()):
            values[f"v{number}"] = value = data.draw(st.one_of(TEXT, st.integers(), TEXT.map(str.encode)))
            written, expected = f"{written}{{v{number}}}", expected + quote_segment(value)
        else:
            written, expected = written + text, expected + quote(text, safe="~!$&'()*+,;=:@/")

    assert expected == pattern(written).generate(values)


@pytest.mark.parametrize("text", ["{x}", "{x}/b", "{x:.*}", "*x", "/{x}", "//a/{x}", "/{x}{y}"])
@pytest.mark.parametrize("value", ["", "/", "/a", "a"])
def test_no_path_begins_with_two_slashes(text: str, value: str) -> None:
    """Whether the pattern does, or a value that is empty or holds a slash makes it so (CVE-2018-14574)."""
    assert not pattern(text).generate({"x": value, "y": value}).startswith("//")


@given(INT)
def test_an_int_comes_back(value: int) -> None:
    """A whole number is a number again."""
    assert {"n": value} == there_and_back("/{n:int}", n=value)


@given(SLUG)
def test_a_slug_comes_back(value: str) -> None:
    """A slug is text."""
    assert {"s": value} == there_and_back("/{s:slug}", s=value)


@given(st.dates())
def test_a_date_comes_back(value: date) -> None:
    """A date is a date again."""
    assert {"d": value} == there_and_back("/{d:date}", d=value)


@given(st.uuids())
def test_a_uuid_comes_back(value: UUID) -> None:
    """A UUID is a UUID again."""
    assert {"u": value} == there_and_back("/{u:uuid}", u=value)


@given(st.from_regex(r"[a-c]{2,4}", fullmatch=True))
def test_a_value_of_an_own_expression_comes_back(value: str) -> None:
    """Braces inside an expression belong to it."""
    assert {"x": value} == there_and_back("/x/{x:[a-c]{2,4}}", x=value)


@given(TEXT)
def test_an_expression_that_matches_slashes_gets_them_back(value: str) -> None:
    """An own expression may span segments, line feeds included."""
    assert {"x": value} == there_and_back("/x/{x:.+}", x=value)


@given(st.lists(SEGMENT.filter(lambda text: text not in (".", "..")), max_size=5))
def test_a_star_comes_back(values: list[str]) -> None:
    """The rest of a path is a tuple of segments."""
    assert {"rest": tuple(values)} == there_and_back("/x/*rest", rest=values)


@given(SEGMENT, st.lists(SEGMENT.filter(lambda text: text not in (".", "..")), max_size=5))
def test_a_star_without_a_slash_before_it_comes_back(first: str, values: list[str]) -> None:
    """Its segments are told from the placeholder before it by a slash."""
    assert {"x": first, "rest": tuple(values)} == there_and_back("/{x}*rest", x=first, rest=values)


@pytest.mark.parametrize(
    ("value", "path"),
    [((), "/a"), (("b",), "/a/b"), (("", "b"), "/a/b"), ("b", "/ab"), ("/b/c", "/a/b/c"), (b"b", "/ab")],
)
def test_only_segments_are_set_off_from_what_stands_before_a_star(value: Any, path: str) -> None:
    """Text is taken as it is."""
    assert path == parse_pattern("/a*rest", {}).generate({"rest": value})


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("/x/a/./b", ("a", "b")),
        ("/x/a/../b", ("b",)),
        ("/x/../../etc/passwd", ("etc", "passwd")),
        ("/x/..", ()),
        ("/x//a//", ("a",)),
    ],
)
def test_no_dots_of_a_star_reach_a_view(path: str, rest: tuple[str, ...]) -> None:
    """They are resolved, as Pyramid does it: what joins the segments to a path stays below it."""
    assert {"rest": rest} == pattern("/x/*rest").match(path)


@given(st.lists(TEXT, min_size=1, max_size=4), st.sampled_from(["/{x}", "/*x", "/{x:.*}"]))
def test_a_path_is_never_another_host(values: list[str], text: str) -> None:
    """Whatever the values, a browser stays on this host (CVE-2018-14574)."""
    value: Any = values if "*x" in text else "/".join(values)
    made = pattern(text).generate({"x": value})

    assert not made.startswith(("//", "/\\"))
    assert re.fullmatch(r"[!-~]*", made)


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("../../b", "..%2F..%2Fb"),
        ("a/b", "a%2Fb"),
        ("?q", "%3Fq"),
        ("#f", "%23f"),
        ("%2e%2e", "%252e%252e"),
        (" ", "%20"),
        ("é", "%C3%A9"),
        (b"\xc3\xa9", "%C3%A9"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("\\evil", "%5Cevil"),
        ("a;b=c:@", "a;b=c:@"),
        (7, "7"),
    ],
)
def test_a_segment_is_percent_encoded(value: Any, segment: str) -> None:
    """RFC 3986, section 3.3: what is not of a segment is encoded."""
    assert segment == quote_segment(value)


def test_no_path_holds_nul() -> None:
    """A NUL in a value is the programmer's to know of."""
    with pytest.raises(ValueError, match="a path cannot hold NUL"):
        pattern("/{x}").generate({"x": "a\0b"})


def test_every_missing_value_is_named() -> None:
    """The error names all that are missing, not the first."""
    with pytest.raises(KeyError, match="a, b"):
        pattern("/{a}/{b}/{c}").generate({"c": 1})


@pytest.mark.parametrize(
    ("kind", "value"),
    [("int", "seven"), ("int", 10**30), ("date", "yesterday"), ("slug", "Ä b"), ("uuid", 1)],
)
def test_a_value_that_the_type_does_not_take_makes_no_url(kind: str, value: Any) -> None:
    """A URL that its own route would not match is refused when it is made."""
    with pytest.raises(ValueError, match=f'"x" takes {kind} values, and .* is none'):
        pattern(f"/{{x:{kind}}}").generate({"x": value})


def test_a_value_that_a_type_of_ones_own_does_not_know_makes_no_url() -> None:
    """Neither is it taken for a value that is missing."""
    sizes = {"small": "s", "large": "l"}
    size = PlaceholderType("size", "[sl]", build=sizes.__getitem__)
    made = parse_pattern("/{x:size}", {"size": size})

    assert "/s" == made.generate({"x": "small"})
    with pytest.raises(ValueError, match="\"x\" takes size values, and 'huge' is none"):
        made.generate({"x": "huge"})


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        ("/hello", "/hello", {}),
        ("/hello", "/hello\n", None),
        ("/hello", "/hello/", None),
        ("/hello", "/HELLO", None),
        ("/hello", "//hello", None),
        ("/hello", "/hello;v=1", None),
        ("hello", "/hello", {}),
        ("", "/", {}),
        ("/{x}", "/", None),
        ("/{x}", "/a/b", None),
        ("/{x}", "/a\n", {"x": "a\n"}),
        ("/{n:int}", "/7", {"n": 7}),
        ("/{n:int}", "/-7", {"n": -7}),
        ("/{n:int}", "/-0", None),
        ("/{n:int}", "/+1", None),
        ("/{n:int}", "/\N{ARABIC-INDIC DIGIT ONE}", None),
        ("/{n:int}", "/1_0", None),
        ("/{n:int}", "/01", None),
        ("/{n:int}", "/" + "9" * 5000, None),
        ("/{n:int}", "/7\n", None),
        ("/{d:date}", "/2024-02-30", None),
        ("/{u:uuid}", "/x", None),
        ("/x/*rest", "/x/", {"rest": ()}),
        ("/x/*rest", "/x", None),
        ("/x/*rest", "/x/a//b/", {"rest": ("a", "b")}),
        ("/x*rest", "/xa/b", {"rest": ("a", "b")}),
        ("/{a}-{b:int}", "/x-1", {"a": "x", "b": 1}),
        ("/{x:a|b}c", "/bc", {"x": "b"}),
        ("/a.b", "/aXb", None),
        ("/a*", "/a*", {}),
        ("/a*1", "/a*1", {}),
    ],
)
def test_what_a_pattern_matches(text: str, path: str, values: dict[str, Any] | None) -> None:
    """Patterns match the whole decoded path (CVE-2021-44420); a value that does not fit is a miss."""
    config = Configurator()
    config.add_route("it", text)
    config.add_view(lambda request: Response(repr(request.matchdict)), route_name="it")
    answer = ask(config.make_wsgi_app(), path)

    assert values == pattern(text).match(path)
    assert (404 if values is None else 200) == answer.status
    assert values is None or repr(values) == answer.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/{a", "a brace is not closed"),
        ("/\ud800", "it holds half a character, which no path can"),
        ("/a}", "it closes a brace that was not opened"),
        ("/{a}/{a}", 'the placeholder "a" stands in it twice'),
        ("/{a}/*a", 'the placeholder "a" stands in it twice'),
        ("/{1}", '"1" cannot be the name of a placeholder'),
        ("/{}", '"" cannot be the name of a placeholder'),
        ("/*_query", '"_query" is what route_url calls an argument of its own'),
        ("/{a:[}", 'the expression of "a" is not one: unterminated character set at position 0'),
        ("/{a:(?P<b>c)}", 'the expression of "a" has named groups, which are the route\'s'),
        (
            "/{a:(?i)b}",
            "its expressions do not fit together: "
            "global flags not at the start of the expression at position 7",
        ),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_place(text: str, why: str) -> None:
    """The error has the pattern, the reason, and the line that declared it."""
    config = Configurator()
    config.add_route("broken", text)

    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    shown = text.encode("ascii", "backslashreplace").decode()
    assert ("CFW-510", f'The pattern "{shown}" cannot be used: {why}.') == (problem.code, problem.what)
    assert [("test_pattern.py", 'config.add_route("broken", text)')] == [
        (row.place.file.rpartition("/")[2], row.place.source) for row in problem.witnesses
    ]
