"""The directives for static files and for what changes their URLs.  Floor 5."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from corefw.app.directives.routes import add_route
from corefw.app.directives.views import add_view
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, near_fixes
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import Replaces
from corefw.web.predicates.compiling import RoutePredicate
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.static.busters import CacheBusterRecord
from corefw.web.static.urls import StaticRegistration
from corefw.web.static.view import StaticView

__all__ = ["add_cache_buster", "add_static_view"]


def add_static_view(
    config: Configuration,
    /,
    name: str,
    path: str,
    cache_max_age: float | timedelta | None = 3600,
    permission: str | None = NO_PERMISSION_REQUIRED,
    content_encodings: Iterable[str] = (),
    context: Any = None,
    renderer: Any = None,
    **route_kw: Any,
) -> None:
    """Serve the files below *path* (``package:folder``, or an absolute path) under ``/name``.

    ``request.static_url("package:folder/file")`` gives their addresses.  A *name* that is an
    address (``https://cdn.example/x`` or ``//cdn.example/x``) says that another server has them.
    For *cache_max_age* and *content_encodings* see `static_view`; the rest is of ``add_route``.
    What needs a *permission* is kept by no cache that several people share.
    Raises `ConfigurationError`: CFW-561 for a folder that does not exist, CFW-563 for an
    unknown encoding.
    """
    _refuse_misspelt(config, name, route_kw)
    spec = _folder(config, path)
    is_elsewhere = "://" in name or name.startswith("//")
    # The prefix is in the name, so that what is included under two prefixes can serve files twice.
    prefix = f"{config.route_prefix}/" if config.route_prefix else ""
    route_name = "" if is_elsewhere else f"__{prefix}{name.strip('/')}/"
    record = StaticRegistration(spec, route_name, name if is_elsewhere else "")
    intro = config.introspectable("static views", name, f"static view for {name!r}", "static view")
    intro.update(name=name, spec=spec)
    config.action(
        ("static view", spec, route_name),
        lambda: config.registry.put(StaticRegistration, spec, record),
        introspectables=(intro,),
        kind="static view",
        title=f'static files "{spec}"',
    )
    if is_elsewhere:
        return
    is_open = permission is None or permission == NO_PERMISSION_REQUIRED
    try:
        view = StaticView(
            spec,
            cache_max_age=cache_max_age,
            use_subpath=True,
            content_encodings=content_encodings,
            private=not is_open,
        )
    except ConfigurationError as error:
        witness = Witness(config.place, str(config.owner))
        raise ConfigurationError(
            *(replace(problem, witnesses=(witness,)) for problem in error.problems)
        ) from error
    add_route(config, route_name, f"{name.strip('/')}/*subpath", **route_kw)
    add_view(
        config,
        view,
        route_name=route_name,
        permission=NO_PERMISSION_REQUIRED if is_open else permission,
        context=context,
        renderer=renderer,
        require_csrf=False,
    )


def _refuse_misspelt(config: Configuration, name: str, route_kw: Mapping[str, Any]) -> None:
    """Refuse what is nearly an argument of `add_static_view`; the rest is judged with its route."""
    known, own = inspect.signature(add_route).parameters, inspect.signature(add_static_view).parameters
    for key in route_kw:
        is_known = key in known or config.registry.find(RoutePredicate, key) is not None
        meant = "" if is_known else did_you_mean(key, own)
        if meant:
            raise ConfigurationError(
                Problem(
                    "CFW-501",
                    f'The static view "{name}" has an unknown argument "{key}".{meant}',
                    witnesses=(Witness(config.place, str(config.owner)),),
                    fixes=near_fixes(key, own, lambda near: f"write  {near}=..."),
                )
            )


def add_cache_buster(
    config: Configuration, /, path: str, cachebust: Any, explicit: bool = False, *, replaces: Replaces = ()
) -> None:
    """Have *cachebust* change the URLs of the static files below *path*.

    *cachebust* is an `ICacheBuster`, such as `QueryStringConstantCacheBuster` or
    `ManifestCacheBuster`.  With *explicit* the path is that of the file after overrides.  Of several
    the one with the longest path is asked.  With the setting ``corefw.prevent_cachebust`` none is.
    Raises `ConfigurationError` (CFW-565) for what cannot be called.
    """
    spec = _folder(config, path)
    buster = config.maybe_dotted(cachebust)
    if not callable(buster) or isinstance(buster, type):
        raise ConfigurationError(
            Problem(
                "CFW-565",
                f'The cache buster for "{path}" is none: {buster!r} cannot be called with '
                "a request, a path and keywords.",
                witnesses=(Witness(config.place, str(config.owner)),),
                fixes=(Fix("", f'config.add_cache_buster("{path}", QueryStringConstantCacheBuster("1.0"))'),),
            )
        )
    record = CacheBusterRecord(spec, buster, explicit)
    intro = config.introspectable("cache busters", spec, f"cache buster for {spec!r}", "cache buster")
    intro.update(cachebust=buster, path=spec, explicit=explicit)

    def register() -> None:
        if not config.settings.get("corefw.prevent_cachebust"):
            config.registry.put(CacheBusterRecord, (spec, explicit), record)

    config.action(
        ("cache buster", spec, explicit),
        register,
        introspectables=(intro,),
        kind="cache buster",
        title=f'cache buster for "{spec}"' + (" (explicit)" if explicit else ""),
        replaces=replaces,
    )


def _folder(config: Configuration, path: str) -> str:
    """Return the specification of the folder, which ends with a slash, or a package's with a colon."""
    spec = config.absolute_asset_spec(path)
    return spec if spec.endswith(":") else spec.rstrip("/") + "/"
