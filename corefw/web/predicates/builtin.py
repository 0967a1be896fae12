"""The predicates that corefw brings, with the meanings Pyramid documents.

Each is made with its value and says in words what it asks (``text``), what tells it from
another of its kind (``phash``), and whether a request agrees.  Floor 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from zope.interface import implementedBy, providedBy

from corefw.base.errors import ConfigurationError, Fix, Problem
from corefw.web.predicates.compiling import (
    PredicateDefinition,
    PredicateInfo,
    RoutePredicate,
    ViewPredicate,
)

__all__ = ["ROUTE_PREDICATES", "VIEW_PREDICATES", "as_methods"]


# No range such as text/*: what is offered is one thing (RFC 9110, section 8.3.1).
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;.+)?", re.ASCII)


def _sorted_strings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(sorted(value))


def as_methods(value: Any) -> tuple[str, ...]:
    """Return request methods sorted, HEAD with GET (RFC 9110, section 9.3.2)."""
    methods = {str(one).upper() for one in _sorted_strings(value)}
    if "GET" in methods:
        methods.add("HEAD")
    return tuple(sorted(methods))


class _Predicate:
    """Common to all: the key is the words."""

    def text(self) -> str:
        raise NotImplementedError  # pragma: no cover - every subclass says its own

    def phash(self) -> Any:
        return self.text()


class XHR(_Predicate):
    """The request says that a script sent it (``X-Requested-With: XMLHttpRequest``)."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted = bool(value)

    def text(self) -> str:
        return f"xhr = {self.wanted}"

    def __call__(self, context: Any, request: Any) -> bool:
        return bool(request.is_xhr) is self.wanted


class RequestMethod(_Predicate):
    """The method is one of those named."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.methods = as_methods(value)

    def text(self) -> str:
        return f"request_method = {','.join(self.methods)}"

    def __call__(self, context: Any, request: Any) -> bool:
        return request.method in self.methods


class PathInfo(_Predicate):
    """The path matches an expression, from its beginning."""

    def __init__(self, value: str, info: PredicateInfo) -> None:
        self.pattern = value
        self.regex = _compiled("path_info", value)

    def text(self) -> str:
        return f"path_info = {self.pattern}"

    def __call__(self, context: Any, request: Any) -> bool:
        return self.regex.match(request.path_info) is not None


class RequestParam(_Predicate):
    """A parameter is there (``"a"``) or has a value (``"a=1"``); several must all agree."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted: list[tuple[str, str | None]] = []
        for one in _sorted_strings(value):
            # A leading "=" belongs to the name, as Pyramid documents it.
            lead, rest = ("=", one[1:]) if one.startswith("=") else ("", one)
            name, equals, text = rest.partition("=")
            self.wanted.append((lead + name.strip(), text.strip() if equals else None))

    def text(self) -> str:
        shown = (name if text is None else f"{name}={text}" for name, text in self.wanted)
        return f"request_param {','.join(shown)}"

    def __call__(self, context: Any, request: Any) -> bool:
        params = request.params
        return all(
            name in params if text is None else text in params.getall(name) for name, text in self.wanted
        )


class Header(_Predicate):
    """A header is there (``"Name"``) or matches (``"Name:expression"``); several must all agree."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted: list[tuple[str, str | None, re.Pattern[str] | None]] = []
        for one in _sorted_strings(value):
            name, colon, expression = one.partition(":")
            regex = _compiled("header", expression) if colon else None
            self.wanted.append((name, expression if colon else None, regex))

    def text(self) -> str:
        shown = (name if text is None else f"{name}={text}" for name, text, _ in self.wanted)
        return f"header {', '.join(shown)}"

    def __call__(self, context: Any, request: Any) -> bool:
        for name, _, regex in self.wanted:
            value = request.headers.get(name)
            if value is None or (regex is not None and regex.match(value) is None):
                return False
        return True


class Accept(_Predicate):
    """The client accepts one of the offered media types (RFC 9110, section 12.5.1)."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.offers = _sorted_strings(value)
        for offer in self.offers:
            if not _MEDIA_TYPE.fullmatch(offer):
                raise ConfigurationError(
                    Problem(
                        "CFW-502",
                        f'accept must be a media type such as text/html, and is "{offer}".',
                        fixes=(Fix("", 'accept="text/html", or several: ("text/html", "application/json")'),),
                    )
                )

    def text(self) -> str:
        return f"accept = {', '.join(self.offers)}"

    def __call__(self, context: Any, request: Any) -> bool:
        return bool(request.accept.acceptable_offers(self.offers))


