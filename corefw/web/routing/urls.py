"""URLs: from the name of a route and its values to a path or an address.

The keywords are Pyramid's documented ones.  Addresses of static files are the business of
``web/static/urls``.  Floor 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from corefw.base.nearest import did_you_mean
from corefw.web.routing.pattern import on_this_host, quote_segment
from corefw.web.routing.route import Route

__all__ = [
    "address",
    "current_route_path",
    "current_route_url",
    "route_path",
    "route_url",
    "suffix",
    "urlencode",
]

_FRAGMENT_SAFE = "~!$&'()*+,;=:@/?"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def urlencode(query: Any) -> str:
    """Return *query* (a mapping or pairs) as ``a=1&b=2``; a list of values repeats its name.

    A value of None gives the name alone (``a=``).
    """
    pairs: Iterable[tuple[Any, Any]] = query.items() if isinstance(query, Mapping) else query
    pieces = []
    for name, value in pairs:
        key = quote_plus(_text(name))
        if value is None:
            pieces.append(f"{key}=")
        elif isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
            pieces.append(f"{key}={quote_plus(_text(value))}")
        else:
            pieces += [f"{key}={quote_plus(_text(one))}" for one in value]
    return "&".join(pieces)


def _text(value: Any) -> str | bytes:
    return value if isinstance(value, (str, bytes)) else str(value)


def route_url(request: Any, route_name: str, *elements: Any, **kw: Any) -> str:
    """Return the address of a route.

    *elements* are added as path segments, keywords fill the pattern.  Those that begin with an
    underscore are: ``_query`` (a mapping, pairs or text), ``_anchor``, ``_scheme``, ``_host``,
    ``_port`` and ``_app_url``.  Raises KeyError for an unknown route or a missing value,
    ValueError for a value that the pattern cannot hold.
    """
    route: Route | None = request.registry.find(Route, route_name)
    if route is None:
        raise _unknown(request, route_name)
    if route.pregenerator is not None:
        elements, kw = route.pregenerator(request, elements, kw)
        kw = {**kw}  # a mapping that makes up values would give them for names that nobody asked for
    pattern = route.parsed
    if len(kw) == len(pattern.names) and not route.external:  # nothing is given but values
        base, end = request.application_url.rstrip("/"), ""
    else:
        end = suffix(kw.pop("_query", None), kw.pop("_anchor", None))
        base = _base(request, route, kw)
    try:
        path = (pattern.path_of or pattern.prepared())(kw)
    except KeyError:
        missing = pattern.missing(kw)
        if not missing:  # it is of a value, that could not say its text
            raise
        raise KeyError(f'the route "{route_name}" ({route.pattern}) needs {missing}') from None
    if elements:
        path = on_this_host(path.rstrip("/") + "/" + "/".join([quote_segment(one) for one in elements]))
    return f"{base}{path}{end}"


def route_path(request: Any, route_name: str, *elements: Any, **kw: Any) -> str:
    """Return `route_url` without scheme and host.  Raises ValueError for an external route."""
    kw["_app_url"] = quote(request.script_name)
    return route_url(request, route_name, *elements, **kw)


def current_route_url(request: Any, *elements: Any, **kw: Any) -> str:
    """Return the address of the route of this request, with its values and those given in place.

    ``_route_name`` names another.  Raises ValueError if no route matched.
    """
    name = kw.pop("_route_name", None)
    if name is None:
        if request.matched_route is None:
            raise ValueError("no route matched this request, so there is no current route")
        name = request.matched_route.name
    values = dict(request.matchdict or {})
    values.update(kw)
    values.setdefault("_query", request.GET)
    return route_url(request, name, *elements, **values)


def current_route_path(request: Any, *elements: Any, **kw: Any) -> str:
    """Return `current_route_url` without scheme and host."""
    kw["_app_url"] = quote(request.script_name)
    return current_route_url(request, *elements, **kw)


def _unknown(request: Any, name: str) -> KeyError:
    known = [str(key) for key in request.registry.all(Route)]
    return KeyError(f'there is no route "{name}".{did_you_mean(name, known)}')


def _base(request: Any, route: Route, kw: dict[str, Any]) -> str:
    given: str | None = kw.pop("_app_url", None)
    scheme, host, port = kw.pop("_scheme", None), kw.pop("_host", None), kw.pop("_port", None)
    if route.external:
        if given is not None:
            raise ValueError(
                f'the route "{route.name}" is at another address ({route.external}): it has a URL, and no '
                "path and no _app_url"
            )
        own, _, host = route.external.partition("//")
        return f"{scheme or own.removesuffix(':') or request.scheme}://{host}"
    return address(request, scheme, host, port) if given is None else given.rstrip("/")


def address(request: Any, scheme: str | None = None, host: str | None = None, port: Any = None) -> str:
    """Return where the application of *request* is, without a slash at the end.

    *scheme*, *host* (which may have a port) and *port* replace those of the request; another
    scheme has its own default port.
    """
    if scheme is None and host is None and port is None:
        application_url: str = request.application_url
        return application_url.rstrip("/")
    known_host, known_port = _parted(request.host)
    host, own_port = _parted(host) if host is not None else (known_host, "")
    shown_scheme = scheme or request.scheme
    # A port that was not asked for is kept only while the scheme stays what it was.
    shown_port = str(port or own_port or ("" if scheme is not None else known_port))
    if shown_port == _DEFAULT_PORTS.get(shown_scheme):
        shown_port = ""
    prefix = quote(request.script_name).rstrip("/")
    return f"{shown_scheme}://{host}{':' + shown_port if shown_port else ''}{prefix}"


def _parted(host: str) -> tuple[str, str]:
    """Return host and port ("" if it has none); an IPv6 address keeps its brackets."""
    name, colon, port = host.rpartition(":")
    return (name, port) if colon and port.isdigit() else (host, "")


def suffix(query: Any, anchor: Any) -> str:
    """Return a query (mapping, pairs or text) and an anchor as the end of an address."""
    text = ""
    if query:
        encoded = quote(query, safe=_FRAGMENT_SAFE) if isinstance(query, str) else urlencode(query)
        text += f"?{encoded}" if encoded else ""
    if anchor:
        text += "#" + quote(str(anchor), safe=_FRAGMENT_SAFE)
    return text
