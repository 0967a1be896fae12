"""Directives of security: what unsafe requests are checked for, permissions by name, default headers.

The security policy itself is in ``requests``.  Floor 5.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from corefw.app.directives.callables import callable_of
from corefw.app.directives.utilities import declare_utility
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.contracts.interfaces import ICSRFStoragePolicy
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, PHASE2_CONFIG, Replaces
from corefw.engine.introspection import Introspectable
from corefw.web.response import check_headers
from corefw.web.security.csrf import SAFE_METHODS, DefaultCSRFOptions
from corefw.web.security.default_headers import DefaultHeader, HeaderValue
from corefw.web.views.record import DefaultPermission
from corefw.web.views.record import called as dotted_name

__all__ = [
    "add_default_header",
    "add_permission",
    "set_csrf_storage_policy",
    "set_default_csrf_options",
    "set_default_permission",
]

#: What is said of one answer and can be said of no other.
_OF_ONE_ANSWER = frozenset(
    (
        *("age", "allow", "content-digest", "content-encoding", "content-length", "content-location"),
        *("content-md5", "content-range", "content-type", "date", "etag", "last-modified", "location"),
        *("repr-digest", "retry-after", "set-cookie", "status", "www-authenticate"),
    )
)
_POLICY_METHODS = ("new_csrf_token", "get_csrf_token", "check_csrf_token")


def set_default_csrf_options(
    config: Configuration,
    /,
    require_csrf: bool = True,
    token: str | None = "csrf_token",
    header: str | None = "X-CSRF-Token",
    safe_methods: Iterable[str] = tuple(sorted(SAFE_METHODS)),
    check_origin: bool = True,
    allow_no_origin: bool = False,
    callback: Callable[[Any], object] | str | None = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Set what unsafe requests are checked for by views that do not say it themselves.

    *require_csrf* says whether such views are checked at all.  The origin comes first, by what
    the browser says of it, unless *check_origin* is off; *allow_no_origin* believes requests
    that say nothing.  Then the token is looked for in the form field *token* and in *header*
    (None: not there), if the request has a cookie that could be misused.  Requests with one of
    *safe_methods* are not checked, nor those for which ``callback(request)`` is false.

    Where this is not called at all, the origin alone is checked, by every view.  Raises
    `ConfigurationError` (CFW-524) for options that would check nothing.
    """
    methods = (safe_methods,) if isinstance(safe_methods, str) else tuple(safe_methods)
    options = DefaultCSRFOptions(
        require_csrf=bool(require_csrf),
        token=token,
        header=header,
        safe_methods=frozenset(method.upper() for method in methods),
        check_origin=bool(check_origin),
        allow_no_origin=bool(allow_no_origin),
        callback=None if callback is None else callable_of(config, "callback of the CSRF options", callback),
    )
    if not options.check_origin and not options.asks_for_a_token:
        raise ConfigurationError(
            Problem(
                "CFW-524",
                "These CSRF options check nothing: neither the origin, nor a token.",
                witnesses=(Witness(config.place, str(config.owner)),),
                why="Views would look protected and not be.",
                fixes=(
                    Fix("the origin is checked", "leave check_origin on"),
                    Fix("views are not checked unless they ask for it", "require_csrf=False"),
                ),
            )
        )
    name = "default csrf view options"
    intro = config.introspectable(name, None, name, name)
    intro.update(
        require_csrf=options.require_csrf,
        token=token,
        header=header,
        safe_methods=tuple(sorted(options.safe_methods)),
        check_origin=options.check_origin,
        allow_no_origin=options.allow_no_origin,
        callback=options.callback,
    )
    config.action(
        (name,),
        lambda: config.registry.put(DefaultCSRFOptions, "options", options),
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind=name,
        title=name,
        details=_details(options),
        replaces=replaces,
    )


def _details(options: DefaultCSRFOptions) -> str:
    """Say what a reviewer wants to see changing."""
    facts = [] if options.require_csrf else ["off unless a view asks for it"]
    facts.append("origin" if options.check_origin else "no origin")
    if options.allow_no_origin:
        facts.append("none is good as well")
    facts.append("token" if options.asks_for_a_token else "no token")
    if options.safe_methods != SAFE_METHODS:
        facts.append(f"safe: {' '.join(sorted(options.safe_methods))}")
    if options.callback is not None:
        facts.append(f"if {dotted_name(options.callback)}")
    return ", ".join(facts)


