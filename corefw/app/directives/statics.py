"""The directive for static files.  Floor 5."""

from __future__ import annotations

from typing import Any

from corefw.app.directives.routes import add_route
from corefw.app.directives.views import add_view
from corefw.engine.configuration import Configuration
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.static.urls import StaticRegistration
from corefw.web.static.view import StaticView

__all__ = ["add_static_view"]


def add_static_view(
    config: Configuration,
    /,
    name: str,
    path: str,
    cache_max_age: int | None = 3600,
    permission: str | None = NO_PERMISSION_REQUIRED,
    context: Any = None,
    renderer: Any = None,
    **route_kw: Any,
) -> None:
    """Serve the files below *path* (``package:folder``) under ``/name``.

    ``request.static_url("package:folder/file")`` gives their addresses.  A *name* that is an
    address (``//cdn.example/x``) says that another server has them.
    """
    spec = config.absolute_asset_spec(path).rstrip("/") + "/"
    is_elsewhere = "://" in name or name.startswith("//")
    # The prefix is in the name, so that what is included under two prefixes can serve files twice.
    prefix = f"{config.route_prefix}/" if config.route_prefix else ""
    route_name = "" if is_elsewhere else f"__{prefix}{name.strip('/')}/"
    record = StaticRegistration(spec, route_name, name if is_elsewhere else "")
    config.action(
        ("static view", spec, route_name),
        lambda: config.registry.put(StaticRegistration, spec, record),
        kind="static view",
        title=f'static files "{spec}"',
    )
    if is_elsewhere:
        return
    view = StaticView(spec.rstrip("/"), config.package, cache_max_age=cache_max_age)
    add_route(config, route_name, f"{name.strip('/')}/*subpath", **route_kw)
    add_view(
        config,
        view,
        route_name=route_name,
        permission=permission,
        context=context,
        renderer=renderer,
        require_csrf=False,
    )
