"""Directives for views: add_view, its special forms, derivers, mappers, permissions.  Floor 5."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import NoneType
from typing import Any
from urllib.parse import quote

from zope.interface.interface import InterfaceClass

from corefw.app.directives.callables import callable_of
from corefw.app.directives.view_declaration import ViewDeclaration
from corefw.app.directives.vocabulary import names_of, on_circle, refuse_strangers
from corefw.base.errors import ConfigurationError, Fix, Problem, Witness
from corefw.base.nearest import did_you_mean, nearest
from corefw.base.ordering import OrderingCycle
from corefw.contracts.interfaces import IViewMapperFactory
from corefw.engine.attachment import OF_ALL_DECORATORS
from corefw.engine.configuration import Configuration
from corefw.engine.declaration import PHASE1_CONFIG, Deferred, Replaces
from corefw.engine.directive import OF_ALL_DIRECTIVES
from corefw.web.exceptions import PredicateMismatch
from corefw.web.httpexceptions import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPTemporaryRedirect,
)
from corefw.web.reify import reify
from corefw.web.rendering.renderer import NullRenderer, Renderer
from corefw.web.security.permissions import NO_PERMISSION_REQUIRED
from corefw.web.views.derivers import INGRESS, VIEW, arranged_derivers
from corefw.web.views.record import ViewDeriverDefinition, is_exception_context

__all__ = [
    "add_exception_view",
    "add_forbidden_view",
    "add_notfound_view",
    "add_view",
    "add_view_deriver",
    "set_view_mapper",
]

#: Arguments of views that are not among the options which derivers are told.
_NEVER_TOLD = ("for_", *OF_ALL_DIRECTIVES, *OF_ALL_DECORATORS)
_SAFE_IN_PATHS = "/~!$&'()*+,;=:@"
#: A query string is encoded already; what no header may hold is encoded here.
_SAFE_IN_QUERIES = _SAFE_IN_PATHS + "%?"


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
    given = {**locals(), "exception_only": exception_only or None}
    del given["config"], given["view_options"]
    options = _options(config, given, view_options)
    _check_shape(config, options["view"], options)
    declared = ViewDeclaration(config, options)
    config.action(Deferred(declared.key), kind="view", account=declared)


def _options(
    config: Configuration, given: Mapping[str, Any], view_options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options that say something, their dotted names resolved."""
    view = config.maybe_dotted(given["view"])
    # A name from the class's view_defaults holds where the call does not say otherwise.
    options: dict[str, Any] = {**getattr(view, "__view_defaults__", {})}
    options |= {key: value for key, value in given.items() if value is not None and value != ""}
    options |= view_options
    options["view"] = view
    if options.get("context") is None and "for_" in options:
        options["context"] = options.pop("for_")
    if "context" in options:
        options["context"] = config.maybe_dotted(options["context"])
    decorator = options.get("decorator")
    if isinstance(decorator, (list, tuple)):
        options["decorator"] = tuple(callable_of(config, "decorator of a view", one) for one in decorator)
    elif decorator is not None:
        options["decorator"] = callable_of(config, "decorator of a view", decorator)
    if options.get("mapper") is not None:
        options["mapper"] = callable_of(config, "mapper of a view", options["mapper"])
    return options


def _check_shape(config: Configuration, view: Any, options: Mapping[str, Any]) -> None:
    attr = options.get("attr")
    problem = fix = ""
    if view is None and not options.get("renderer"):
        problem = "A view needs a callable or a renderer, and has neither."
        fix = 'config.add_view(view, ...)   or, for a page alone,  renderer="page.html"'
    elif view is not None and not callable(view):
        problem = f"A view must be callable, and {view!r} is not."
        fix = "give the function or the class itself, without calling it, or its dotted name"
    elif inspect.isclass(view) and not _has_method(view, attr or "__call__"):
        missing = attr or "__call__"
        names = [key for key in vars(view) if not key.startswith("_")]
        problem = f'The view class {view.__qualname__} has no method "{missing}".'
        problem += did_you_mean(missing, names)
        fix = f'attr="{nearest(missing, names) or "name"}"   or  def {missing}(self): ...   in the class'
    elif inspect.isclass(view) and _is_property(view, attr):
        problem = f'"{attr}" of the view class {view.__qualname__} is a property; a view is a method.'
        fix = f"def {attr}(self): ...   without @property"
    elif options.get("exception_only") and not is_exception_context(options.get("context")):
        problem = "exception_only needs a context that is a class of exceptions."
        fix = "context=ValueError, exception_only=True"
    elif options.get("context") is not None and not isinstance(options["context"], (type, InterfaceClass)):
        problem = f"The context of a view must be a class or an interface, and is {options['context']!r}."
        fix = "context=Card   where  Card  is the class of the context"
    elif not isinstance(options.get("renderer", ""), (str, Renderer, NullRenderer, NoneType)):
        problem = f"The renderer of a view must be a name, such as json, and is {options['renderer']!r}."
        fix = 'renderer="json"   or, for one of your own,  config.add_renderer("mine", factory)'
    if problem:
        witness = Witness(config.place, str(config.owner))
        raise ConfigurationError(
            Problem("CFW-505", problem, witnesses=(witness,), fixes=(Fix("", fix),)),
        )