def set_csrf_storage_policy(config: Configuration, /, policy: Any, *, replaces: Replaces = ()) -> None:
    """Set where the token against requests of other sites is kept (`ICSRFStoragePolicy`).

    By default the session keeps it.  Raises `ConfigurationError` (CFW-526) for what is no
    such policy.
    """
    found = config.maybe_dotted(policy)
    lacking = [name for name in _POLICY_METHODS if not callable(getattr(found, name, None))]
    if lacking or inspect.isclass(found):
        what = f"has no {' and no '.join(lacking)}" if lacking else "is a class, and an instance is needed"
        raise ConfigurationError(
            Problem(
                "CFW-526",
                f"{dotted_name(found)} cannot keep CSRF tokens: it {what}.",
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", "config.set_csrf_storage_policy(CookieCSRFStoragePolicy())"),),
            )
        )
    name = "csrf storage policy"
    intro = config.introspectable(name, None, dotted_name(found), name)
    intro["policy"] = found
    declare_utility(config, ICSRFStoragePolicy, found, intro, order=PHASE2_CONFIG, replaces=replaces)


def set_default_permission(config: Configuration, /, permission: str, *, replaces: Replaces = ()) -> None:
    """Set the permission of every view that names none; views of exceptions need none.

    A view that everybody may see says ``permission=NO_PERMISSION_REQUIRED``.
    """
    name = "default permission"
    intro = config.introspectable(name, None, permission, name)
    intro["value"] = permission
    config.action(
        (name,),
        lambda: config.registry.put(DefaultPermission, "permission", DefaultPermission(permission)),
        order=PHASE1_CONFIG,
        introspectables=(intro, _permission(config, permission)),
        kind=name,
        title=name,
        details=permission,
        replaces=replaces,
    )


def _permission(config: Configuration, name: str) -> Introspectable:
    made = config.introspectable("permissions", name, name, "permission")
    made["value"] = name
    return made


def add_permission(config: Configuration, /, permission_name: str) -> None:
    """Make a permission known that no view names, so that introspection shows it."""
    config.action(
        None,
        introspectables=(_permission(config, permission_name),),
        kind="permission",
        title=f'permission "{permission_name}"',
    )


def add_default_header(
    config: Configuration,
    /,
    name: str,
    value: HeaderValue,
    https_only: bool = False,
    *,
    replaces: Replaces = (),
) -> None:
    """Send the header *name* with every answer that has none of that name.

    Answers of views, errors, redirects, files, guests and refused hosts alike; with *https_only* those
    to requests by https, as ``Strict-Transport-Security`` wants it (RFC 6797, section 7.2).  A view that
    sets it has its own, and one that sets it to ``""`` has none.

    *value* is a text, or is called with the WSGI environment when an answer is sent, and listed by its
    ``str``; ``""`` is no header, which takes away that of an addon.  Raises `ConfigurationError` (CFW-531)
    for what cannot be sent, and for headers that belong to one answer.
    """
    fault = _fault_of(name, value)
    if fault:
        raise ConfigurationError(
            Problem(
                "CFW-531",
                f'"{name}" cannot be a default header: {fault}.',
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", 'config.add_default_header("X-Content-Type-Options", "nosniff")'),),
            )
        )
    row = DefaultHeader(name, value, bool(https_only))
    shown = value if isinstance(value, str) else dotted_name(value) if _is_plain(value) else str(value)
    intro = config.introspectable("default headers", name.lower(), name, "default header")
    intro.update(name=name, value=value, https_only=row.https_only)
    config.action(
        ("default header", name.lower()),
        lambda: config.registry.put(DefaultHeader, name.lower(), row),
        introspectables=(intro,),
        kind="default header",
        title=f'default header "{name}"',
        details=(shown or "none") + (" (https only)" if row.https_only else ""),
        replaces=replaces,
    )


def _is_plain(value: object) -> bool:
    """Say whether ``str`` would tell an address only."""
    return inspect.isroutine(value) or type(value).__str__ is object.__str__


def _fault_of(name: Any, value: Any) -> str:
    """Return why a header cannot be sent with every answer, "" if it can."""
    text = "" if callable(value) else value
    try:
        check_headers("200 OK", [(name, text)])
    except ValueError as error:
        return str(error)
    if text != text.strip():
        return "its value begins or ends with a blank"
    return "it belongs to one answer" if name.lower() in _OF_ONE_ANSWER else ""
