"""URLs of static files, by the asset they are.

A registration says that what begins with an asset specification is found through a route of
this application or at another address.  Floor 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from corefw.web.routing.urls import urlencode
from corefw.web.static.busters import CacheBusterRecord, busters_in_order
from corefw.web.static.places import overridden_spec

__all__ = ["StaticRegistration", "static_path", "static_url"]

_SAFE = "/~!$&'()*+,;=:@"
_SPECS = ("pathspec", "rawspec")


@dataclass(frozen=True, slots=True)
class StaticRegistration:
    """The record of static files: put in the registry under its ``spec``.

    ``spec`` is absolute and ends with a slash (``board:static/``).  Either ``route_name`` names
    a route whose pattern ends with ``*subpath``, or ``url`` is where the files are.
    """

    spec: str
    route_name: str = ""
    url: str = ""


def static_url(request: Any, path: str, *, package: str = "", **kw: Any) -> str:
    """Return the URL of the static file *path*, an asset specification.

    A path without a package is relative to *package*.  Keywords are those of ``route_url``.  A cache
    buster that is registered for the file has its say.  Raises ValueError if no static files are
    registered for it, and says which are.
    """
    spec = path if ":" in path or path.startswith("/") else f"{package}:{path}"
    found = _registration(request.registry, spec)
    subpath, kw = _busted(request, spec, spec[len(found.spec) :], kw)
    if found.route_name:
        url: str = request.route_url(found.route_name, subpath=subpath, **kw)
        return url
    base = found.url
    if base.startswith("//"):
        base = f"{kw.get('_scheme') or request.scheme}:{base}"
    made = f"{base.rstrip('/')}/{quote(subpath, safe=_SAFE)}"
    if kw.get("_query"):
        query = kw["_query"]
        made += "?" + (quote(query, safe=_SAFE + "?") if isinstance(query, str) else urlencode(query))
    if kw.get("_anchor"):
        made += "#" + quote(str(kw["_anchor"]), safe=_SAFE)
    return made


def _busted(request: Any, spec: str, subpath: str, kw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the path below the folder and the keywords, as the cache buster for *spec* wants them."""
    rows = request.registry.derived(CacheBusterRecord, busters_in_order)
    if not rows:
        return subpath, kw
    rawspec = overridden_spec(request.registry, spec)
    for row in rows:
        if (rawspec if row.explicit else spec).startswith(row.spec):
            subpath, kw = row.buster(request, subpath, {**kw, "pathspec": spec, "rawspec": rawspec})
            return subpath, {name: value for name, value in kw.items() if name not in _SPECS}
    return subpath, kw


def static_path(request: Any, path: str, *, package: str = "", **kw: Any) -> str:
    """Return the URL of a static file without scheme and host, if it is of this application."""
    kw.setdefault("_app_url", quote(request.script_name))
    return static_url(request, path, package=package, **kw)


def _registration(registry: Any, spec: str) -> StaticRegistration:
    rows: list[StaticRegistration] = list(registry.all(StaticRegistration).values())
    fitting = [row for row in rows if spec.startswith(row.spec)]
    if not fitting:
        known = ", ".join(sorted(row.spec for row in rows)) or "none"
        raise ValueError(
            f'no static files are registered for "{spec}"; registered: {known}. '
            'Declare them with config.add_static_view(name, "package:folder")'
        )
    return max(fitting, key=lambda row: len(row.spec))