def _is_property(cls: type, name: str | None) -> bool:
    found = inspect.getattr_static(cls, name, None) if name else None
    return isinstance(found, (property, cached_property, reify))


def _has_method(cls: type, name: str) -> bool:
    # Not hasattr: a class can itself be called, whatever its instances can.
    return any(name in vars(base) or "__getattr__" in vars(base) for base in cls.__mro__)


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
    config: Configuration,
    /,
    deriver: Any,
    name: str | None = None,
    under: Any = None,
    over: Any = None,
    *,
    replaces: Replaces = (),
) -> None:
    """Put *deriver* (``f(view, info)``) around every view, between *under* and *over*.

    By default between ``decorated_view`` and ``rendered_view``, as Pyramid documents it.
    """
    function = callable_of(config, "view deriver", deriver)
    called = name or function.__name__
    made = ViewDeriverDefinition(
        called,
        function,
        under=names_of(under) or ("decorated_view",),
        # Whatever is named: only the mapper knows how the view wants to be called.
        over=(*(names_of(over) or ("rendered_view",)), "mapped_view", VIEW),
    )
    if called in (INGRESS, VIEW) or VIEW in made.under or INGRESS in made.over:
        raise ConfigurationError(
            Problem(
                "CFW-507",
                f'The deriver "{called}" cannot stand outside INGRESS or inside VIEW.',
                witnesses=(Witness(config.place, str(config.owner)),),
                why="INGRESS is the outer end of all derivers, and VIEW the view itself.",
                fixes=(
                    Fix("it is called so", 'give it another name:  add_view_deriver(..., name="mine")'),
                    Fix("it is to be the outermost", 'under=INGRESS, over="secured_view"'),
                    Fix("it is to be the innermost", 'under="rendered_view"'),
                ),
            )
        )
    never_told = [option for option in made.options if option in _NEVER_TOLD]
    if never_told:
        raise ConfigurationError(*(_never_told(config, called, option) for option in never_told))
    registry = config.registry

    def register() -> None:
        registry.put(ViewDeriverDefinition, called, made)
        config.ledger.judge_later(("order", ViewDeriverDefinition), judge)

    def judge() -> None:
        definitions = registry.all(ViewDeriverDefinition)
        known = {*definitions, INGRESS, VIEW}
        for row in definitions.values():
            refuse_strangers(config, "view deriver", row.name, "under", row.under, known, "CFW-507")
            # The last two are there for all of them, see above.
            refuse_strangers(config, "view deriver", row.name, "over", row.over[:-2], known, "CFW-507")
        try:
            arranged_derivers(definitions)
        except OrderingCycle as cycle:
            what = f"The order of the view derivers contradicts itself: {cycle}."
            why = (
                'A deriver that names no "under" stands under decorated_view, and one that names no\n'
                '"over" over rendered_view.'
            )
            raise on_circle(config, "view deriver", cycle, "CFW-507", what, why) from None

    intro = config.introspectable("view derivers", called, f'view deriver "{called}"', "view deriver")
    intro.update(name=called, deriver=function, under=under, over=over)
    config.action(
        ("view deriver", called),
        register,
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="view deriver",
        title=f'view deriver "{called}"',
        replaces=replaces,
    )


def _never_told(config: Configuration, called: str, option: str) -> Problem:
    """Return the problem (CFW-530) that no deriver is told of the argument *option* of views."""
    taker = "every decorator" if option in OF_ALL_DECORATORS else "add_view"
    if option == "for_":
        why = "It is another word for context, under which derivers are told of it."
        fix = 'read  info.options.get("context")  and take "for_" out of  options'
    else:
        why = f"Whoever writes {option}= means that argument, and no deriver is told of it."
        fix = f'give the option another name:  {called}.options = ("my_{option.strip("_")}",)'
    return Problem(
        "CFW-530",
        f'The view deriver "{called}" has the option "{option}", an argument that {taker} takes itself.',
        witnesses=(Witness(config.place, str(config.owner)),),
        why=why,
        fixes=(Fix("", fix),),
        facts={"name": option, "directive": "add_view", "taken": list(_NEVER_TOLD)},
    )


def set_view_mapper(config: Configuration, /, mapper: Any, *, replaces: Replaces = ()) -> None:
    """Set the view mapper of views that name no other."""
    found = callable_of(config, "view mapper", mapper)
    intro = config.introspectable("view mappers", None, "default view mapper", "view mapper")
    intro["mapper"] = found
    config.action(
        IViewMapperFactory,
        lambda: config.registry.registerUtility(found, IViewMapperFactory),
        order=PHASE1_CONFIG,
        introspectables=(intro,),
        kind="view mapper",
        title="default view mapper",
        replaces=replaces,
    )
