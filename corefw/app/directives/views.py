"""Directives for views: add_view, its special forms, derivers, mappers, permissions.  Floor 5."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from zope.interface.interface import InterfaceClass

from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean
from corefw.base.ordering import OrderingCycle
from corefw.base.places import Place
from corefw.contracts.interfaces import IViewMapperFactory
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Deferred, Need
from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPTemporaryRedirect,
)
from corefw.web.predicates.builtin import as_methods
from corefw.web.predicates.compiling import (
    PredicateInfo,
    PredicateSet,
    ViewPredicate,
    arranged_definitions,
    compile_predicates,
    not_,
)
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.derivers import INGRESS, VIEW, arranged_derivers, derive, deriver_options
from corefw.web.views.record import (
    DefaultPermission,
    ViewDeriverDefinition,
    ViewInfo,
    ViewRecord,
    called,
    is_exception_context,
    named_view,
)

__all__ = [
    "add_exception_view",
    "add_forbidden_view",
    "add_notfound_view",
    "add_view",
    "add_view_deriver",
    "set_default_permission",
    "set_view_mapper",
]

_SAFE_IN_PATHS = "/~!$&'()*+,;=:@"
#: A query string is encoded already; what no header may hold is encoded here.
_SAFE_IN_QUERIES = _SAFE_IN_PATHS + "%?"

#: Arguments of add_view that neither a predicate nor a deriver answers for.
_OWN_OPTIONS = (
    "view",
    "name",
    "for_",
    "context",
    "route_name",
    "exception_only",
    "mapper",
    "attr",
    "renderer",
)


def add_view(
    config: Configuration,
    /,
    view: Any = None,
    name: str = "",
    for_: Any = None,
    permission: str | None = None,
    request_type: Any = None,
    route_name: str | None = None,
    request_method: Any = None,
    request_param: Any = None,
    containment: Any = None,
    attr: str | None = None,
    renderer: Any = None,
    wrapper: str | None = None,
    xhr: Any = None,
    accept: Any = None,
    header: Any = None,
    path_info: Any = None,
    context: Any = None,
    decorator: Any = None,
    mapper: Any = None,
    http_cache: Any = None,
    match_param: Any = None,
    require_csrf: bool | None = None,
    exception_only: bool = False,
    **view_options: Any,
) -> None:
    """Declare a view, as Pyramid documents ``Configurator.add_view``.

    *view_options* are the options of custom predicates and derivers; one that nobody knows is
    an error which says what was probably meant.
    """
    given = {key: value for key, value in locals().items() if key not in ("config", "view_options")}
    given["exception_only"] = exception_only or None
    view = config.maybe_dotted(view)
    # A name from the class's view_defaults holds where the call does not say otherwise.
    options: dict[str, Any] = {**getattr(view, "__view_defaults__", {})}
    options.update({key: value for key, value in given.items() if value is not None and value != ""})
    options.update(view_options)
    options["view"] = view
    context = options.pop("for_", None) if options.get("context") is None else options.get("context")
    context = config.maybe_dotted(context)
    options["context"] = context
    options["decorator"] = _resolved(config, options.get("decorator"))
    options["mapper"] = config.maybe_dotted(options.get("mapper"))
    _check_shape(config, view, options)
    _declare(config, view, options)


def _resolved(config: Configuration, decorators: Any) -> Any:
    if isinstance(decorators, (list, tuple)):
        return tuple(config.maybe_dotted(one) for one in decorators)
    return config.maybe_dotted(decorators)


def _check_shape(config: Configuration, view: Any, options: Mapping[str, Any]) -> None:
    problem = None
    if view is None and not options.get("renderer"):
        problem = "A view needs a callable or a renderer, and has neither."
    elif view is not None and not callable(view):
        problem = f"A view must be callable, and {view!r} is not."
    elif inspect.isclass(view) and not _has_method(view, options.get("attr") or "__call__"):
        missing = options.get("attr") or "__call__"
        problem = f'The view class {view.__qualname__} has no method "{missing}".' + did_you_mean(
            missing, (key for key in vars(view) if not key.startswith("_"))
        )
    elif options.get("exception_only") and not is_exception_context(options.get("context")):
        problem = "exception_only needs a context that is a class of exceptions."
    elif options.get("context") is not None and not isinstance(options["context"], (type, InterfaceClass)):
        problem = f"The context of a view must be a class or an interface, and is {options['context']!r}."
    if problem is not None:
        raise ConfigurationError(
            Problem("CFW-505", problem, witnesses=(Witness(config.place, str(config.owner)),))
        )


def _has_method(cls: type, name: str) -> bool:
    # Not hasattr: a class can itself be called, whatever its instances can.
    return any(name in vars(base) or "__getattr__" in vars(base) for base in cls.__mro__)


def _declare(config: Configuration, view: Any, options: dict[str, Any]) -> None:
    registry, package, place, owner = config.registry, config.package, config.place, str(config.owner)
    name, route_name, context = options.get("name", ""), options.get("route_name"), options["context"]
    exception_only = bool(options.get("exception_only"))
    made: list[PredicateSet] = []

    def predicates() -> PredicateSet:
        if not made:
            definitions = registry.derived(ViewPredicate, arranged_definitions)
            _refuse_unknown(registry, options, [row.name for row in definitions], view, place, owner)
            made.append(compile_predicates(definitions, options, PredicateInfo(package, registry)))
        return made[0]

    def register() -> None:
        found = predicates()
        method = options.get("request_method")
        accept = options.get("accept")
        info = ViewInfo(registry, package, view, options, found.predicates, exception_only, place)
        start = view if view is not None else _nothing
        record = ViewRecord(
            view=derive(start, info),
            original=view,
            name=name,
            route_name=route_name,
            context=context,
            predicates=found,
            methods=None if method is None or isinstance(method, not_) else as_methods(method),
            accept=()
            if accept is None or isinstance(accept, not_)
            else (accept,)
            if isinstance(accept, str)
            else tuple(accept),
            exception_only=exception_only,
            place=place,
            owner=owner,
            options=options,
        )
        registry.put(ViewRecord, ("view", context, name, route_name, exception_only, found.phash), record)

    key = Deferred(lambda: ("view", context, name, route_name, exception_only, predicates().phash))
    needs = []
    if route_name is not None:
        needs.append(
            Need(("route", route_name), "route", route_name, known=lambda: config.plan.names("route"))
        )
    intro = config.introspectable("views", key, f"view {named_view(view, options.get('attr'))}", "view")
    intro.update(options, callable=view, package=package)
    if route_name is not None:
        intro.relate("routes", route_name)
    config.action(
        key,
        register,
        introspectables=(intro,),
        kind="view",
        title=_title(name, route_name, context),
        details=_details(view, options),
        words=lambda: ", ".join(one.text for one in predicates()),
        needs=needs,
    )


def _details(view: Any, options: Mapping[str, Any]) -> str:
    """Say what a reviewer wants to see changing: the callable, who may, what renders, no CSRF check."""
    facts = [called(view, options.get("attr"))] if view is not None else []
    permission = options.get("permission")
    if permission is not None:
        facts.append("public" if permission == NO_PERMISSION_REQUIRED else f"permission {permission}")
    renderer = options.get("renderer")
    if renderer is not None:
        facts.append(f"renderer {getattr(renderer, 'name', renderer)}")
    if options.get("require_csrf") is False:
        facts.append("no CSRF check")
    return ", ".join(facts)


def _nothing(context: Any, request: Any) -> dict[str, Any]:
    return {}


def _title(name: str, route_name: str | None, context: Any) -> str:
    title = f'view "{name}"' if name else "view"
    if route_name is not None:
        title += f' of the route "{route_name}"'
    if context is not None:
        title += f" for {context.__name__}"
    return title


def _refuse_unknown(
    registry: Any, options: Mapping[str, Any], predicates: list[str], view: Any, place: Place, owner: str
) -> None:
    known = {*_OWN_OPTIONS, *predicates, *registry.derived(ViewDeriverDefinition, deriver_options)}
    unknown = [key for key in options if key not in known]
    if unknown:
        raise ConfigurationError(
            *(
                Problem(
                    "CFW-501",
                    f'The view {named_view(view)} has an unknown argument "{key}".{did_you_mean(key, known)}',
                    witnesses=(Witness(place, owner),),
                    why="No view predicate and no view deriver is registered that takes it.",
                )
                for key in unknown
            )
        )


def add_exception_view(
    config: Configuration, /, view: Any = None, context: Any = None, **view_options: Any
) -> None:
    """Declare a view for exceptions of the class *context* (default: every Exception)."""
    _refuse(
        config,
        "add_exception_view",
        view_options,
        ("name", "permission", "for_", "require_csrf", "exception_only"),
    )
    add_view(
        config,
        view=view,
        context=Exception if context is None else config.maybe_dotted(context),
        exception_only=True,
        permission=NO_PERMISSION_REQUIRED,
        **view_options,
    )


def add_forbidden_view(config: Configuration, /, view: Any = None, **view_options: Any) -> None:
    """Declare the view that answers when a permission is missing (HTTPForbidden)."""
    _refuse(
        config,
        "add_forbidden_view",
        view_options,
        ("name", "permission", "context", "for_", "require_csrf", "exception_only"),
    )
    add_view(
        config,
        view=view if view is not None or view_options.get("renderer") else _exception_itself,
        context=HTTPForbidden,
        exception_only=True,
        permission=NO_PERMISSION_REQUIRED,
        **view_options,
    )


def add_notfound_view(
    config: Configuration, /, view: Any = None, append_slash: bool | type = False, **view_options: Any
) -> None:
    """Declare the view that answers when nothing was found (HTTPNotFound).

    With *append_slash* a path that a route would match with a slash at its end is redirected
    there first (a redirect class may be given; 307 otherwise, so that a POST stays one).
    """
    _refuse(
        config,
        "add_notfound_view",
        view_options,
        ("name", "permission", "context", "for_", "require_csrf", "exception_only"),
    )
    view = config.maybe_dotted(view)
    if view is None and not view_options.get("renderer"):
        view = _exception_itself
    if append_slash:
        redirect = append_slash if isinstance(append_slash, type) else HTTPTemporaryRedirect
        before = view_options.get("decorator")
        earlier = tuple(before) if isinstance(before, (list, tuple)) else (before,) if before else ()
        view_options["decorator"] = (_appending_slash(redirect), *earlier)
    add_view(
        config,
        view=view,
        context=HTTPNotFound,
        exception_only=True,
        permission=NO_PERMISSION_REQUIRED,
        **view_options,
    )


def _exception_itself(exception: Any, request: Any) -> Any:
    return exception


def _appending_slash(redirect: Any) -> Callable[[Any], Any]:
    def decorate(view: Any) -> Any:
        def appending(context: Any, request: Any) -> Any:
            path = request.path_info
            if not path.endswith("/") and isinstance(context, PredicateMismatch):
                with_slash = path + "/"
                if request.application.matches_route(with_slash):
                    # Two slashes at the beginning would be another host's (CVE-2021-21330).
                    location = quote(request.script_name + "/" + with_slash.lstrip("/"), safe=_SAFE_IN_PATHS)
                    query = quote(request.query_string.encode("latin-1"), safe=_SAFE_IN_QUERIES)
                    return redirect(location=location + (f"?{query}" if query else ""))
            return view(context, request)

        return appending

    return decorate


def _refuse(
    config: Configuration, directive: str, options: Mapping[str, Any], refused: tuple[str, ...]
) -> None:
    wrong = [key for key in refused if key in options]
    if wrong:
        raise ConfigurationError(
            Problem(
                "CFW-506",
                f"{directive} does not take {', '.join(wrong)}.",
                witnesses=(Witness(config.place, str(config.owner)),),
                why="What it declares is decided by the directive itself.",
                fixes=(Fix("", "use add_view(..., exception_only=True) to decide it yourself"),),
            )
        )


def add_view_deriver(
    config: Configuration, /, deriver: Any, name: str | None = None, under: Any = None, over: Any = None
) -> None:
    """Put *deriver* (``f(view, info)``) around every view, between *under* and *over*.

    By default between ``decorated_view`` and ``rendered_view``, as Pyramid documents it.
    """
    function = config.maybe_dotted(deriver)
    called = name or function.__name__
    made = ViewDeriverDefinition(
        called,
        function,
        under=_names(under) or ("decorated_view",),
        # Whatever is named: only the mapper knows how the view wants to be called.
        over=(*(_names(over) or ("rendered_view",)), "mapped_view", VIEW),
    )
    if called in (INGRESS, VIEW) or VIEW in made.under or INGRESS in made.over:
        raise ConfigurationError(
            Problem(
                "CFW-507",
                f'The deriver "{called}" cannot stand outside INGRESS or inside VIEW.',
                witnesses=(Witness(config.place),),
            )
        )
    place, owner = config.place, str(config.owner)

    def register() -> None:
        config.registry.put(ViewDeriverDefinition, called, made)
        try:
            arranged_derivers(config.registry.all(ViewDeriverDefinition))
        except OrderingCycle as cycle:
            raise ConfigurationError(
                Problem(
                    "CFW-507",
                    f"The order of the view derivers contradicts itself: {cycle}.",
                    witnesses=(Witness(place, owner),),
                    why='A deriver that names no "under" stands under decorated_view, and one that names no\n'
                    '"over" over rendered_view.',
                )
            ) from None

    config.action(
        ("view deriver", called),
        register,
        order=PHASE1_CONFIG,
        kind="view deriver",
        title=f'view deriver "{called}"',
    )


def _names(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def set_view_mapper(config: Configuration, /, mapper: Any) -> None:
    """Set the view mapper of views that name no other."""
    found = config.maybe_dotted(mapper)
    config.action(
        IViewMapperFactory,
        lambda: config.registry.registerUtility(found, IViewMapperFactory),
        order=PHASE1_CONFIG,
        kind="view mapper",
        title="default view mapper",
    )


def set_default_permission(config: Configuration, /, permission: str) -> None:
    """Set the permission of every view that names none; exception views need none."""
    config.action(
        ("default permission",),
        lambda: config.registry.put(DefaultPermission, "permission", DefaultPermission(permission)),
        order=PHASE1_CONFIG,
        kind="default permission",
        title="default permission",
    )
