"""The pattern language of routes, in both directions.

``/cards/{id}`` matches one non-empty segment, ``{id:\\d+}`` what the expression matches,
``{id:int}`` a typed value, ``*rest`` (last) the rest as a tuple of segments, in which "." and
".." are resolved and so never reach a view.  Patterns are matched against the whole decoded
path (``fullmatch``, so a trailing line feed is not forgiven: CVE-2021-44420).  As Pyramid
documents it, with types added.  Floor 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from corefw.base.errors import ConfigurationError, Problem
from corefw.web.routing.placeholders import PlaceholderType
from corefw.web.traversal.paths import split_path_info

__all__ = ["Pattern", "Placeholder", "Star", "on_this_host", "parse_pattern", "quote_segment"]

# What RFC 3986 lets stand in a path segment without being encoded.
_SEGMENT_SAFE = "~!$&'()*+,;=:@"
_PATH_SAFE = _SEGMENT_SAFE + "/"
# Nearly every value is made of nothing else; "." and ".." are not.
_NEEDS_NO_QUOTES = re.compile(r"[\w~!$&'()*+,;=:@-][\w.~!$&'()*+,;=:@-]*", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Placeholder:
    """``{name}``, ``{name:regex}`` or ``{name:type}``."""

    name: str
    regex: str = "[^/]+"
    type: PlaceholderType | None = None

    @property
    def fills_a_segment(self) -> bool:
        """Whether it is known to match within one segment only."""
        return self.type is not None or self.regex == "[^/]+"


@dataclass(frozen=True, slots=True)
class Star:
    """``*name``: the rest of the path, as a tuple of its segments."""

    name: str


#: What ``route_url`` takes beside values, as Pyramid documents it.
_URL_ARGUMENTS = frozenset(("_query", "_anchor", "_app_url", "_scheme", "_host", "_port"))
Part = str | Placeholder | Star


def quote_segment(value: Any) -> str:
    """Return *value* as one percent-encoded path segment (RFC 3986).  Raises ValueError for NUL."""
    # Most values are words and numbers, and need no more than this.
    if type(value) is str and value.isalnum() and value.isascii():
        return value
    if type(value) is int:
        return str(value)
    text = value.decode("utf-8") if isinstance(value, bytes) else str(value)
    if _NEEDS_NO_QUOTES(text):
        return text
    if "\0" in text:
        raise ValueError("a path cannot hold NUL")
    if text in (".", ".."):
        return text.replace(".", "%2E")
    return quote(text, safe=_SEGMENT_SAFE)


def on_this_host(path: str) -> str:
    """Return *path* so that it cannot begin with two slashes.

    Such a path would be another host's to a browser (CVE-2014-0480).
    """
    return "/%2F" + path[2:] if path.startswith("//") else path


#: Returns the percent-encoded path, or its beginning, of values by name.
PathMaker = Callable[[Mapping[str, Any]], str]
#: Percent-encoded text, and of the value after it the name and what makes its text.
Value = tuple[str, str, Callable[[Any], str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern: literal text, placeholders, perhaps a star."""

    text: str
    parts: tuple[Part, ...]
    #: The names of the placeholders, in order.
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    #: What `regex` returned when it was first asked: most patterns never are.
    _regex: re.Pattern[str] | None = field(default=None, init=False, repr=False, compare=False)
    #: What `generate` calls, made for the first URL: most routes never have one.
    path_of: PathMaker | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = tuple([part.name for part in self.parts if not isinstance(part, str)])
        object.__setattr__(self, "names", names)

    @property
    def is_literal(self) -> bool:
        """Whether the pattern matches exactly one path."""
        return not self.names

    @property
    def regex(self) -> re.Pattern[str]:
        """The whole pattern as one regular expression."""
        if self._regex is not None:
            return self._regex
        pieces = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(re.escape(part))
            elif isinstance(part, Star):
                pieces.append(f"(?P<{part.name}>.*)")
            else:
                expression = part.type.regex if part.type is not None else part.regex
                pieces.append(f"(?P<{part.name}>{expression})")
        made = re.compile("".join(pieces), re.DOTALL)
        object.__setattr__(self, "_regex", made)
        return made

    def match(self, path: str) -> dict[str, Any] | None:
        """Return the values that *path* gives the placeholders, or None if it does not match."""
        found = self.regex.fullmatch(path)
        if found is None:
            return None
        values: dict[str, Any] = {}
        for part in self.parts:
            if isinstance(part, Star):
                values[part.name] = split_path_info(found[part.name])
            elif isinstance(part, Placeholder):
                text = found[part.name]
                if part.type is None:
                    values[part.name] = text
                    continue
                try:
                    values[part.name] = part.type.parse(text)
                except ValueError:
                    return None
        return values

    def generate(self, values: Mapping[str, Any]) -> str:
        """Return the percent-encoded path with *values* in it.

        Raises KeyError that names every missing placeholder, ValueError for a value that no
        path can hold.
        """
        try:
            return (self.path_of or self.prepared())(values)
        except KeyError:
            missing = self.missing(values)
            if not missing:  # it is of a value, that could not say its text
                raise
            raise KeyError(missing) from None

    def missing(self, values: Mapping[str, Any]) -> str:
        """Return the names of the placeholders that have no value."""
        return ", ".join([name for name in self.names if name not in values])

    def prepared(self) -> PathMaker:
        """Make `path_of`, and return it."""
        values: list[Value] = []
        text = ""
        for position, part in enumerate(self.parts):
            if isinstance(part, str):
                text = quote(part, safe=_PATH_SAFE)
            else:
                # Every pattern begins with text, so there is a part before.
                values.append((text, part.name, _filler(part, self.parts[position - 1])))
                text = ""
        made = _path_maker(values, text)
        if self.parts[0] == "/" or self.text.startswith("//"):  # a value may be the second slash
            made = _kept_here(made)
        object.__setattr__(self, "path_of", made)
        return made