class _OfType(_Predicate):
    """Asks for a class or an interface; two of them are two, also where their names are the same."""

    name: ClassVar[str]

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted = info.maybe_dotted(value)

    def text(self) -> str:
        return f"{self.name} = {self.wanted.__name__}"

    def phash(self) -> Any:
        return (self.name, self.wanted)


class Containment(_OfType):
    """The context or something it lies in is of a class or provides an interface."""

    name = "containment"

    def __call__(self, context: Any, request: Any) -> bool:
        spec = implementedBy(self.wanted) if isinstance(self.wanted, type) else self.wanted
        found = getattr(request, "context", context)
        while found is not None:
            if spec in providedBy(found).flattened() or (
                isinstance(self.wanted, type) and isinstance(found, self.wanted)
            ):
                return True
            found = getattr(found, "__parent__", None)
        return False


class RequestType(_OfType):
    """The request provides an interface."""

    name = "request_type"

    def __call__(self, context: Any, request: Any) -> bool:
        return bool(self.wanted.providedBy(request))


class MatchParam(_Predicate):
    """The route gave values: ``"action=edit"``; several must all agree."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted: list[tuple[str, str]] = []
        for one in _sorted_strings(value):
            name, equals, text = one.partition("=")
            if not equals:
                raise ConfigurationError(
                    Problem(
                        "CFW-502",
                        f'match_param must be "name=value", and is "{one}".',
                        fixes=(Fix("", f'match_param="{one.strip() or "name"}=value"'),),
                    )
                )
            self.wanted.append((name.strip(), text.strip()))

    def text(self) -> str:
        return f"match_param {','.join(f'{name}={text}' for name, text in self.wanted)}"

    def __call__(self, context: Any, request: Any) -> bool:
        values = request.matchdict
        return bool(values) and all(
            name in values and str(values[name]) == text for name, text in self.wanted
        )


class PhysicalPath(_Predicate):
    """The context lies at this path of the resource tree."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        path: Sequence[str] = value.split("/") if isinstance(value, str) else tuple(value)
        self.path = ("", *[one for one in path if one])

    def text(self) -> str:
        return f"physical_path = {'/'.join(self.path) or '/'}"

    def __call__(self, context: Any, request: Any) -> bool:
        path: list[str] = []
        found = context
        while found is not None and hasattr(found, "__name__"):
            path.insert(0, found.__name__ or "")
            found = getattr(found, "__parent__", None)
        return tuple(path) == self.path


class IsAuthenticated(_Predicate):
    """The security policy knows who asks (or, with False, does not)."""

    def __init__(self, value: Any, info: PredicateInfo) -> None:
        self.wanted = bool(value)

    def text(self) -> str:
        return f"is_authenticated = {self.wanted}"

    def __call__(self, context: Any, request: Any) -> bool:
        return bool(request.is_authenticated) is self.wanted


def _compiled(name: str, expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ConfigurationError(
            Problem(
                "CFW-502",
                f'{name} must be a regular expression, and "{expression}" is not: {error}.',
                fixes=(Fix("it is meant as plain text", repr(re.escape(expression))),),
            )
        ) from None


def _named(
    kind: type[PredicateDefinition], names: Sequence[tuple[str, Any]]
) -> tuple[PredicateDefinition, ...]:
    """Make definitions, each weighing more than the one before it."""
    rows: list[PredicateDefinition] = []
    for name, factory in names:
        after = (rows[-1].name,) if rows else ()
        rows.append(kind(name, factory, weighs_more_than=after))
    return tuple(rows)


#: From the lightest to the heaviest, as Pyramid documents their order.
VIEW_PREDICATES = _named(
    ViewPredicate,
    (
        ("xhr", XHR),
        ("request_method", RequestMethod),
        ("path_info", PathInfo),
        ("request_param", RequestParam),
        ("header", Header),
        ("accept", Accept),
        ("containment", Containment),
        ("request_type", RequestType),
        ("match_param", MatchParam),
        ("physical_path", PhysicalPath),
        ("is_authenticated", IsAuthenticated),
    ),
)

ROUTE_PREDICATES = _named(
    RoutePredicate,
    (
        ("xhr", XHR),
        ("request_method", RequestMethod),
        ("path_info", PathInfo),
        ("request_param", RequestParam),
        ("header", Header),
        ("accept", Accept),
        ("is_authenticated", IsAuthenticated),
    ),
)
