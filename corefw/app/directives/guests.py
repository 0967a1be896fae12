"""The directive for WSGI applications that answer a part of this one.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.app.directives.routes import add_route
from corefw.app.directives.views import add_view
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.places import place_of
from corefw.engine.configuration import Configuration
from corefw.web.guests import MountedView
from corefw.web.views.record import called

__all__ = ["mount"]


def mount(
    config: Configuration,
    /,
    prefix: str,
    app: Any,
    name: str | None = None,
    permission: str | None = None,
    require_csrf: bool | None = None,
    **predicates: Any,
) -> None:
    """Let the WSGI application *app* (or its dotted name) answer everything under *prefix*.

    It sees the prefix in SCRIPT_NAME and the rest in PATH_INFO.  The prefix may have
    placeholders, and "/" takes whatever the routes declared before it leave.  *name* is that of
    the route (default: the prefix), so ``request.route_url(name, subpath="a/b")`` is an address
    in the guest.  *permission* and *require_csrf* hold as for a view, and *predicates* are route
    predicates.  Raises `ConfigurationError` for what cannot be called (CFW-515), and for a
    prefix that is no path or has a star (CFW-516).
    """
    found = config.maybe_dotted(app)
    inside = prefix.strip("/")
    shown = "/" + "/".join(part for part in ((config.route_prefix or "").strip("/"), inside) if part)
    witness = Witness(config.place, str(config.owner))
    if not callable(found):
        raise ConfigurationError(
            Problem(
                "CFW-515",
                f'What is mounted under "{shown}" is no WSGI application: {found!r} cannot be called.',
                witnesses=(witness,),
                why="A WSGI application is called with an environment and start_response (PEP 3333).",
                fixes=(Fix("", 'config.mount("/prefix", "package.module:application")'),),
            )
        )
    if "://" in prefix or prefix.startswith("//") or "*" in prefix:
        raise ConfigurationError(
            Problem(
                "CFW-516",
                f'No application can be mounted under "{prefix}".',
                witnesses=(witness,),
                why="A prefix is a path without a star: the rest of the path is the guest's.",
                fixes=(Fix("", f'config.mount("/{name or "prefix"}", ...)'),),
            )
        )
    route_name = name or shown
    intro = config.introspectable("mounts", route_name, f"mounted under {shown}", "mounted application")
    intro.update(name=route_name, prefix=shown, app=found)
    config.action(
        ("mount", route_name),
        introspectables=(intro,),
        kind="mount",
        title=f'WSGI application under "{shown}"',
        details=f"{called(found)} ({place_of(found)})",
    )
    view = MountedView(found, f'"{route_name}"')
    routes = {route_name: f"{inside}/*subpath"}
    if shown != "/":
        routes[f"{route_name} itself"] = inside
    for one, pattern in routes.items():
        add_route(config, one, pattern, inherit_slash=True, **predicates)
        add_view(config, view, route_name=one, permission=permission, require_csrf=require_csrf)
