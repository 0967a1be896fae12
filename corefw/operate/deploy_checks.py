"""What corefw itself looks at with ``corefw check --deploy``: settings and views that are fit for home only.

Each check has an id that stays the same.  What it cannot know (the proxy, the server, the
database) is left to addons and to people; the reference says what is left out and why.
Floor 6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from corefw.app.hooks import Finding
from corefw.base.places import Place, place_of
from corefw.contracts.contract import as_interface
from corefw.contracts.interfaces import ISecurityPolicy, ISessionFactory
from corefw.contracts.session_store import SessionStore
from corefw.contracts.templating import Templating
from corefw.engine.registry import Registry
from corefw.operate.inspection.addons import addon_statuses
from corefw.operate.inspection.rows import named
from corefw.operate.inspection.views import csrf_of, permission_of
from corefw.web.body.limits import BodyLimits, limits_of
from corefw.web.sessions.server import ServerSessionFactory
from corefw.web.static.view import StaticView
from corefw.web.views.record import ViewRecord

__all__ = ["DEPLOY_CHECKS", "DeployCheck"]

DeployCheck = Callable[[Registry], Iterable[Finding]]

_SHORTEST_SECRET = 32
_FEWEST_SIGNS = 10
#: Words that stand in secrets which were copied from somewhere.
_COPIED = (
    "demo",
    "example",
    "changeme",
    "change me",
    "change-me",
    "change_me",
    "insecure",
    "seekri",
    "your-secret",
    "placeholder",
)
#: What does not survive a fork, or is not to be done by everybody who imports.
_NOT_AT_IMPORT = frozenset(("socket", "thread", "process"))
_NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(48))', given as COREFW_SECRET"


def debug(registry: Registry) -> Iterator[Finding]:
    """Errors are shown to local clients, and behind a proxy every client may look local."""
    if registry.settings.get("corefw.debug"):
        yield Finding(
            "core.debug",
            "Debugging is on: error pages show source code.",
            "debug = false   in [corefw]",
            "error",
            _place(registry, "corefw.debug"),
        )


def secret(registry: Registry) -> Iterator[Finding]:
    """Whoever knows the secret, or guesses it, can sign a session."""
    value = str(registry.settings.get("corefw.secret") or "")
    place = _place(registry, "corefw.secret")
    if not value:
        message = "There is no secret: what is signed with corefw.secret can be forged, or cannot be signed."
        yield Finding("core.secret.missing", message, _NEW_SECRET, "warning", place)
        return
    if any(word in value.lower() for word in _COPIED):
        message = "The secret looks like the one of a demo or an example, which others know."
        yield Finding("core.secret.known", message, _NEW_SECRET, "error", place)
    if len(value.encode()) < _SHORTEST_SECRET or len(set(value)) < _FEWEST_SIGNS:
        message = (
            f"The secret is short or has few different signs; take {_SHORTEST_SECRET} random bytes or more."
        )
        yield Finding("core.secret.short", message, _NEW_SECRET, "error", place)


def hosts(registry: Registry) -> Iterator[Finding]:
    """Everything that builds a URL believes the Host header."""
    allowed = registry.settings.get("corefw.allowed_hosts")
    place = _place(registry, "corefw.allowed_hosts")
    hint = 'allowed_hosts = ["www.example.org"]   in [corefw]'
    if allowed is None:
        message = "allowed_hosts is not set, so only localhost is answered."
        yield Finding("core.hosts.default", message, hint, "warning", place)
    elif not allowed:
        yield Finding(
            "core.hosts.empty", "allowed_hosts is empty, so every request is refused.", hint, "error", place
        )
    elif "*" in allowed:
        message = 'allowed_hosts has "*": addresses are built from whatever host a client names.'
        yield Finding("core.hosts.any", message, hint, "error", place)


def proxies(registry: Registry) -> Iterator[Finding]:
    """Whoever is believed as a proxy says where a request comes from, and what was asked for."""
    if "*" in (registry.settings.get("corefw.trusted_proxies") or ()):
        yield Finding(
            "core.proxies.any",
            'trusted_proxies has "*": any client that reaches the server says what its address is.',
            'trusted_proxies = ["10.0.0.5"]   in [corefw]',
            "error",
            _place(registry, "corefw.trusted_proxies"),
        )


def csrf(registry: Registry) -> Iterator[Finding]:
    """Pages of other sites may send requests to these views with the cookies of whoever looks at them."""
    views = [
        view for view in _application_views(registry) if csrf_of(registry, view) == "off" and _is_unsafe(view)
    ]
    if views:
        yield Finding(
            "core.csrf",
            f"CSRF is off on {_counted(views)}.",
            "remove require_csrf=False, or silence core.csrf once they are known to need no cookie",
            "warning",
            views[0].place,
        )


def permission(registry: Registry) -> Iterator[Finding]:
    """Where there is a security policy, a view that names no permission may have been forgotten."""
    if registry.queryUtility(ISecurityPolicy) is None:
        return
    views = [view for view in _application_views(registry) if not permission_of(registry, view)]
    if views:
        yield Finding(
            "core.permission",
            f"There is a security policy, and no permission is asked for by {_counted(views)}.",
            "permission=..., or permission=NO_PERMISSION_REQUIRED where everybody may",
            "warning",
            views[0].place,
        )


def session(registry: Registry) -> Iterator[Finding]:
    """The cookie of the session, as far as the factory tells its ``flags`` and ``settings``."""
    factory = registry.queryUtility(ISessionFactory)
    flags = getattr(factory, "flags", None)
    if flags is None:
        return
    name = getattr(flags, "name", "session")
    wrong = {
        "secure": "is sent over plain http",
        "httponly": "can be read by scripts",
        "samesite": "is sent with requests of other sites' pages",
    }
    for flag, what in wrong.items():
        value = getattr(flags, flag, "unknown")
        # None is the default of secure, and means "on https".
        bad = value is False if flag == "secure" else value in (None, False, "None", "none")
        if bad:
            yield Finding(
                f"core.session.{flag}",
                f'The session cookie "{name}" {what} ({flag} = {value}).',
                f"do not pass {flag} to the session factory: its default is the safe one",
                "error" if flag != "samesite" else "warning",
            )
    if getattr(getattr(factory, "settings", None), "has_short_secret", False):
        yield Finding(
            "core.session.secret",
            f'The session cookie "{name}" is signed with a secret of less than {_SHORTEST_SECRET} bytes.',
            _NEW_SECRET,
            "error",
        )


def session_store(registry: Registry) -> Iterator[Finding]:
    """Sessions in the memory of one process are gone with it, and another process does not see them."""
    factory: Any = registry.queryUtility(ISessionFactory)
    if not isinstance(factory, ServerSessionFactory):
        return
    store = factory.store or registry.queryUtility(as_interface(SessionStore))
    if store is not None and not {"durable", "shared"} <= store.capabilities:
        yield Finding(
            "core.session.store",
            f"Sessions are kept by {named(type(store))}, for one process and until it ends.",
            'session_store = "redis" or "sqlalchemy"   in [corefw.ports]',
        )


def limits(registry: Registry) -> Iterator[Finding]:
    """A limit of 0 is none, and there is somebody who sends as much as is taken."""
    known = limits_of(registry)
    # No memory for files (spool = 0) is a choice, and no missing limit.
    off = [row.name for row in fields(BodyLimits) if getattr(known, row.name) == 0 and row.name != "spool"]
    if off:
        yield Finding(
            "core.limits",
            f"There is no limit for {', '.join(off)}.",
            "give numbers in [corefw.limits], and set request.body_limits in the views that need more",
            "warning",
            next((place for name in off if (place := _place(registry, f"corefw.limits.{name}"))), None),
        )


def autoescape(registry: Registry) -> Iterator[Finding]:
    """A template language that does not escape by itself leaves it to every single expression."""
    for name, provider in registry.getUtilitiesFor(as_interface(Templating)):
        if "autoescape" not in provider.capabilities:
            yield Finding(
                "core.autoescape",
                f"{named(provider)}{f' ({name})' if name else ''} does not escape what templates show.",
                "choose a templating addon with the capability autoescape",
                "error",
                _known(place_of(provider)),
            )


def addon_range(registry: Registry) -> Iterator[Finding]:
    """An addon that says nothing of the versions of corefw it works with is loaded with any of them."""
    for status in addon_statuses(registry):
        if status.state == "active" and status.manifest is not None and not status.manifest.corefw:
            yield Finding(
                "core.addon.range",
                f"{status.name} {status.version} does not say which versions of corefw it works with.",
                'corefw = ">=0.1,<1"   in its corefw-addon.toml',
                "warning",
                _known(status.manifest.place_of("corefw")),
            )


def imports(registry: Registry) -> Iterator[Finding]:
    """A server that forks after importing shares them with every worker, or loses them."""
    for scan in registry.plan.scans:
        for module in scan.modules.values():
            opened = [effect for effect in module.effects if effect.kind in _NOT_AT_IMPORT]
            if opened:
                yield Finding(
                    "core.import",
                    f"Importing {module.name} opens {', '.join(map(str, opened))}.",
                    "open it in the hook started, once for each process, or when it is first needed",
                    "warning",
                    opened[0].place,
                )


#: Every check with the ids that it may report, so that a silenced id can be told from a wrong one.
DEPLOY_CHECKS: Mapping[DeployCheck, tuple[str, ...]] = MappingProxyType(
    {
        debug: ("core.debug",),
        secret: ("core.secret.missing", "core.secret.known", "core.secret.short"),
        hosts: ("core.hosts.default", "core.hosts.empty", "core.hosts.any"),
        proxies: ("core.proxies.any",),
        csrf: ("core.csrf",),
        permission: ("core.permission",),
        session: (
            "core.session.secure",
            "core.session.httponly",
            "core.session.samesite",
            "core.session.secret",
        ),
        session_store: ("core.session.store",),
        limits: ("core.limits",),
        autoescape: ("core.autoescape",),
        addon_range: ("core.addon.range",),
        imports: ("core.import",),
    }
)


def _place(registry: Registry, key: str) -> Place | None:
    """Return the line or the module that set *key*; None for a default and for a variable."""
    try:
        origin = registry.settings.origin(key)
    except KeyError:
        return None
    return origin.place if origin.kind in ("file", "code") else None


def _known(place: Place) -> Place | None:
    return place if place.module or place.line else None


def _application_views(registry: Registry) -> list[ViewRecord]:
    """Return the views that people ask for: not those of errors, nor those of static files."""
    return [
        view
        for view in registry.all(ViewRecord).values()
        if not view.is_for_exceptions and not isinstance(view.original, StaticView)
    ]


def _is_unsafe(view: ViewRecord) -> bool:
    """Say whether the view takes a method that may change something (RFC 9110, section 9.2.1)."""
    return view.methods is None or not set(view.methods) <= {"GET", "HEAD", "OPTIONS", "TRACE"}


def _counted(views: Iterable[ViewRecord]) -> str:
    names = [_name_of(view) for view in views]
    return f"{len(names)} view{'s' if len(names) != 1 else ''}: {', '.join(names)}"


def _name_of(view: ViewRecord) -> str:
    """Return a view as it is found again: its callable and where it was declared."""
    name: Any = named(view.original, view.options.get("attr")) or "a renderer alone"
    return f"{name} ({view.place})"