def _path_maker(values: list[Value], end: str) -> PathMaker:
    """Return what makes a path of *values* and *end*: in one expression for the one or two that most have."""
    match values:
        case []:
            return lambda given: end
        case [(text, name, filled)]:
            return lambda given: f"{text}{filled(given[name])}{end}"
        case [(text, name, filled), (between, other, refilled)]:
            return lambda given: f"{text}{filled(given[name])}{between}{refilled(given[other])}{end}"
        case _:
            begun, (text, name, filled) = _path_maker(values[:-1], ""), values[-1]
            return lambda given: f"{begun(given)}{text}{filled(given[name])}{end}"


def _kept_here(made: PathMaker) -> PathMaker:
    return lambda given: on_this_host(made(given))


def _filler(part: Placeholder | Star, before: Part) -> Callable[[Any], str]:
    """Return what makes the percent-encoded text of a value that stands after *before*."""
    if isinstance(part, Star):
        return _quoted_rest if isinstance(before, str) and before.endswith("/") else _quoted_rest_below
    kind, name = part.type, part.name
    if kind is not None:
        return lambda value: quote_segment(_built(name, kind, value))
    if part.fills_a_segment:
        return quote_segment
    # An own expression may match slashes, and then they are meant.
    return lambda value: quote_segment(value).replace("%2F", "/")


def _built(name: str, kind: PlaceholderType, value: Any) -> str:
    """Return the text of a typed value, which the pattern must match again."""
    try:
        text = kind.build(value)
        kind.read(text)
    except (LookupError, TypeError, ValueError):
        raise ValueError(
            f'the placeholder "{name}" takes {kind.name} values, and {value!r} is none'
        ) from None
    return text


def _quoted_rest(value: Any) -> str:
    if isinstance(value, (str, bytes)):
        text = value.decode("utf-8") if isinstance(value, bytes) else value
        return "/".join(quote_segment(one) for one in text.split("/"))
    segments: Iterable[Any] = value
    return "/".join(quote_segment(one) for one in segments)


def _quoted_rest_below(value: Any) -> str:
    """As `_quoted_rest`, where no slash stands before the star: segments are told from what does."""
    text = _quoted_rest(value)
    return text if isinstance(value, (str, bytes)) or text[:1] in ("", "/") else f"/{text}"


def parse_pattern(text: str, types: Mapping[str, PlaceholderType]) -> Pattern:
    """Parse a pattern.  Raises `ConfigurationError` (CFW-510) which says what is wrong in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _wrong(ascii(text)[1:-1], "it holds half a character, which no path can") from None
    whole = text if text.startswith("/") else "/" + text
    parts: list[Part] = []
    literal, position = "", 0
    while position < len(whole):
        sign = whole[position]
        if sign == "{":
            end = _closing_brace(whole, position)
            if literal:
                parts.append(literal)
                literal = ""
            parts.append(_placeholder(whole[position + 1 : end], types, text))
            position = end + 1
        elif sign == "*" and re.fullmatch(r"\*[^\W\d]\w*", whole[position:]):
            if literal:
                parts.append(literal)
                literal = ""
            parts.append(Star(whole[position + 1 :]))
            position = len(whole)
        elif sign == "}":
            raise _wrong(text, "it closes a brace that was not opened")
        else:
            literal += sign
            position += 1
    if literal:
        # Most patterns are one literal, which is the same text.
        parts.append(literal if parts else whole)
    pattern = Pattern(whole, tuple(parts))
    for name in pattern.names:
        if pattern.names.count(name) > 1:
            raise _wrong(text, f'the placeholder "{name}" stands in it twice')
        if name in _URL_ARGUMENTS:
            raise _wrong(text, f'"{name}" is what route_url calls an argument of its own')
    if any(isinstance(part, Placeholder) and not part.fills_a_segment for part in parts):
        try:
            pattern.regex  # noqa: B018 - compiled now: a request would be too late to learn that it cannot be
        except re.error as error:
            raise _wrong(text, f"its expressions do not fit together: {error}") from None
    return pattern


def _closing_brace(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise _wrong(text, "a brace is not closed")


def _placeholder(inside: str, types: Mapping[str, PlaceholderType], whole: str) -> Placeholder:
    name, colon, rest = inside.partition(":")
    if not name.isidentifier():
        raise _wrong(whole, f'"{name}" cannot be the name of a placeholder')
    if not colon:
        return Placeholder(name)
    if rest in types:
        return Placeholder(name, types[rest].regex, types[rest])
    try:
        compiled = re.compile(rest)
    except re.error as error:
        raise _wrong(whole, f'the expression of "{name}" is not one: {error}') from None
    if compiled.groupindex:
        raise _wrong(whole, f'the expression of "{name}" has named groups, which are the route\'s')
    return Placeholder(name, rest)


def _wrong(pattern: str, why: str) -> ConfigurationError:
    return ConfigurationError(Problem("CFW-510", f'The pattern "{pattern}" cannot be used: {why}.'))
