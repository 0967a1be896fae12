"""The Configurator: the engine's configuration with the directives of the web composed on.

Directives are functions in ``directives/``, composed here through typed descriptors; an addon
adds its own with ``add_directive``.  Floor 5.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Final, Self

from corefw.app import addons
from corefw.app.defaults import declare_defaults
from corefw.app.directives import (
    assets,
    components,
    deriving,
    describing,
    events,
    guests,
    hooks,
    i18n,
    offers,
    ports,
    predicates,
    requests,
    routes,
    security,
    statics,
    traversal,
    views,
    vocabulary,
)
from corefw.app.directives import (
    settings as settings_directives,
)
from corefw.app.locking import HeldLock, refuse_unlocked
from corefw.app.ports import choice_problems, session_problems
from corefw.app.settings import CoreSettings, LoggingSettings, ServerSettings
from corefw.base import dotted
from corefw.base.garbage import collection_paused
from corefw.base.places import caller_place, place_of
from corefw.engine.configuration import Configuration
from corefw.engine.directive import Directive
from corefw.engine.owner import CORE, application_owner
from corefw.engine.registry import Registry
from corefw.engine.rehearsal import is_rehearsing
from corefw.engine.scan.locked import KnownModules
from corefw.engine.settings.values import Settings
from corefw.web.body.limits import BodyLimits
from corefw.web.current import CURRENT_REGISTRY, CURRENT_REQUEST
from corefw.web.events import ApplicationCreated
from corefw.web.pipeline.application import Application
from corefw.web.pipeline.telling import default_exceptionresponse_view

__all__ = ["Configurator"]

_CURRENT: Final = object()


class Configurator(Configuration):
    """Declares the configuration of an application and builds it.

    The arguments are those that Pyramid documents.  As a context manager it commits at the end
    of the block if nothing was raised.  *settings* may be a dictionary of flat keys or
    `Settings` that were read from a file.  With *lock*, a file that ``corefw lock`` wrote,
    `make_wsgi_app` refuses a configuration that is not the locked one.
    """

    add_route = Directive(routes.add_route)
    add_placeholder_type = Directive(routes.add_placeholder_type)
    add_view = Directive(views.add_view)
    add_exception_view = Directive(views.add_exception_view)
    add_accept_view_order = Directive(offers.add_accept_view_order)
    derive_view = Directive(deriving.derive_view)
    object_description = Directive(describing.object_description)
    add_forbidden_view = Directive(views.add_forbidden_view)
    add_notfound_view = Directive(views.add_notfound_view)
    add_view_deriver = Directive(views.add_view_deriver)
    set_default_permission = Directive(security.set_default_permission)
    set_view_mapper = Directive(views.set_view_mapper)
    add_static_view = Directive(statics.add_static_view)
    add_cache_buster = Directive(statics.add_cache_buster)
    override_asset = Directive(assets.override_asset)
    add_renderer = Directive(vocabulary.add_renderer)
    add_view_predicate = Directive(predicates.add_view_predicate)
    add_route_predicate = Directive(predicates.add_route_predicate)
    add_subscriber_predicate = Directive(predicates.add_subscriber_predicate)
    add_subscriber = Directive(events.add_subscriber)
    add_adapter = Directive(components.add_adapter)
    add_utility = Directive(components.add_utility)
    provide_port = Directive(ports.provide_port)
    require_capability = Directive(ports.require_capability)
    add_response_adapter = Directive(components.add_response_adapter)
    add_traverser = Directive(traversal.add_traverser)
    add_resource_url_adapter = Directive(traversal.add_resource_url_adapter)
    add_request_method = Directive(requests.add_request_method)
    add_tween = Directive(requests.add_tween)
    set_root_factory = Directive(requests.set_root_factory)
    set_session_factory = Directive(requests.set_session_factory)
    set_request_factory = Directive(requests.set_request_factory)
    set_response_factory = Directive(requests.set_response_factory)
    set_security_policy = Directive(requests.set_security_policy)
    set_default_csrf_options = Directive(security.set_default_csrf_options)
    set_csrf_storage_policy = Directive(security.set_csrf_storage_policy)
    add_permission = Directive(security.add_permission)
    add_default_header = Directive(security.add_default_header)
    set_execution_policy = Directive(requests.set_execution_policy)
    add_translation_dirs = Directive(i18n.add_translation_dirs)
    set_locale_negotiator = Directive(i18n.set_locale_negotiator)
    add_settings = Directive(settings_directives.add_settings)
    add_hookspecs = Directive(hooks.add_hookspecs)
    mount = Directive(guests.mount)

    typed_settings = settings_directives.typed_settings

    def __init__(
        self,
        registry: Registry | None = None,
        package: ModuleType | str | None = None,
        settings: Settings | Mapping[str, Any] | None = None,
        root_factory: Any = None,
        security_policy: Any = None,
        renderers: Any = None,
        locale_negotiator: Any = None,
        request_factory: Any = None,
        response_factory: Any = None,
        default_permission: str | None = None,
        session_factory: Any = None,
        default_view_mapper: Any = None,
        autocommit: bool = False,
        exceptionresponse_view: Any = default_exceptionresponse_view,
        route_prefix: str | None = None,
        introspection: bool = True,
        root_package: ModuleType | str | None = None,
        lock: str | Path | None = None,
    ) -> None:
        place = caller_place()
        module = dotted.maybe_dotted(package) if package is not None else sys.modules.get(place.module)
        found = dotted.package_of(module if module is not None else sys.modules["__main__"])
        is_new = registry is None
        super().__init__(
            registry if registry is not None else Registry(found.__name__),
            found,
            owner=application_owner(found),
            route_prefix=route_prefix,
            root_package=dotted.maybe_dotted(root_package),
            introspection=introspection,
        )
        self._tokens: list[tuple[Any, Any]] = []
        self.lock = HeldLock(lock) if lock is not None else None
        if is_new:
            with self.speaking_from(place):
                self.setup_registry(
                    settings=settings,
                    root_factory=root_factory,
                    security_policy=security_policy,
                    renderers=renderers,
                    locale_negotiator=locale_negotiator,
                    request_factory=request_factory,
                    response_factory=response_factory,
                    default_permission=default_permission,
                    session_factory=session_factory,
                    default_view_mapper=default_view_mapper,
                    exceptionresponse_view=exceptionresponse_view,
                )
        self.autocommit = autocommit

    def setup_registry(
        self,
        settings: Settings | Mapping[str, Any] | None = None,
        root_factory: Any = None,
        security_policy: Any = None,
        renderers: Any = None,
        locale_negotiator: Any = None,
        request_factory: Any = None,
        response_factory: Any = None,
        default_permission: str | None = None,
        session_factory: Any = None,
        default_view_mapper: Any = None,
        exceptionresponse_view: Any = default_exceptionresponse_view,
    ) -> None:
        """Set up a registry that was handed to the constructor, as Pyramid documents it."""
        with self.speaking_from(caller_place()):
            self.registry.plan = self.plan
            if not isinstance(settings, Settings):
                settings = Settings.from_mapping(settings or {}, self.place)
            self.registry.settings = settings
            self._declare_defaults(exceptionresponse_view)
            given: tuple[tuple[Callable[[Any], None], Any], ...] = (
                (self.set_root_factory, root_factory),
                (self.set_security_policy, security_policy),
                (self.set_request_factory, request_factory),
                (self.set_response_factory, response_factory),
                (self.set_session_factory, session_factory),
                (self.set_default_permission, default_permission),
                (self.set_view_mapper, default_view_mapper),
                (self.set_locale_negotiator, locale_negotiator),
            )
            for directive, value in given:
                if value is not None:
                    directive(value)
            for name, factory in renderers or ():
                self.add_renderer(name, factory)
            if self.settings.typed("corefw", CoreSettings).addons:
                addons.load_addons(self)

    def _declare_defaults(self, exceptionresponse_view: Any) -> None:
        """Declare and commit what corefw brings, before anything can override it."""
        core_settings = self.settings.typed("corefw", CoreSettings)
        self.settings.typed("server", ServerSettings)
        self.settings.typed("logging", LoggingSettings)
        self.registry.put(BodyLimits, "limits", core_settings.limits)
        addons.put_hook_caller(self.registry)
        core = self.child(owner=CORE, autocommit=False)
        with core.speaking_from(place_of(declare_defaults)):
            declare_defaults(core, exceptionresponse_view)
        core.commit()

    # -- building ----------------------------------------------------------------------

    def make_wsgi_app(self) -> Application:
        """Commit, build the application, announce it, freeze the registry and start.

        Raises `ConfigurationError` with everything that is wrong.  Nothing is started while
        the configuration is only looked at (``corefw plan``).
        """
        with self.speaking_from(caller_place()):
            unknown = self.settings.unclaimed_problems(
                also_known=addons.known_sections(self.registry), tolerated=addons.installed_sections
            )
            unknown += [*choice_problems(self), *session_problems(self)]
            self.ledger.found += [problem for problem in unknown if problem not in self.ledger.found]
        addons.judge_hooks(self)
        self.commit()
        # Who only looks wants to see what differs, and to write the lock anew.
        if self.lock is not None and not is_rehearsing():
            refuse_unlocked(self.registry, self.lock)
        with collection_paused():
            application = Application(
                self.registry, stopping=None if is_rehearsing() else lambda: addons.stop(self.registry)
            )
        if not self.registry.frozen:  # built once more, the first one stays the application of the registry
            self.registry.put(Application, "application", application)
        if not is_rehearsing():
            self.registry.notify(ApplicationCreated(application))
        self.registry.freeze()
        if not is_rehearsing():
            addons.start(application)
        return application

    def _known_modules(self) -> KnownModules | None:
        """Return what the lock knows of modules, if the settings say ``scan = "locked"``.

        While the configuration is only looked at, everything is scanned, unless whoever looks
        gave a lock himself (``corefw serve --locked``).
        """
        if self.settings.typed("corefw", CoreSettings).scan != "locked":
            return None
        given = super()._known_modules()
        if given is not None or self.lock is None or is_rehearsing():
            return given
        return self.lock.known_modules

    # -- context -----------------------------------------------------------------------

    def begin(self, request: Any = _CURRENT) -> None:
        """Make *request* the current one, and this registry that of code without a request, until `end`.

        Without *request* the current one stays, if it is of this registry, as Pyramid documents it.
        """
        if request is _CURRENT:
            current = CURRENT_REQUEST.get()
            request = current if getattr(current, "registry", None) is self.registry else None
        self._tokens.append((CURRENT_REQUEST.set(request), CURRENT_REGISTRY.set(self.registry)))

    def end(self) -> None:
        """Undo `begin`."""
        if self._tokens:
            request, registry = self._tokens.pop()
            CURRENT_REQUEST.reset(request)
            CURRENT_REGISTRY.reset(registry)

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()
        if error is None and not self.registry.frozen:
            self.commit()

    @property
    def hooks(self) -> Any:
        """The hook caller: ``config.hooks.name(event)``."""
        return addons.hooks_of(self.registry)
